"""A real server on a real port, and endpoints that misbehave."""

from __future__ import annotations

import json
import socket
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.store.samples import ALPHA, BETA

from policyglot.cli import main
from policyglot.errors import QueryError, StoreError
from policyglot.formats import jsonld
from policyglot.store.catalogue import query_named
from policyglot.store.endpoint import endpoint
from policyglot.store.folder import LAYOUT
from policyglot.store.ingest import ingest
from policyglot.store.protocol import negotiate
from policyglot.store.remote import ask_endpoint
from policyglot.store.results import RESULT_FORMATS


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("endpoint")
    for policy in (ALPHA, BETA):
        (folder / f"{policy.source}.jsonld").write_bytes(jsonld.write(policy))
    ingest([str(folder / "*.jsonld")], folder / "store")
    with endpoint(folder / "store", seconds=5) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.url
        server.shutdown()
        thread.join()


Answer = tuple[int, str, bytes]


def _asked(url: str, *, data: bytes | None = None, accept: str = "", content_type: str = "") -> Answer:
    headers = {"Accept": accept, "Content-Type": content_type}
    request = urllib.request.Request(  # noqa: S310 - our own server
        url, data=data, headers={name: value for name, value in headers.items() if value}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - the same
            return answer.status, answer.headers.get_content_type(), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get_content_type(), error.read()


def _get(url: str, query: str, *, accept: str = "") -> Answer:
    return _asked(f"{url}?{urllib.parse.urlencode({'query': query})}", accept=accept)


_SELECT = "SELECT ?c { ?p a pg:Policy ; pg:company ?c } ORDER BY ?c"


@pytest.mark.parametrize(("name", "media_type"), RESULT_FORMATS.items())
def test_answers_come_as_asked_for(url: str, name: str, media_type: str) -> None:
    status, given, content = _get(url, _SELECT, accept=media_type)
    assert (status, given) == (200, media_type)
    assert b"beta.example" in content


def test_query_by_post_in_both_ways(url: str) -> None:
    form = urllib.parse.urlencode({"query": _SELECT}).encode()
    direct = _asked(url, data=_SELECT.encode(), content_type="application/sparql-query")
    assert direct[0] == 200
    assert _asked(url, data=form, content_type="application/x-www-form-urlencoded")[2] == direct[2]
    assert json.loads(direct[2])["head"]["vars"] == ["c"]


def test_construct_comes_as_turtle(url: str) -> None:
    status, media_type, content = _get(url, "CONSTRUCT { ?p a pg:Seller } { ?p dpv:hasProcessing pg:Sell }")
    assert (status, media_type) == (200, "text/turtle")
    assert b"Seller" in content


def test_service_describes_itself(url: str) -> None:
    status, media_type, content = _asked(url)
    assert (status, media_type) == (200, "text/turtle")
    assert b"sd:Service" in content


@pytest.mark.parametrize(
    ("query", "status", "message"),
    [
        ("SELECT * {\n ?s }", 400, b"query:2:"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400, b"SERVICE"),
        ("DROP ALL", 400, b"update"),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", 503, b"did not end within 5"),
    ],
)
def test_bad_query_is_refused(url: str, query: str, status: int, message: bytes) -> None:
    found = _get(url, query)
    assert found[:2] == (status, "text/plain")
    assert message in found[2]


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"update=DROP+ALL", "application/x-www-form-urlencoded", 403),
        (b"DROP ALL", "application/sparql-update", 403),
        (b"x=y", "application/x-www-form-urlencoded", 400),
        (b"\xff", "application/sparql-query", 400),
        (b"query=a&query=b", "application/x-www-form-urlencoded", 400),
        (b"hello", "text/html", 415),
        (b"", "application/x-www-form-urlencoded", 400),
        (b"&".join([b"x=y"] * 30), "application/x-www-form-urlencoded", 400),
        (b"x" * 1_000_001, "application/sparql-query", 413),
    ],
)
def test_bad_request_is_refused(url: str, data: bytes, content_type: str, status: int) -> None:
    assert _asked(url, data=data, content_type=content_type)[0] == status


def test_what_cannot_be_accepted_is_said(url: str) -> None:
    assert _get(url, _SELECT, accept="image/png")[0] == 406


@pytest.mark.parametrize(
    ("accepted", "name"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("application/xml", "xml"),
        ("text/*", "csv"),
        ("text/csv;q=0.2, application/sparql-results+json;q=0.1", "csv"),
        ("text/csv;q=0, */*;q=0.1", "json"),
        ("*/*;q=x", None),
        ("image/png", None),
    ],
)
def test_negotiation(accepted: str, name: str | None) -> None:
    assert negotiate(accepted, RESULT_FORMATS) == name


def test_our_own_client_asks_named_and_own_queries(url: str) -> None:
    assert len(ask_endpoint(query_named("sale"), url).rows) == 3
    found = ask_endpoint(query_named("evidence"), url, parameters={"concept": "pd:EmailAddress"})
    assert len(found.rows) == 1
    assert ask_endpoint(_SELECT, url, rows=1).is_truncated


def test_rdflib_asks_it(url: str) -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    rows = SPARQLStore(url, returnFormat="json").query("SELECT ?p { ?p a <https://w3id.org/policyglot#Policy> }")
    assert len(list(rows)) == 2


def test_command_line_asks_it(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "--endpoint", url, "sale"]) == 0
    assert "We sell it." in capsys.readouterr().out


def test_port_that_is_taken_and_folder_that_is_no_store(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store"):
        endpoint(tmp_path)
    port = urllib.parse.urlsplit(url).port
    (tmp_path / "store.json").write_text(json.dumps({"layout": LAYOUT}))
    with pytest.raises(StoreError, match="cannot listen"):
        endpoint(tmp_path, port=port or 0)


@contextmanager
def _server(reply: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that answers every connection in its own way."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65_536)
                reply(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        thread.join(10)


_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def test_endpoint_that_answers_html_is_refused() -> None:
    with (
        _server(lambda c: c.sendall(_OK + b"Content-Length: 20\r\n\r\n<html>Hello</html>\r\n")) as url,
        pytest.raises(QueryError, match=r"text/html that is no SPARQL result: '<html>"),
    ):
        ask_endpoint("ASK {}", url)


def test_endpoint_that_cuts_off_is_refused() -> None:
    with (
        _server(lambda c: c.sendall(_OK + b'Content-Length: 900\r\n\r\n{"head":')) as url,
        pytest.raises(QueryError, match="cut"),
    ):
        ask_endpoint("ASK {}", url)


def test_endpoint_that_hangs_is_given_up() -> None:
    ended = threading.Event()

    def hang(_: socket.socket) -> None:
        ended.wait(10)

    with _server(hang) as url:
        with pytest.raises(QueryError, match=r"did not answer within 0\.5 seconds"):
            ask_endpoint("ASK {}", url, seconds=0.5)
        ended.set()


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "file:///etc/passwd", "no url"])
def test_endpoint_that_is_not_there(url: str) -> None:
    with pytest.raises(QueryError):
        ask_endpoint("ASK {}", url, seconds=2)
