"""What stands before every page: who may ask, how much, for how long, and what a browser may do with the answer.

Sources: Fetch Metadata (Sec-Fetch-Site); RFC 6454 (Origin); Content Security Policy Level 3; RFC 9110.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
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
_TOO_LARGE = 413
# So many times the most that is taken are read on, so that the refusal is seen.
_DRAINED = 10
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

Say = Callable[[Request, int, str], Response]
"""Makes the page that says why there is no other: request, status, one or two sentences."""
Broken = Callable[[Request, Exception], Response]
"""Makes the page for a fault of ours, and has it told where it can be mended."""


class _RefusedError(Exception):
    """A request that is not answered any further."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})


class Guard:
    """ASGI middleware that lets in what may come in and limits what it costs."""

    def __init__(self, app: ASGIApp, *, settings: Settings, sessions: Sessions, say: Say, broken: Broken) -> None:
        self._app = app
        self._settings = settings
        self._sessions = sessions
        self._say = say
        self._broken = broken
        self._names = settings.known_names
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
        else:
            self._running += 1
            try:
                await self._guarded(scope, receive, send)
            except (ClientGoneError, ClientDisconnect):
                pass  # nobody is there to be told
            finally:
                self._running -= 1

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        settings = self._settings
        sending = _Sending(send, seconds=settings.body_seconds)
        receiving = _Receiving(receive, most=settings.max_bytes + _FORM_BYTES, seconds=settings.body_seconds)
        request = Request(scope, receiving)
        try:
            self._check(request)
            response = self._to_sign_in(request)
            if response is None:
                await self._app(scope, receiving, sending)
                return
        except _RefusedError as error:
            if error.status == _TOO_LARGE:
                await receiving.drain(_DRAINED * settings.max_bytes)
            response = self._say(request, error.status, str(error))
            response.headers.update(error.headers)
        except (ClientGoneError, ClientDisconnect):
            raise
        except Exception as error:
            response = self._broken(request, error)
        if not sending.has_begun:
            await response(scope, receiving, sending)

    def _check(self, request: Request) -> None:
        """Refuse what no page needs to look at.

        Raises:
            _RefusedError: There is too much to do, or the request is for somebody else or from another site.
        """
        if self._running > self._settings.requests_at_once:
            raise _RefusedError(503, "Too many ask at once: try again in a moment.", {"Retry-After": "2"})
        if self._names is not None and _host_name(request.headers) not in self._names:
            raise _RefusedError(421, "The workbench does not go by this name. Start it with --name and the name.")
        if request.method not in _SAFE and not _is_own(request.headers, request.url.scheme):
            raise _RefusedError(403, "Only the workbench's own pages may change something.")

    def _to_sign_in(self, request: Request) -> Response | None:
        """The way to sign in, for whoever has to first."""
        if request.url.path.startswith(_PUBLIC) or self._sessions.is_signed_in(request):
            return None
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            path = request.scope.get("raw_path", b"/").partition(b"?")[0].decode("latin-1")  # as it was escaped
            wanted = path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"{SIGN_IN}?next={quote(wanted, safe='')}", status_code=303)
        raise _RefusedError(401, "Sign in, or send the token: Authorization: Bearer …", {"WWW-Authenticate": "Bearer"})


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
        message = await self._next()
        if self._received > self._most:
            raise _RefusedError(_TOO_LARGE, f"More than {self._most - _FORM_BYTES:,} bytes are too many.")
        return message

    async def _next(self) -> Message:
        now = asyncio.get_running_loop().time()
        self._end = self._end or now + self._seconds
        try:
            message = await asyncio.wait_for(self._receive(), max(self._end - now, 0.0))
        except TimeoutError as error:
            raise _RefusedError(408, "The request took too long to arrive.", {"Connection": "close"}) from error
        self._received += len(message.get("body", b""))
        self._is_whole = not message.get("more_body", False)
        return message

    async def drain(self, most: int) -> None:
        """Read the rest and drop it: a browser that is still sending does not read our answer."""
        while not self._is_whole and self._received < most:
            try:
                await self._next()
            except _RefusedError:
                return


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
