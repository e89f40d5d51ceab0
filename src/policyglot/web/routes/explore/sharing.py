"""`/explore/sharing`: who shares with whom, drawn and as a table."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from policyglot.web.explore.concepts import DATA, RECIPIENTS, options
from policyglot.web.explore.sharing import MOST, show_sharing
from policyglot.web.routes.explore.asking import asked, shown, without_store
from policyglot.web.settings import settings_of


async def sharing(request: Request) -> Response:
    """The drawing, narrowed by what the URL says."""
    if settings_of(request).store is None:
        return without_store(request)
    companies = [name.strip() for name in request.query_params.getlist("company")]
    found = await asked(request, show_sharing, dict(request.query_params), companies)
    lists = {"data": options(DATA), "recipient": options(RECIPIENTS)}
    return shown(request, "sharing.html", found=found, lists=lists, most=MOST)


ROUTES = (Route("/explore/sharing", sharing),)
