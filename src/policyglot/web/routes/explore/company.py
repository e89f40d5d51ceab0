"""`/explore/company/{name}`: a company's label, what it says, and its versions."""

from __future__ import annotations

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from policyglot.web.explore.company import show_company
from policyglot.web.explore.timeline import timeline_of
from policyglot.web.routes.explore.asking import asked, not_found, shown


async def company(request: Request) -> Response:
    """The page of a company, at the version that the URL names or at the newest."""
    name = request.path_params.get("name") or request.query_params.get("name", "")
    policy = request.query_params.get("policy") or None
    found = await asked(request, show_company, name, policy=policy)
    if found is None:
        what = f"The store has no such version of {name}." if policy else f"The store has no company named {name!r}."
        raise not_found(what)
    return shown(
        request,
        "company.html",
        found=found,
        label=Markup(found.label),  # noqa: S704 - markup of the report
        timeline=timeline_of(found.series),
    )


ROUTES = (Route("/explore/company", company), Route("/explore/company/{name:path}", company))
