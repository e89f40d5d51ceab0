"""Fetches what a URL names, within limits, from the public internet only.

Nothing about the user is sent: no cookies, no referrer, no credentials, and no proxy or other
setting of the environment is followed. Needs the extra `fetch`.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from policyglot.errors import FetchError, MissingExtraError
from policyglot.read.content_coding import Decoder

if TYPE_CHECKING:
    from policyglot.read.network import Resolver

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = 200
_HEADERS = (
    (b"User-Agent", b"policyglot"),
    (b"Accept", b"*/*"),
    (b"Accept-Encoding", b"gzip, deflate"),
    (b"Connection", b"close"),
)
# The charset parameter of a Content-Type, quoted or not.
CHARSET = re.compile(r""";\s*charset\s*=\s*["']?([A-Za-z0-9._:+-]{1,40})""", re.IGNORECASE)
# Characters that end a request line or hide in one: a URL with them is refused, not repaired.
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """What a fetch may cost.

    Attributes:
        max_bytes: Most bytes of a body, as sent and as decoded.
        total_seconds: For everything, redirects included (but for the system's own name lookup).
        read_seconds: For one wait: connecting, or the next bytes.
        max_redirects: How many are followed.
    """

    max_bytes: int = 5_000_000
    total_seconds: float = 30.0
    read_seconds: float = 10.0
    max_redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a server answered.

    Attributes:
        url: The URL as asked for.
        final_url: The URL that answered, after redirects.
        status: HTTP status; anything that is no redirect comes back, 404 too.
        headers: Names in lower case with their values, in the order sent, repeated ones kept.
        content: The body, decoded.
        media_type: "text/html", in lower case, or None where the server says none.
        charset: As the server says, or None.
        redirects: Every URL that redirected, in order.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes
    media_type: str | None
    charset: str | None
    redirects: tuple[str, ...] = ()

    def values(self, name: str) -> tuple[str, ...]:
        """Return every value of a header; `name` is in lower case."""
        return tuple(value for key, value in self.headers if key == name)

    @property
    def is_downgraded(self) -> bool:
        """Whether a redirect led from https to http."""
        schemes = [urlsplit(url).scheme for url in (*self.redirects, self.final_url)]
        return ("https", "http") in pairwise(schemes)


def fetch(
    url: str,
    *,
    limits: FetchLimits | None = None,
    allow_private: bool = False,
    resolve: Resolver | None = None,
    tls: ssl.SSLContext | None = None,
) -> Fetched:
    """Fetch what a URL names.

    Args:
        url: http or https; a fragment is not sent.
        limits: What it may cost, or None for the defaults.
        allow_private: Whether addresses beyond the public internet may be connected to.
        resolve: Host and port to IP addresses, or None to ask the system.
        tls: Which certificates are trusted, or None for the system's.

    Returns:
        The answer, whatever its status.

    Raises:
        FetchError: The URL is no web address, its host is not public, does not answer, answers
            too much, too slowly or brokenly, or redirects in a loop.
        MissingExtraError: The extra `fetch` is not installed.
    """
    limits = limits or FetchLimits()
    network = _network()
    deadline = network.Deadline(limits.total_seconds, source=url)
    backend = network.CheckedBackend(
        deadline=deadline, resolve=resolve or network.system_resolver, allow_private=allow_private, source=url
    )
    seen: list[str] = []
    following = sendable(url)
    while True:
        status, headers, content = _exchange(following, backend=backend, limits=limits, tls=tls, source=url)
        target = next((value for key, value in headers if key == "location"), None)
        if status not in _REDIRECTS or not target:
            return _fetched(url, final_url=following, status=status, headers=headers, content=content, seen=seen)
        seen.append(following)
        following = _next(following, target, seen=seen, limits=limits, source=url)


