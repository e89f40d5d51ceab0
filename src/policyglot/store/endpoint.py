"""A store as a read-only SPARQL 1.1 endpoint over HTTP, with nothing but the standard library.

Each query runs in a process of its own with a time limit, on a read-only store. What is asked and how it
is answered is `protocol.py`'s.
"""

from __future__ import annotations

import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from policyglot.errors import StoreError
from policyglot.store.folder import graph_folder
from policyglot.store.protocol import MAX_BODY, Answer, Request, answer, refused, too_large
from policyglot.store.query import ROWS, SECONDS, ask
from policyglot.store.results import Result

# Processes at the same time; more requests wait, and give up as their clients do.
_AT_ONCE = 4


class _Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    server: Endpoint
    protocol_version = "HTTP/1.1"
    server_version = "policyglot"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        self._answer(b"")

    do_HEAD = do_GET  # noqa: N815 - the same

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit():
            self.close_connection = True
            self._send(refused(HTTPStatus.LENGTH_REQUIRED, "the length of the query is missing"))
        elif int(length) > MAX_BODY:
            # A client that is still sending would not read our answer.
            self.rfile.read(min(int(length), 10 * MAX_BODY))
            self.close_connection = True
            self._send(too_large())
        else:
            self._answer(self.rfile.read(int(length)))

    def do_OPTIONS(self) -> None:
        self._send(None)

    def _answer(self, body: bytes) -> None:
        request = Request(
            method=self.command,
            query_string=urlsplit(self.path).query,
            media_type=self.headers.get_content_type() if "Content-Type" in self.headers else "",
            accept=self.headers.get("Accept", ""),
            body=body,
        )
        self._send(answer(request, ask=self._ask))

    def _ask(self, query: str) -> Result:
        with self.server.turns:
            return ask(query, store=self.server.graph, seconds=self.server.seconds, rows=self.server.rows)

    def _send(self, said: Answer | None) -> None:
        content = said.content if said is not None else b""
        self.send_response(said.status if said is not None else HTTPStatus.NO_CONTENT)
        if said is not None:
            self.send_header("Content-Type", f"{said.media_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        # Web pages such as YASGUI ask from other origins; there is nothing here to protect from reading.
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Methods", "GET, POST, HEAD, OPTIONS")
        self.send_header("Access-Control-Allow-Headers", "Accept, Content-Type")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's signature
        """Stay silent: a library does not print."""


class Endpoint(ThreadingHTTPServer):
    """An HTTP server that answers SPARQL from a store; `serve_forever` runs it, `server_close` ends it."""

    daemon_threads = True

    def __init__(self, store: Path, *, host: str, port: int, seconds: float, rows: int) -> None:
        self.graph = graph_folder(store)
        self.seconds = seconds
        self.rows = rows
        self.turns = threading.BoundedSemaphore(_AT_ONCE)
        try:
            super().__init__((host, port), _Handler)
        except OSError as error:
            raise StoreError(f"cannot listen on {host}:{port}: {error.strerror}", source=str(store)) from error

    @property
    def url(self) -> str:
        """Where it answers."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}/"


def endpoint(
    store: Path, *, host: str = "127.0.0.1", port: int = 0, seconds: float = SECONDS, rows: int = ROWS
) -> Endpoint:
    """Return a server for a store, listening, not yet answering.

    Args:
        store: Folder of the store.
        host: Address to listen on; other than the default, whoever reaches the machine can ask.
        port: Port, 0 for any that is free.
        seconds: Time limit of each query.
        rows: Row limit of each query.

    Raises:
        StoreError: The folder is no store, or the port is taken.
    """
    return Endpoint(store, host=host, port=port, seconds=seconds, rows=rows)
