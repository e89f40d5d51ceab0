"""`/explore/compare`: up to thirty companies side by side."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from policyglot.web.explore.matrix import MOST, show_matrix
from policyglot.web.routes.explore.asking import asked, shown, without_store
from policyglot.web.settings import settings_of


async def matrix(request: Request) -> Response:
    """What each company states, denies or does not mention."""
    if settings_of(request).store is None:
        return without_store(request)
    given = request.query_params
    page = given.get("page", "")
    found = await asked(
        request,
        show_matrix,
        [name.strip() for name in given.getlist("company")],
        about=given.get("about", ""),
        only_differences=given.get("differences") == "1",
        page=int(page) if page.isdecimal() and len(page) < 7 else 1,
    )
    query = {
        "company": list(found.companies),
        "about": found.about,
        "differences": "1" if found.only_differences else "",
    }
    return shown(request, "compare.html", found=found, query=query, most=MOST)


ROUTES = (Route("/explore/compare", matrix),)
