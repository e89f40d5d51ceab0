"""`/explore/evidence`: the words behind a number."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from policyglot.web.explore.evidence import find
from policyglot.web.routes.explore.asking import asked, shown, without_store
from policyglot.web.settings import settings_of


async def evidence(request: Request) -> Response:
    """What policies say that fits, with the words, a page of it."""
    if settings_of(request).store is None:
        return without_store(request)
    found = await asked(request, find, dict(request.query_params))
    return shown(request, "evidence.html", found=found)


ROUTES = (Route("/explore/evidence", evidence),)
