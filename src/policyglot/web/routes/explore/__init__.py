"""The pages that explore a store, one module a page."""

from __future__ import annotations

from starlette.routing import Route

from policyglot.web.routes.explore import company, difference, evidence, matrix, questions, search, sharing

ROUTES: tuple[Route, ...] = (
    *search.ROUTES,
    *difference.ROUTES,
    *matrix.ROUTES,
    *sharing.ROUTES,
    *questions.ROUTES,
    *evidence.ROUTES,
    *company.ROUTES,
)
