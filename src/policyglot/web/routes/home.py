"""The first page: what is here, and where to begin."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from policyglot.web.pages import page


async def home(request: Request) -> Response:
    """Three ways in: I run a site, I compare companies, I check published files."""
    return page(request, "home.html")


ROUTES = (Route("/", home),)
