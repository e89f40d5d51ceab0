"""A store as a read-only SPARQL 1.1 endpoint over HTTP.

Each query runs in a process of its own with a time limit, on a read-only store. Source: SPARQL 1.1
Protocol, section 2.1; SPARQL 1.1 Service Description for a request without a query.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from policyglot.errors import FormatError, PolicyglotError, QueryError, StoreError
from policyglot.store.folder import graph_folder
from policyglot.store.query import ROWS, SECONDS, ask
from policyglot.store.results import GRAPH_FORMATS, RESULT_FORMATS, Result, serialise

_MAX_BODY = 1_000_000
# Processes at the same time; more requests wait, and give up as their clients do.
_AT_ONCE = 4

_DESCRIPTION = b"""\
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
[] a sd:Service ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:feature sd:UnionDefaultGraph ;
    sd:resultFormat <http://www.w3.org/ns/formats/SPARQL_Results_JSON>,
        <http://www.w3.org/ns/formats/SPARQL_Results_XML>,
        <http://www.w3.org/ns/formats/SPARQL_Results_CSV>,
        <http://www.w3.org/ns/formats/SPARQL_Results_TSV>,
        <http://www.w3.org/ns/formats/Turtle> .
"""


def negotiate(accepted: str, offered: Mapping[str, str]) -> str | None:
    """Return the name of the format that a client likes best, or None where it likes none.

    Args:
        accepted: Value of the header Accept; "" for anything.
        offered: Name to media type, best first.

    >>> negotiate("text/csv;q=0.5, application/sparql-results+xml", RESULT_FORMATS)
    'xml'
    """
    best: tuple[float, int, str] | None = None
    for position, (name, media_type) in enumerate(offered.items()):
        quality = _quality(media_type, accepted or "*/*")
        if quality > 0 and (best is None or (quality, -position) > best[:2]):
            best = (quality, -position, name)
    return best[2] if best else None


def _quality(media_type: str, accepted: str) -> float:
    """Return the quality that a header Accept gives a media type, 0 to 1, the closest range deciding."""
    found: tuple[int, float] = (-1, 0.0)
    for part in accepted.split(","):
        range_, *parameters = (p.strip().lower() for p in part.split(";"))
        closeness = {media_type: 2, media_type.split("/", maxsplit=1)[0] + "/*": 1, "*/*": 0}.get(range_)
        # Clients ask for plain JSON and XML as well, and mean these.
        if closeness is None and range_ in {"application/json", "application/xml"}:
            closeness = 2 if media_type.endswith("+" + range_.split("/")[1]) else None
        if closeness is None or closeness <= found[0]:
            continue
        found = (closeness, _q(parameters))
    return found[1]


def _q(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


class _Refusal(Exception):  # noqa: N818 - an HTTP answer, not an error of ours
    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


class _Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    server: Endpoint
    protocol_version = "HTTP/1.1"
    server_version = "policyglot"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        fields = parse_qs(urlsplit(self.path).query)
        self._answer(fields)

    do_HEAD = do_GET  # noqa: N815 - the same

    def do_POST(self) -> None:
        try:
            body = self._body()
            kind = self.headers.get_content_type()
            if kind == "application/sparql-query":
                fields = parse_qs(urlsplit(self.path).query) | {"query": [body]}
            elif kind == "application/x-www-form-urlencoded":
                fields = parse_qs(body, max_num_fields=20)
            elif kind == "application/sparql-update":
                raise _Refusal(HTTPStatus.FORBIDDEN, "this endpoint is read-only")
            else:
                raise _Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"cannot read a query from {kind}")
        except (_Refusal, ValueError) as error:
            self.close_connection = True
            self._send(getattr(error, "status", HTTPStatus.BAD_REQUEST), "text/plain", f"{error}\n".encode())
            return
        self._answer(fields)

    def do_OPTIONS(self) -> None:
        self._send(HTTPStatus.NO_CONTENT, None, b"")

    def _body(self) -> str:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit():
            raise _Refusal(HTTPStatus.LENGTH_REQUIRED, "the length of the query is missing")
        if int(length) > _MAX_BODY:
            # A client that is still sending would not read our answer.
            self.rfile.read(min(int(length), 10 * _MAX_BODY))
            raise _Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a query has at most {_MAX_BODY:,} bytes")
        return self.rfile.read(int(length)).decode()

    def _answer(self, fields: Mapping[str, list[str]]) -> None:
        try:
            media_type, content = self._asked(fields)
        except _Refusal as refusal:
            self._send(refusal.status, "text/plain", f"{refusal}\n".encode())
        except QueryError as error:
            late = "did not end within" in error.message
            status = HTTPStatus.SERVICE_UNAVAILABLE if late else HTTPStatus.BAD_REQUEST
            self._send(status, "text/plain", f"{error}\n".encode())
        except PolicyglotError as error:
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, "text/plain", f"{error.message}\n".encode())
        else:
            self._send(HTTPStatus.OK, media_type, content)

    def _asked(self, fields: Mapping[str, list[str]]) -> tuple[str, bytes]:
        if "update" in fields:
            raise _Refusal(HTTPStatus.FORBIDDEN, "this endpoint is read-only")
        if "query" not in fields:
            if self.command == "POST":
                raise _Refusal(HTTPStatus.BAD_REQUEST, "the query is missing")
            return GRAPH_FORMATS["turtle"], _DESCRIPTION
        if len(fields["query"]) != 1:
            raise _Refusal(HTTPStatus.BAD_REQUEST, "more than one query")
        if "default-graph-uri" in fields or "named-graph-uri" in fields:
            raise _Refusal(HTTPStatus.BAD_REQUEST, "name graphs in the query, with FROM")
        with self.server.turns:
            result = ask(
                fields["query"][0], store=self.server.graph, seconds=self.server.seconds, rows=self.server.rows
            )
        return self._written(result)

    def _written(self, result: Result) -> tuple[str, bytes]:
        offered = GRAPH_FORMATS if result.is_graph else RESULT_FORMATS
        name = negotiate(self.headers.get("Accept", ""), offered)
        if name is None:
            raise _Refusal(HTTPStatus.NOT_ACCEPTABLE, f"answers come as {', '.join(offered.values())}")
        try:
            return offered[name], serialise(result, name)
        except FormatError as error:
            raise _Refusal(HTTPStatus.NOT_ACCEPTABLE, error.message) from error

    def _send(self, status: HTTPStatus, media_type: str | None, content: bytes) -> None:
        self.send_response(status)
        if media_type is not None:
            self.send_header("Content-Type", f"{media_type}; charset=utf-8")
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
