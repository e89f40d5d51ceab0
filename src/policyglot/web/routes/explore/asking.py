"""How the pages that explore a store ask it: off the event loop, a few at a time, and what they show without one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from policyglot.errors import StoreError
from policyglot.report.page import symbols
from policyglot.web.asking import in_thread, pool_of
from policyglot.web.explore.source import Source
from policyglot.web.pages import page, url
from policyglot.web.settings import settings_of

_P = ParamSpec("_P")
_T = TypeVar("_T")


async def asked(
    request: Request, question: Callable[Concatenate[Source, _P], _T], /, *args: _P.args, **kwargs: _P.kwargs
) -> _T:
    """Return what a question of the package `explore` finds in the store.

    Raises:
        NoStoreError: The workbench has no store.
        StoreError: The store cannot be asked.
        QueryError: It did not end in time.
    """
    settings = settings_of(request)
    if settings.store is None:
        raise NoStoreError
    store, pool = settings.store, pool_of(request)

    def do(stopped: threading.Event) -> _T:
        source = Source(
            folder=store, pool=pool, seconds=settings.query_seconds, most=settings.query_rows, stopped=stopped
        )
        return question(source, *args, **kwargs)

    return await in_thread(request, do)


class NoStoreError(StoreError):
    """The workbench was started without a store."""

    def __init__(self) -> None:
        super().__init__(
            "the workbench was started without a store",
            advice="`policyglot ingest SOURCE --store DIR` makes one, `policyglot serve --store DIR` shows it",
        )


def shown(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """Fill in a template of ours, with the shapes that stand for stances and the URLs between our pages."""
    more = {"symbols": Markup(symbols()), "company_url": company_url}  # noqa: S704 - markup of the report
    return page(request, f"explore/{template}", status=status, **more, **context)


def without_store(request: Request) -> Response:
    """Return the page that says how to make a store."""
    return shown(request, "no-store.html")


def company_url(name: str, policy: str | None = None, anchor: str = "") -> str:
    """Return the URL of a company's page, at one of its versions.

    >>> company_url("A/B", "urn:x", "practice-1")
    '/explore/company/A/B?policy=urn%3Ax#practice-1'
    >>> company_url("..")
    '/explore/company?name=..'
    """
    at = f"#{anchor}" if anchor else ""
    # Browsers take such parts out of a path, however they are written.
    if any(part in {".", "..", ""} for part in name.split("/")):
        return url("/explore/company", name=name, policy=policy) + at
    return url(f"/explore/company/{name}", policy=policy) + at


def not_found(message: str) -> HTTPException:
    """Return the error that the page for what is not there is made of."""
    return HTTPException(404, message)
