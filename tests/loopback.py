"""HTTP servers on loopback, which the tests start and stop: what they answer is a table."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent: `headers` beside Content-Length, which `length` replaces (None for none at all)."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    length: int | None = -1


Write = Callable[[Callable[[bytes], object]], object]
"""Writes a raw answer, status line and all, with the function that it is given."""


@dataclass(slots=True, kw_only=True)
class Loopback:
    """A running server: its base URL without a slash at the end, its pages, and the requests it got."""

    url: str
    port: int
    pages: dict[str, Answer | Write]
    requests: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)


@contextmanager
def serving(pages: Mapping[str, Answer | Write], *, tls: ssl.SSLContext | None = None) -> Iterator[Loopback]:
    """Serve pages by their path on 127.0.0.1; every other path is not found."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            running.requests.append((self.path, dict(self.headers.items())))
            answer = running.pages.get(self.path, Answer(status=404, body=b"not found"))
            try:
                if callable(answer):
                    answer(self.wfile.write)
                else:
                    self._send(answer)
            except OSError:
                pass  # the client had enough
            self.close_connection = True

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            if answer.length is not None:
                self.send_header("Content-Length", str(len(answer.body) if answer.length < 0 else answer.length))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server has
            """Say nothing."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing: a client that breaks off is what many tests are about."""

    server = Quiet(("127.0.0.1", 0), Handler)
    scheme = "http"
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    port = server.server_address[1]
    running = Loopback(url=f"{scheme}://127.0.0.1:{port}", port=port, pages=dict(pages))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def redirect(target: str, *, status: int = 302) -> Answer:
    """Return an answer that leads elsewhere."""
    return Answer(status=status, headers=(("Location", target),))
