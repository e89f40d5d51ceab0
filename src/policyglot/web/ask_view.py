"""What the page of Ask shows: an answer as a table and a chart, a fault with its place in the query, examples."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from policyglot.errors import PolicyglotError, QueryError
from policyglot.store.catalogue import NamedQuery, named_queries
from policyglot.store.results import GRAPH_FORMATS, RESULT_FORMATS, Cell, Kind, Result
from policyglot.vocabulary import PREFIXES
from policyglot.web.charts import Chart, chart_of, numeric_columns

MOST_ROWS = 1_000
"""Most rows that a page shows; the downloads have all."""

FILE_SUFFIXES: Mapping[str, str] = {
    "json": "srj",
    "xml": "srx",
    "csv": "csv",
    "tsv": "tsv",
    "turtle": "ttl",
    "ntriples": "nt",
}
"""Names of formats to the suffix that their files have."""

FIRST = """\
# Which rights do policies say that people have, and how many say so?
SELECT ?right (COUNT(DISTINCT ?policy) AS ?policies) {
  ?policy dpv:hasRight ?right .
}
GROUP BY ?right
ORDER BY DESC(?policies) ?right
LIMIT 20
"""
"""What the editor holds at first."""

# A prefix that a query declares, and one that it uses: not in an IRI, nor as the end of a longer word.
DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
PREFIXED = re.compile(r"(?<![\w<#/.:?$-])([A-Za-z][\w.-]*):")
# The header of a named query.
HEADER = re.compile(r"# (?:title|description|param): ")
_LONGEST_CELL = 600
# What a parameter that a query needs is in its example.
_SAMPLE = "pd:EmailAddress"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """One cell.

    Attributes:
        shown: What people read.
        iri: The IRI that it stands for, or None.
        is_cut: Whether its text goes on.
        language: Language tag of a text, or None.
    """

    shown: str
    iri: str | None = None
    is_cut: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """An answer.

    Attributes:
        truth: Of ASK, else None.
        columns: Names of the columns; whether each holds numbers.
        rows: Cells, None where unbound, at most `MOST_ROWS`.
        total: How many rows there are, of those that the limit lets through.
        is_truncated: Whether there were more than the limit.
        chart: A bar chart where one suits it.
        formats: Names of the formats to download it in.
    """

    truth: bool | None
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[CellView | None, ...], ...]
    total: int
    is_truncated: bool
    chart: Chart | None
    formats: tuple[str, ...]


def answer_view(result: Result) -> AnswerView:
    """Return what the page shows of an answer."""
    numeric = set(numeric_columns(result))
    formats = tuple(GRAPH_FORMATS if result.is_graph else RESULT_FORMATS)
    return AnswerView(
        truth=result.truth,
        columns=tuple((name, place in numeric) for place, name in enumerate(result.variables)),
        rows=tuple(tuple(_cell(cell) for cell in row) for row in result.rows[:MOST_ROWS]),
        total=len(result.rows),
        is_truncated=result.is_truncated,
        chart=chart_of(result),
        formats=formats,
    )


def _cell(cell: Cell | None) -> CellView | None:
    if cell is None:
        return None
    shown = cell.shown if cell.kind is not Kind.BLANK else f"_:{cell.value}"
    return CellView(
        shown=shown[:_LONGEST_CELL],
        iri=cell.value if cell.kind is Kind.IRI else None,
        is_cut=len(shown) > _LONGEST_CELL,
        language=cell.language,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryLine:
    """A line of a query that is at fault: its text before and after the place, which `at` is in none but one."""

    number: int
    before: str
    at: str = ""
    after: str = ""
    is_at_fault: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultView:
    """Why a query is not answered.

    Attributes:
        message: One sentence.
        advice: What can be done, or None.
        line: 1-based line of the query, or None.
        column: 1-based column, or None.
        lines: The lines around the place.
    """

    message: str
    advice: str | None
    line: int | None
    column: int | None
    lines: tuple[QueryLine, ...]


def fault_view(error: PolicyglotError, query: str) -> FaultView:
    """Return what the page shows of a fault.

    Args:
        error: Why the query is not answered.
        query: Its text.
    """
    # The advice of a syntax fault is its line, which the page shows itself.
    is_located = isinstance(error, QueryError) and error.line is not None
    return FaultView(
        message=error.message,
        advice=None if is_located else error.advice,
        line=error.line if is_located else None,
        column=error.column if is_located else None,
        lines=_around(query, error.line, error.column) if is_located and error.line else (),
    )


def _around(query: str, line: int, column: int | None) -> tuple[QueryLine, ...]:
    rows = query.split("\n")
    line = min(line, len(rows))
    found = []
    for number in range(max(1, line - 2), min(len(rows), line + 1) + 1):
        row = rows[number - 1].rstrip("\r")
        if number != line or column is None:
            found.append(QueryLine(number=number, before=row, is_at_fault=number == line))
            continue
        start = min(column - 1, len(row))
        end = start + 1
        while end < len(row) and row[start].isalnum() and row[end].isalnum():
            end += 1
        # At the end of a line there is nothing to mark but its end.
        at = row[start:end] or " "
        found.append(QueryLine(number=number, before=row[:start], at=at, after=row[end:], is_at_fault=True))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the store is asked: a named query with the values of its parameters, or somebody's own."""

    query: str | NamedQuery
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A named query as an example.

    Attributes:
        name: Its name.
        title: A few words.
        description: What it answers.
        text: What the editor shows: the parameters that it needs have a value, the lines for others are left out.
        question: What is asked where the text stays as it is; the tables answer a named query far quicker.
    """

    name: str
    title: str
    description: str
    text: str
    question: Question


@cache
def examples() -> tuple[Example, ...]:
    """Return the named queries as examples, by title."""
    return tuple(sorted(map(_example, named_queries().values()), key=lambda example: example.title))


def _example(query: NamedQuery) -> Example:
    needed = {p.name: _SAMPLE for p in query.parameters if p.is_required}
    comments = [f"# {query.title}", *(f"# {name}: {value}, or another" for name, value in needed.items())]
    lines = [one for one in query.bound(needed).splitlines() if not HEADER.match(one)]
    return Example(
        name=query.name,
        title=query.title,
        description=query.description,
        text="\n".join([*comments, *lines]) + "\n",
        question=Question(query=query, parameters=needed),
    )


def question_of(text: str) -> Question:
    """Return what the text of the editor asks: the named query that it is unchanged, or the text."""
    return _questions().get(text.strip()) or Question(query=text)


@cache
def _questions() -> Mapping[str, Question]:
    return {example.text.strip(): example.question for example in examples()}


def declarations(query: str) -> str:
    r"""Return the declarations of the project's prefixes that a query uses and does not declare.

    Other tools need them; here they can be left out.

    >>> declarations("SELECT * { ?p a pg:Policy }")
    'PREFIX pg: <https://w3id.org/policyglot#>\n'
    """
    declared = set(DECLARED.findall(query))
    used = dict.fromkeys(name for name in PREFIXED.findall(query) if name in PREFIXES and name not in declared)
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used)
