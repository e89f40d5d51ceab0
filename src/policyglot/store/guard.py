"""Refuses queries that would reach beyond the data: SERVICE, updates, and datasets that name files.

The decision is made on the parsed algebra, never on the text: a keyword in a string or comment is
no danger, and an escaped one is no way around. Two parsers must agree that it is a query: Oxigraph's,
which runs it, and rdflib's, whose algebra can be walked from Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph
from pyparsing import ParseException, ParseResults

from policyglot.errors import QueryError
from policyglot.vocabulary import PREFIXES

# Oxigraph's syntax errors: "error at 3:14: expected one of …".
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
# Parsing takes time and stack in the length and depth of a query; no honest one comes near.
_MAX_CHARACTERS = 100_000
_MAX_DEPTH = 100
_REFUSED = {"ServiceGraphPattern": "SERVICE asks another server"}


def syntax_fault(error: SyntaxError, text: str) -> QueryError:
    """Return Oxigraph's complaint about a query as ours: place, line shown, few expectations."""
    found = _PLACE.search(str(error))
    if found is None:
        return QueryError(f"the query is no SPARQL: {error}", source="query")
    line, column, message = int(found[1]), int(found[2]), " ".join(found[3].split())
    lines = [*text.splitlines(), ""]
    shown = lines[min(line, len(lines)) - 1].strip()
    # Long lists of what could stand there help nobody, nor do words that are refused.
    helps = len(message) <= 160 and "SERVICE" not in message and "[_]" not in message
    short = message if helps else "unexpected here"
    return QueryError(
        f"the query is no SPARQL: {short}", source="query", line=line, column=column, advice=f"in: {shown}"
    )


def check_query(text: str) -> None:
    """Let a query pass, or refuse it.

    Args:
        text: SPARQL 1.1 Query; the project's prefixes need not be declared.

    Raises:
        QueryError: It is no SPARQL (with line and column), no query but an update, or reaches beyond the data.

    >>> check_query("SELECT * { ?policy a pg:Policy }")
    """
    if not text.strip():
        raise QueryError("the query is empty", source="query")
    if len(text) > _MAX_CHARACTERS:
        raise QueryError(f"the query is longer than {_MAX_CHARACTERS:,} characters", source="query")
    if _depth(text) > _MAX_DEPTH:
        raise QueryError(f"the query nests deeper than {_MAX_DEPTH} brackets", source="query")
    for part in _parts(_parsed(text)):
        name = getattr(part, "name", None)
        if name in _REFUSED:
            raise _refusal(_REFUSED[name])
        if name == "DatasetClause" and any(str(graph).lower().startswith("file:") for graph in part.values()):
            raise _refusal("it names a file as its data")
    # rdflib takes some queries that Oxigraph does not. There is no SERVICE left that this could run.
    try:
        pyoxigraph.Store().query(text, prefixes=dict(PREFIXES))
    except SyntaxError as error:
        raise syntax_fault(error, text) from error


def _refusal(reason: str) -> QueryError:
    advice = "queries are answered from the data given, and change nothing"
    return QueryError(f"the query is refused: {reason}", source="query", advice=advice)


def _depth(text: str) -> int:
    depth = deepest = 0
    for character in text:
        if character in "{([":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "})]":
            depth -= 1
    return deepest


def _parsed(text: str) -> Any:
    """Return rdflib's tree of a query, its variables, terms and patterns."""
    from rdflib.plugins.sparql.parser import parseQuery, parseUpdate  # noqa: PLC0415 - slow to import

    try:
        return parseQuery(text)
    except RecursionError as error:
        raise QueryError("the query nests too deeply", source="query") from error
    except (ParseException, ValueError) as error:
        failure = error
    try:
        parseUpdate(text)
    except (ParseException, ValueError, RecursionError):
        raise _located(failure, text) from failure
    raise _refusal("it is an update")


def _located(failure: Exception, text: str) -> QueryError:
    """Return the better of the two parsers' complaints.

    Oxigraph's knows more. It must not see a query that it may accept and run, so rdflib's stands where the word
    SERVICE, spelled out or escaped, is anywhere in the text.
    """
    if "service" not in text.lower() and "\\u" not in text.lower():
        try:
            pyoxigraph.Store().query(text, prefixes=dict(PREFIXES))
        except SyntaxError as error:
            return syntax_fault(error, text)
    line, column = getattr(failure, "lineno", 1), getattr(failure, "column", 1)
    return QueryError("the query is no SPARQL 1.1", source="query", line=line, column=column)


def _parts(tree: Any) -> Iterator[Any]:
    """Yield every part of rdflib's tree, in no order."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        yield part
        # pyparsing's results call themselves mappings as well, of their named parts only.
        if isinstance(part, list | tuple | ParseResults):
            waiting.extend(part)
        elif isinstance(part, Mapping):
            waiting.extend(part.values())
