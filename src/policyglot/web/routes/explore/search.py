"""`/explore`: companies with search and facets; `/explore/names`: names for what is being typed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from policyglot.web.explore.search import OPEN, find, sorts
from policyglot.web.explore.source import Source
from policyglot.web.routes.explore.asking import asked, shown, without_store
from policyglot.web.settings import settings_of

# Names that are offered while one is typed.
_OFFERED = 12


async def search(request: Request) -> Response:
    """Companies that fit, a page of them."""
    if settings_of(request).store is None:
        return without_store(request)
    found = await asked(request, find, dict(request.query_params))
    return shown(request, "search.html", found=found, sorts=sorts(), open_values=OPEN)


async def names(request: Request) -> Response:
    """Names of companies that hold some words, for the page's script."""
    words = request.query_params.get("q", "").strip().lower()
    return JSONResponse(await asked(request, _names, words) if words else [])


def _names(source: Source, words: str) -> list[str]:
    return [row[0] for row in source.rows("names", words=words, most=_OFFERED)]


ROUTES = (Route("/explore", search), Route("/explore/names", names))
