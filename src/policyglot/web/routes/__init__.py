"""What is answered where: one module a group of pages, each with its `ROUTES`."""

from __future__ import annotations

from starlette.routing import BaseRoute

from policyglot.web.routes import (
    ask,
    check,
    explore,
    generate,
    home,
    review,
    review_practice,
    sign_in,
    sparql,
    static,
    working,
)

ROUTES: tuple[BaseRoute, ...] = (
    *home.ROUTES,
    *sign_in.ROUTES,
    *static.ROUTES,
    *working.ROUTES,
    *generate.ROUTES,
    *review.ROUTES,
    *review_practice.ROUTES,
    *check.ROUTES,
    *explore.ROUTES,
    *ask.ROUTES,
    *sparql.ROUTES,
)
"""Every route of the workbench, the first that fits being taken."""
