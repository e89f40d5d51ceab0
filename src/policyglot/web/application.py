"""The workbench put together: routes, guard, what they share, and pages for what goes wrong."""

from __future__ import annotations

import errno
import sys
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from policyglot.errors import OutputError, PolicyglotError, QueryError, StoreError
from policyglot.store.folder import check_layout
from policyglot.store.pool import Pool
from policyglot.web.kept import Shelf
from policyglot.web.pages import page
from policyglot.web.routes import ROUTES
from policyglot.web.security import Guard
from policyglot.web.sessions import Sessions, load_key
from policyglot.web.settings import Settings
from policyglot.web.work import TooMuchWorkError, Works

_TITLES = {
    400: "This request cannot be answered",
    401: "This needs the token",
    403: "This is not allowed",
    404: "There is no such page",
    405: "This page cannot be asked that way",
    408: "This took too long",
    413: "This is too large",
    421: "This is somebody else's name",
    500: "Something went wrong here",
    503: "The workbench is busy",
    507: "There is no room left on the disk",
}


def application(settings: Settings) -> Starlette:
    """Return the workbench.

    Raises:
        OutputError: The folder for kept work cannot be written.
        StoreError: The store is none, or none that this version reads.
    """
    if settings.store is not None:
        check_layout(settings.store)
    sessions = Sessions(key=load_key(settings.folder), cookie=f"policyglot-{settings.port}", token=settings.token)
    works = Works(settings)
    pool = Pool(settings.queries_at_once)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            works.close()
            pool.close()

    app = Starlette(
        routes=ROUTES,
        middleware=[Middleware(Guard, settings=settings, sessions=sessions, say=_said, broken=_broken)],
        exception_handlers={HTTPException: _refused, PolicyglotError: _impossible, OSError: _system},
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.sessions = sessions
    app.state.works = works
    app.state.pool = pool
    app.state.shelf = Shelf(settings.folder, number=settings.kept_number, days=settings.kept_days)
    app.state.guesses = {}
    # How many processes answer questions at the same time: `async with request.app.state.queries`.
    app.state.queries = anyio.CapacityLimiter(settings.queries_at_once)
    return app


def error_page(request: Request, status: int, message: str, *, advice: str | None = None) -> Response:
    """Return the page that says why there is no other."""
    return page(
        request, "error.html", status=status, title=_TITLES.get(status, _TITLES[400]), message=message, advice=advice
    )


def _said(request: Request, status: int, message: str) -> Response:
    """What the guard says: a page for people, a line for programs."""
    if "text/html" in request.headers.get("accept", ""):
        return error_page(request, status, message)
    return PlainTextResponse(f"{message}\n", status_code=status)


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    detail = error.detail if isinstance(error, HTTPException) else ""
    if detail == "Not Found":
        detail = f"Nothing is at {request.url.path}."
    response = error_page(request, status, detail)
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


async def _impossible(request: Request, error: Exception) -> Response:
    if not isinstance(error, PolicyglotError):
        raise error
    if isinstance(error, OutputError) and isinstance(error.__cause__, OSError):
        return await _system(request, error.__cause__)
    status = 503 if isinstance(error, TooMuchWorkError) else 500 if isinstance(error, StoreError) else 400
    message = str(error) if isinstance(error, QueryError) else error.message
    if isinstance(error, StoreError):
        message = f"The store that is served cannot be asked: {message}."
    return error_page(request, status, message, advice=error.advice)


async def _system(request: Request, error: Exception) -> Response:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return error_page(request, 507, "Nothing of this was kept. What was kept before is still there.")
    return _broken(request, error)


def _broken(request: Request, error: Exception) -> Response:
    """A fault of ours: the page says that, and standard error says where."""
    sys.stderr.write("".join(traceback.format_exception(error)))
    return error_page(request, 500, "This is a fault of the workbench. Its terminal says more.")
