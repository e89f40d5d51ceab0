"""`/explore/diff`: what changed in practice between two versions."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from policyglot.web.explore.difference import show_difference
from policyglot.web.routes.explore.asking import asked, not_found, shown


async def difference(request: Request) -> Response:
    """The changes from `old` to `new`, IRIs of policies."""
    old, new = request.query_params.get("old", ""), request.query_params.get("new", "")
    if not old or not new:
        return shown(request, "difference.html", found=None, status=422 if request.query_params else 200)
    found = await asked(request, show_difference, old, new)
    if found is None:
        raise not_found("The store lacks one of these two versions.")
    return shown(request, "difference.html", found=found)


ROUTES = (Route("/explore/diff", difference),)
