"""Generate: a policy in prose comes in, the report and the files go out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from policyglot.web.pages import page
from policyglot.web.work import works_of


async def form(request: Request) -> Response:
    """Paste, upload, or give a URL."""
    works_of(request).warm()
    return page(request, "generate/form.html", given={}, errors={})


ROUTES: tuple[BaseRoute, ...] = (Route("/generate", form, methods=["GET"]),)
