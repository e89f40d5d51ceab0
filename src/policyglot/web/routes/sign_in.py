"""Signing in with the token that the workbench was started with."""

from __future__ import annotations

import time
from collections import deque

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from policyglot.web.pages import page
from policyglot.web.received import form_of
from policyglot.web.sessions import sessions_of

# Guesses of one address in so many seconds; a person mistypes a few times.
_GUESSES, _SECONDS = 10, 60.0
# Addresses that are remembered; more would be memory for whoever makes up addresses.
_ADDRESSES = 1000


async def sign_in(request: Request) -> Response:
    """The form for the token."""
    return page(request, "sign-in.html", next=_own_path(request.query_params.get("next", "/")), error=None)


async def signed_in(request: Request) -> Response:
    """Give whoever knows the token a session that says so."""
    form = await form_of(request)
    next_ = _own_path(form.text("next"))
    sessions = sessions_of(request)
    guesses = _guesses_of(request)
    if len(guesses) >= _GUESSES:
        error = "Too many wrong tokens came from your address: wait a minute."
        return page(request, "sign-in.html", status=429, next=next_, error=error)
    if not sessions.is_token(form.text("token").strip()):
        guesses.append(time.monotonic())
        error = "This is not the token that the workbench was started with."
        return page(request, "sign-in.html", status=403, next=next_, error=error)
    response = RedirectResponse(next_, status_code=303)
    sessions.keep(response, sessions.start(signed_in=True), is_secure=request.url.scheme == "https")
    return response


async def signed_out(request: Request) -> Response:
    """End the session."""
    await form_of(request)
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(sessions_of(request).cookie, path="/", httponly=True, samesite="strict")
    return response


def _guesses_of(request: Request) -> deque[float]:
    """When an address guessed wrong, of late."""
    by_address: dict[str, deque[float]] = request.app.state.guesses
    address = request.client.host if request.client else ""
    found = by_address.setdefault(address, deque())
    while found and found[0] < time.monotonic() - _SECONDS:
        found.popleft()
    while len(by_address) > _ADDRESSES:
        by_address.pop(next(iter(by_address)))
    return found


def _own_path(wanted: str) -> str:
    r"""A path of ours; whatever could lead elsewhere ("//host", "/\\host") leads home."""
    is_own = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if is_own and "\\" not in wanted else "/"


ROUTES = (
    Route("/sign-in", sign_in, methods=["GET"]),
    Route("/sign-in", signed_in, methods=["POST"]),
    Route("/sign-out", signed_out, methods=["POST"]),
)
