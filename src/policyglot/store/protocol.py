"""The SPARQL 1.1 Protocol, apart from any server: a request in, an answer out.

Both servers use it, `endpoint.py` and the workbench; what a query is asked of is theirs to say.
Source: SPARQL 1.1 Protocol, section 2.1; SPARQL 1.1 Service Description for a request without a query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs

from policyglot.errors import FormatError, PolicyglotError, QueryError, QueryTimeoutError
from policyglot.store.results import GRAPH_FORMATS, RESULT_FORMATS, Result, serialise

MAX_BODY = 1_000_000
"""Most bytes of a request's body; a query has at most a tenth of that many characters."""

_MAX_FIELDS = 20

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request of the protocol.

    Attributes:
        method: "GET", "HEAD" or "POST".
        query_string: What stands after "?" in the URL, without it.
        media_type: Of the body, in lower case and without parameters; "" for none.
        accept: Value of the header Accept; "" for anything.
        body: The body, at most `MAX_BODY` bytes; the server sees to that.
    """

    method: str
    query_string: str = ""
    media_type: str = ""
    accept: str = ""
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer of the protocol, its text in UTF-8."""

    status: HTTPStatus
    media_type: str
    content: bytes


class _Refusal(Exception):  # noqa: N818 - an HTTP answer, not an error of ours
    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


def answer(request: Request, *, ask: Callable[[str], Result]) -> Answer:
    """Answer a request; never raises for what a client sent.

    Args:
        request: The request.
        ask: Asks a query, within its limits; raises `QueryError` for what is wrong with it.
    """
    try:
        query = _query(request)
        if query is None:
            return Answer(status=HTTPStatus.OK, media_type=GRAPH_FORMATS["turtle"], content=_DESCRIPTION)
        media_type, content = _written(ask(query), request.accept)
    except _Refusal as refusal:
        return refused(refusal.status, str(refusal))
    except QueryTimeoutError as error:
        return refused(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
    except QueryError as error:
        return refused(HTTPStatus.BAD_REQUEST, str(error))
    except PolicyglotError as error:
        return refused(HTTPStatus.INTERNAL_SERVER_ERROR, error.message)
    return Answer(status=HTTPStatus.OK, media_type=media_type, content=content)


def refused(status: HTTPStatus, message: str) -> Answer:
    """Return an answer that says in plain text why there is none."""
    return Answer(status=status, media_type="text/plain", content=f"{message}\n".encode(errors="replace"))


def too_large() -> Answer:
    """Return the answer to a body beyond `MAX_BODY`, which a server does not read to its end."""
    return refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a query has at most {MAX_BODY:,} bytes")


def _query(request: Request) -> str | None:
    """Return the query of a request, or None where a GET asks for none."""
    fields = _fields(request)
    if "update" in fields:
        raise _Refusal(HTTPStatus.FORBIDDEN, "this endpoint is read-only")
    if "query" not in fields:
        if request.method == "POST":
            raise _Refusal(HTTPStatus.BAD_REQUEST, "the query is missing")
        return None
    if len(fields["query"]) != 1:
        raise _Refusal(HTTPStatus.BAD_REQUEST, "more than one query")
    if "default-graph-uri" in fields or "named-graph-uri" in fields:
        raise _Refusal(HTTPStatus.BAD_REQUEST, "name graphs in the query, with FROM")
    return fields["query"][0]


def _fields(request: Request) -> Mapping[str, list[str]]:
    try:
        if request.method != "POST":
            return parse_qs(request.query_string, max_num_fields=_MAX_FIELDS)
        kind = request.media_type
        if kind == "application/sparql-query":
            in_url = parse_qs(request.query_string, max_num_fields=_MAX_FIELDS)
            return in_url | {"query": [request.body.decode()]}
        if kind == "application/x-www-form-urlencoded":
            return parse_qs(request.body.decode(), max_num_fields=_MAX_FIELDS)
    except ValueError as error:
        raise _Refusal(HTTPStatus.BAD_REQUEST, str(error)) from error
    if kind == "application/sparql-update":
        raise _Refusal(HTTPStatus.FORBIDDEN, "this endpoint is read-only")
    raise _Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"cannot read a query from {kind or 'a body of no media type'}")


def _written(result: Result, accept: str) -> tuple[str, bytes]:
    offered = GRAPH_FORMATS if result.is_graph else RESULT_FORMATS
    name = negotiate(accept, offered)
    if name is None:
        raise _Refusal(HTTPStatus.NOT_ACCEPTABLE, f"answers come as {', '.join(offered.values())}")
    try:
        return offered[name], serialise(result, name)
    except FormatError as error:
        raise _Refusal(HTTPStatus.NOT_ACCEPTABLE, error.message) from error


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