def sendable(url: str) -> str:
    """Return a URL as it is requested: ASCII, no fragment, a path.

    Raises:
        FetchError: It is no http or https URL, or has a user name in it.

    >>> sendable("https://bücher.example/über uns#top")
    'https://xn--bcher-kva.example/%C3%BCber%20uns'
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        if host and ":" not in host:
            host = host.encode("idna").decode("ascii")
    except ValueError as error:  # UnicodeError of the name is one
        raise FetchError("this is no URL", source=url, advice="give one such as https://www.example.com/") from error
    if parts.scheme not in ("http", "https") or not host or CONTROL.search(url):
        raise FetchError(
            "only http and https URLs are fetched", source=url, advice="give one such as https://www.example.com/"
        )
    if parts.username is not None or parts.password is not None:
        raise FetchError("the URL has a user name in it", source=url, advice="leave out what stands before the @")
    place = f"[{host}]" if ":" in host else host
    # Escapes that are there stay as they are; everything else that no URL may hold gets one.
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return urlunsplit((parts.scheme, place if port is None else f"{place}:{port}", path, query, ""))


def _network() -> Any:
    try:
        return import_module("policyglot.read.network")
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("policyglot"):
            raise
        raise MissingExtraError(
            "fetching needs an optional dependency that is not installed",
            advice="install it with `pip install 'policyglot[fetch]'`",
        ) from error


def _exchange(
    url: str, *, backend: Any, limits: FetchLimits, tls: ssl.SSLContext | None, source: str
) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    """Status, headers and decoded body of one request; the body of a redirect is not read."""
    import httpcore  # noqa: PLC0415 - an optional dependency, there since _network() returned

    if tls is None and url.startswith("https:"):
        tls = ssl.create_default_context()
    wait = limits.read_seconds
    timeout = {"connect": wait, "read": wait, "write": wait, "pool": wait}
    try:
        with (
            httpcore.ConnectionPool(ssl_context=tls, network_backend=backend, max_connections=1) as pool,
            pool.stream("GET", url, headers=[*_HEADERS, _host(url)], extensions={"timeout": timeout}) as answer,
        ):
            headers = tuple((k.decode("latin-1").lower(), v.decode("latin-1")) for k, v in answer.headers)
            if answer.status in _REDIRECTS:
                return answer.status, headers, b""
            return answer.status, headers, _body(answer.iter_stream, headers, limits=limits, source=source)
    except httpcore.TimeoutException as error:
        backend.deadline.left(None)  # says so where it was the time for everything that ran out
        advice = "the server is too slow; save the page and give the file instead"
        raise FetchError(f"no answer within {wait:g} seconds", source=source, advice=advice) from error
    except httpcore.ProtocolError as error:
        reason = str(error).rstrip(".") or "broken HTTP"
        raise FetchError(f"the server's answer is broken: {reason}", source=source) from error
    except (httpcore.NetworkError, ssl.SSLError, OSError) as error:
        advice = "check the address, and that the server runs and its certificate is good"
        raise FetchError(
            f"cannot be reached: {str(error) or 'the connection was lost'}", source=source, advice=advice
        ) from error


def _host(url: str) -> tuple[bytes, bytes]:
    return b"Host", urlsplit(url).netloc.encode("ascii")


def _body(
    chunks: Callable[[], Iterator[bytes]], headers: tuple[tuple[str, str], ...], *, limits: FetchLimits, source: str
) -> bytes:
    told = next((value for key, value in headers if key == "content-length"), "")
    if told.isdecimal() and int(told[:20]) > limits.max_bytes:
        raise _too_large(limits, source)
    coding = ", ".join(value for key, value in headers if key == "content-encoding")
    decoder = Decoder(coding, max_bytes=limits.max_bytes, source=source)
    received = 0
    for chunk in chunks():
        received += len(chunk)
        if received > limits.max_bytes or not decoder.feed(chunk):
            raise _too_large(limits, source)
    return decoder.finish()


def _too_large(limits: FetchLimits, source: str) -> FetchError:
    return FetchError(
        f"more than {limits.max_bytes:,} bytes", source=source, advice="raise the limit with --max-bytes if it is right"
    )


def _next(url: str, target: str, *, seen: list[str], limits: FetchLimits, source: str) -> str:
    """The URL that a redirect leads to."""
    try:
        found = sendable(urljoin(url, target))
    except ValueError as error:
        raise FetchError(f"redirects to “{target[:100]}”, which is no URL", source=source) from error
    except FetchError as error:
        raise FetchError(f"redirects to “{target[:100]}”: {error.message}", source=source) from error
    if found in seen:
        raise FetchError(f"redirects in a loop, back to {found}", source=source, advice="mend the server's redirects")
    if len(seen) > limits.max_redirects:
        raise FetchError(
            f"redirects more than {limits.max_redirects} times", source=source, advice="give the URL that it ends at"
        )
    return found


def _fetched(
    url: str, *, final_url: str, status: int, headers: tuple[tuple[str, str], ...], content: bytes, seen: list[str]
) -> Fetched:
    told = next((value for key, value in headers if key == "content-type"), "")
    charset = CHARSET.search(told)
    return Fetched(
        url=url,
        final_url=final_url,
        status=status,
        headers=headers,
        content=content,
        media_type=told.partition(";")[0].strip().lower() or None,
        charset=charset.group(1) if charset else None,
        redirects=tuple(seen),
    )


def fetch_page(
    url: str, *, limits: FetchLimits | None = None, allow_private: bool = False, resolve: Resolver | None = None
) -> Fetched:
    """Fetch a URL whose content is wanted: anything but 200 is an error.

    Args:
        url: As in `fetch`.
        limits: As in `fetch`.
        allow_private: As in `fetch`.
        resolve: As in `fetch`.

    Raises:
        FetchError: As in `fetch`, or the server has no such page.
        MissingExtraError: The extra `fetch` is not installed.
    """
    found = fetch(url, limits=limits, allow_private=allow_private, resolve=resolve)
    if found.status != _OK:
        raise FetchError(f"the server answers {found.status}", source=url, advice="open it in a browser and check")
    return found
