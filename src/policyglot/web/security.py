"""What stands before every page: who may ask, how much, for how long, and what a browser may do with the answer.

Sources: Fetch Metadata (Sec-Fetch-Site); RFC 6454 (Origin); Content Security Policy Level 3; RFC 9110.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from policyglot.web.sessions import Sessions
from policyglot.web.settings import Settings

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""What our pages may do: no inline script or style, nothing from elsewhere, no frame around them."""

_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cache-Control": "no-store",
    }
)
SIGN_IN = "/sign-in"
# What whoever is not signed in may read: the page to do so, and what it looks like.
_PUBLIC = (SIGN_IN, "/static/")
# A form of many fields and its boundaries, beside the text or file in it.
_FORM_BYTES = 500_000
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

Authorise = Callable[[HTTPConnection], bool]


class _TooMuch(Exception):  # noqa: N818 - an HTTP answer, not an error of ours
    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


class Guard:
    """ASGI middleware that lets in what may come in and limits what it costs."""

    def __init__(self, app: ASGIApp, settings: Settings, sessions: Sessions) -> None:
        self._app = app
        self._settings = settings
        self._sessions = sessions
        self._names = settings.known_names
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        sending = _Sending(send, seconds=self._settings.body_seconds)
        refusal = self._refusal(HTTPConnection(scope), method=scope["method"])
        if refusal is not None:
            await refusal(scope, receive, sending)
            return
        self._running += 1
        try:
            await self._answer(scope, receive, sending)
        except ClientGoneError:
            pass  # nobody is there to be told
        finally:
            self._running -= 1

    async def _answer(self, scope: Scope, receive: Receive, sending: _Sending) -> None:
        receiving = _Receiving(
            receive, most=self._settings.max_bytes + _FORM_BYTES, seconds=self._settings.body_seconds
        )
        try:
            await self._app(scope, receiving, sending)
        except _TooMuch as error:
            if not sending.has_begun:
                await error.response(scope, receive, sending)

    def _refusal(self, request: HTTPConnection, *, method: str) -> Response | None:
        """Why a request is not answered, as the answer to it; None where it is."""
        if self._running >= self._settings.requests_at_once:
            return _said(503, "The workbench is busy: try again in a moment.", {"Retry-After": "2"})
        if self._names is not None and _host_name(request.headers) not in self._names:
            return _said(
                421, "The workbench does not go by this name. Start it with --name and the name to have it answer."
            )
        if method not in _SAFE and not _is_own(request.headers, request.url.scheme):
            return _said(403, "Only the workbench's own pages may change something.")
        if not request.url.path.startswith(_PUBLIC) and not self._sessions.is_signed_in(request):
            return _to_sign_in(request, method)
        length = request.headers.get("content-length", "0")
        if length.isdecimal() and int(length[:20]) > self._settings.max_bytes + _FORM_BYTES:
            return _too_large(self._settings.max_bytes)
        return None


class ClientGoneError(Exception):
    """The client hung up, or takes its answer too slowly."""


class _Sending:
    """Sends an answer with our headers; a client that does not take a piece of it in time is let go."""

    def __init__(self, send: Send, *, seconds: float) -> None:
        self._send = send
        self._seconds = seconds
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_begun = True
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        try:
            await asyncio.wait_for(self._send(message), self._seconds)
        except (TimeoutError, OSError) as error:
            raise ClientGoneError from error


class _Receiving:
    """Receives a body of a bounded size in a bounded time."""

    def __init__(self, receive: Receive, *, most: int, seconds: float) -> None:
        self._receive = receive
        self._most = most
        self._seconds = seconds
        self._received = 0
        self._end: float | None = None
        self._is_whole = False

    async def __call__(self) -> Message:
        if self._is_whole:  # what comes now is that the client hung up, whenever it does
            return await self._receive()
        now = asyncio.get_running_loop().time()
        self._end = self._end or now + self._seconds
        try:
            message = await asyncio.wait_for(self._receive(), max(self._end - now, 0.0))
        except TimeoutError as error:
            raise _TooMuch(_said(408, "The request took too long to arrive.", {"Connection": "close"})) from error
        self._received += len(message.get("body", b""))
        self._is_whole = not message.get("more_body", False)
        if self._received > self._most:
            raise _TooMuch(_too_large(self._most - _FORM_BYTES))
        return message


def _said(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    return PlainTextResponse(f"{message}\n", status_code=status, headers=dict(headers or {}))


def _to_sign_in(request: HTTPConnection, method: str) -> Response:
    if method == "GET" and "text/html" in request.headers.get("accept", ""):
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"{SIGN_IN}?next={quote(wanted, safe='')}", status_code=303)
    return _said(401, "Sign in, or send the token: Authorization: Bearer …", {"WWW-Authenticate": "Bearer"})


def _too_large(most: int) -> Response:
    # The rest of the body is not read, so that nothing else can be said on this connection.
    return _said(413, f"More than {most:,} bytes are too many.", {"Connection": "close"})


def _host_name(headers: Headers) -> str:
    """The name in the header Host, without the port, in lower case; "" where it is broken.

    A page elsewhere can give its own name our address (DNS rebinding); the browser still sends that name here.
    """
    host = headers.get("host", "")
    if "@" in host or "/" in host:
        return ""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _is_own(headers: Headers, scheme: str) -> bool:
    """Say whether a request that changes something can come from our own pages, or from no browser at all."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or origin in {f"{one}://{headers.get('host', '')}" for one in (scheme, "https")}
