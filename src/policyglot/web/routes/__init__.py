"""What is answered where: one module a group of pages, each with its `ROUTES`."""

from __future__ import annotations

from starlette.routing import BaseRoute

from policyglot.web.routes import check, generate, home, sign_in, static, working

ROUTES: tuple[BaseRoute, ...] = (
    *home.ROUTES,
    *sign_in.ROUTES,
    *static.ROUTES,
    *working.ROUTES,
    *generate.ROUTES,
    *check.ROUTES,
)
"""Every route of the workbench, the first that fits being taken."""
