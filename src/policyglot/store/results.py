"""What a query gives back, as values, and in the formats of the SPARQL standard."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import pyoxigraph

from policyglot.errors import FormatError
from policyglot.vocabulary import curie


class Kind(StrEnum):
    """What a cell is."""

    IRI = "uri"
    LITERAL = "literal"
    BLANK = "bnode"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One RDF term in a row.

    Attributes:
        kind: What it is.
        value: IRI, lexical form, or blank node name.
        datatype: IRI of a literal's datatype, or None for plain and language-tagged text.
        language: Language tag of a literal, or None.
    """

    kind: Kind
    value: str
    datatype: str | None = None
    language: str | None = None

    @property
    def shown(self) -> str:
        """What people read: the CURIE of an IRI, the text of a literal."""
        return curie(self.value) if self.kind is Kind.IRI else self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The answer to a query: rows (SELECT), a truth value (ASK) or statements (CONSTRUCT, DESCRIBE).

    Attributes:
        variables: Names of the columns, without question marks; empty for ASK.
        rows: A tuple of cells a row, None where unbound; of CONSTRUCT subject, predicate, object.
        truth: Of ASK, else None.
        is_graph: Of CONSTRUCT and DESCRIBE.
        is_truncated: There were more rows than the limit.
    """

    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Cell | None, ...], ...] = ()
    truth: bool | None = None
    is_graph: bool = False
    is_truncated: bool = False


RESULT_FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "json": "application/sparql-results+json",
        "xml": "application/sparql-results+xml",
        "csv": "text/csv",
        "tsv": "text/tab-separated-values",
    }
)
"""Names of the standard's result formats, with their media types."""

GRAPH_FORMATS: Mapping[str, str] = MappingProxyType({"turtle": "text/turtle", "ntriples": "application/n-triples"})
"""Names of the formats for statements, with their media types."""


def _binding(cell: Cell) -> dict[str, str]:
    said = {"type": cell.kind.value, "value": cell.value}
    if cell.datatype is not None:
        said["datatype"] = cell.datatype
    if cell.language is not None:
        said["xml:lang"] = cell.language
    return said


def to_json(result: Result) -> bytes:
    """Return a result in the JSON of the standard. Source: SPARQL 1.1 Query Results JSON Format."""
    document: dict[str, Any] = {"head": {}}
    if result.truth is not None:
        document["boolean"] = result.truth
    else:
        document["head"]["vars"] = list(result.variables)
        bindings = [
            {name: _binding(cell) for name, cell in zip(result.variables, row, strict=True) if cell is not None}
            for row in result.rows
        ]
        document["results"] = {"bindings": bindings}
    return json.dumps(document, ensure_ascii=False).encode()


def _term(cell: Cell | None) -> Any:
    assert cell is not None  # noqa: S101 - a statement has no gaps
    if cell.kind is Kind.IRI:
        return pyoxigraph.NamedNode(cell.value)
    if cell.kind is Kind.BLANK:
        return pyoxigraph.BlankNode(cell.value)
    if cell.language is not None:
        return pyoxigraph.Literal(cell.value, language=cell.language)
    return pyoxigraph.Literal(cell.value, datatype=pyoxigraph.NamedNode(cell.datatype) if cell.datatype else None)


def serialise(result: Result, name: str) -> bytes:
    r"""Return a result in a format of the standard.

    Args:
        result: The result.
        name: A key of `RESULT_FORMATS`, or of `GRAPH_FORMATS` where the result is statements.

    Raises:
        FormatError: The format cannot carry such a result.

    >>> serialise(Result(variables=("x",), rows=((Cell(kind=Kind.LITERAL, value="a, b"),),)), "csv")
    b'x\r\n"a, b"\r\n'
    """
    if result.is_graph:
        if name not in GRAPH_FORMATS:
            raise FormatError(f"statements cannot be written as {name}", advice=f"use {' or '.join(GRAPH_FORMATS)}")
        triples = (pyoxigraph.Triple(*map(_term, row)) for row in result.rows)
        syntax = pyoxigraph.RdfFormat.from_media_type(GRAPH_FORMATS[name])
        return pyoxigraph.serialize(triples, format=syntax) or b""
    if name not in RESULT_FORMATS:
        raise FormatError(f"rows cannot be written as {name}", advice=f"use {', '.join(RESULT_FORMATS)}")
    if name == "json":
        return to_json(result)
    if result.truth is not None and name in {"csv", "tsv"}:
        return b"true\n" if result.truth else b"false\n"
    parsed = pyoxigraph.parse_query_results(to_json(result), format=pyoxigraph.QueryResultsFormat.JSON)
    media_type = RESULT_FORMATS[name]
    return parsed.serialize(format=pyoxigraph.QueryResultsFormat.from_media_type(media_type)) or b""


def from_json(content: bytes) -> Result:
    """Return the result that JSON of the standard describes.

    Raises:
        ValueError: It is no such JSON.
    """
    document = json.loads(content)
    if not isinstance(document, dict) or not isinstance(document.get("head"), dict):
        raise ValueError("no SPARQL result")
    if isinstance(document.get("boolean"), bool):
        return Result(truth=document["boolean"])
    try:
        variables = tuple(document["head"]["vars"])
        bindings = document["results"]["bindings"]
        return Result(
            variables=variables, rows=tuple(tuple(_cell(b.get(name)) for name in variables) for b in bindings)
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no SPARQL result") from error


def _cell(said: Mapping[str, str] | None) -> Cell | None:
    if said is None:
        return None
    # "typed-literal" is from before SPARQL 1.1 and still in use.
    kind = Kind.LITERAL if said["type"] == "typed-literal" else Kind(said["type"])
    return Cell(kind=kind, value=said["value"], datatype=said.get("datatype"), language=said.get("xml:lang"))
