"""The named queries as a gallery: what each asks, its parameters as a form, its answer with a way to the words."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from policyglot.store.catalogue import NamedQuery, Parameter, named_queries
from policyglot.store.results import Cell, Kind, Result
from policyglot.vocabulary import PREFIXES, curie
from policyglot.web.charts import Amount, Chart, drawn
from policyglot.web.explore.concepts import ANY, DATA, PROCESSING, PURPOSES, RECIPIENTS, Option, chosen, named, options
from policyglot.web.explore.source import Source

ROWS = 500
"""Rows of an answer on its page; a download has as many as a question may give."""
MOST_BARS = 15
"""The gallery draws the longest; the table below has all."""
_INTEGER, _BOOLEAN = PREFIXES["xsd"] + "integer", PREFIXES["xsd"] + "boolean"
# What ends the IRI of a policy: the first digits of the hash of its text, or all of them.
DIGITS = re.compile(r"[0-9a-f]{12,64}$")
# Parameter to the schemes that it picks from, and whose labels are understood.
_PICKED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"category": DATA, "purpose": PURPOSES, "recipient": RECIPIENTS, "concept": ANY}
)
# Column with local names of concepts to the schemes that they are of.
_LOCAL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"processing": PROCESSING, "data": DATA, "purposes": PURPOSES, "recipients": RECIPIENTS}
)
# Parts of a cell that stand for several.
_SEPARATOR = " | "


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A parameter as a field of a form.

    Attributes:
        parameter: The parameter.
        typed: What was typed, or "".
        error: What is wrong with it, or "".
        options: What it can be picked from; none for free text.
    """

    parameter: Parameter
    typed: str
    error: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One cell of a table.

    Attributes:
        text: What is shown.
        title: The CURIE or IRI where something else is shown, or "".
        kind: "number", "company", "policy", "words" or "".
        query: Of the URL of what is behind it: of the evidence of a number, of a company's page for a policy.
    """

    text: str
    title: str = ""
    kind: str = ""
    query: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to a named query.

    Attributes:
        columns: Names of the columns, each with whether it holds numbers.
        rows: Cells a row, and the URL query of the evidence of the row, or None.
        is_cut: There are more rows.
        chart: The amounts that the gallery draws, longest first; None where they would say nothing.
        behind: Path of the page that is behind a row.
    """

    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[tuple[Shown, ...], Mapping[str, Any] | None], ...]
    is_cut: bool
    chart: Chart | None
    behind: str

    @property
    def has_ways(self) -> bool:
        """Whether rows need a column that leads to their words, as no number of theirs does."""
        return not any(cell.kind == "number" and cell.query for cells, _ in self.rows[:1] for cell in cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """What the page of a named query shows.

    Attributes:
        query: The query.
        fields: Its form.
        given: Parameters as the query takes them.
        answer: The answer, None where a parameter is missing or wrong.
    """

    query: NamedQuery
    fields: tuple[Field, ...]
    given: Mapping[str, str]
    answer: Answer | None

    @property
    def has_errors(self) -> bool:
        """Whether something that was typed is wrong."""
        return any(field.error for field in self.fields)


@cache
def _spoken() -> Mapping[str, Mapping[str, Any]]:
    content = (files("policyglot.web.explore") / "gallery.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)


def groups() -> tuple[tuple[str, tuple[NamedQuery, ...]], ...]:
    """Return the named queries by group, in the order of `gallery.toml`; those that it lacks come last."""
    found: defaultdict[str, list[NamedQuery]] = defaultdict(list)
    known = named_queries()
    for name in (*_spoken(), *known):
        group = _spoken().get(name, {}).get("group", "More")
        if name in known and known[name] not in found[group]:
            found[group].append(known[name])
    return tuple((group, tuple(queries)) for group, queries in found.items() if queries)


def read_fields(query: NamedQuery, typed: Mapping[str, str]) -> tuple[tuple[Field, ...], dict[str, str]]:
    """Return the form of a query, and the parameters that can be asked with."""
    fields, given = [], {}
    for parameter in query.parameters:
        said = typed.get(parameter.name, "").strip()
        schemes = _PICKED.get(parameter.name, ()) if parameter.kind == "iri" else ()
        value = said if parameter.kind == "literal" else chosen(said, schemes) or ""
        error = ""
        if said and not value:
            error = "Nobody knows this concept: pick one from the list, or type its label."
        elif value:
            given[parameter.name] = value
        fields.append(Field(parameter=parameter, typed=said, error=error, options=options(schemes) if schemes else ()))
    return tuple(fields), given


def show_question(source: Source, query: NamedQuery, typed: Mapping[str, str]) -> QuestionPage:
    """Ask a named query and return its page.

    Args:
        source: The store.
        query: The query.
        typed: What stands in its fields, CURIEs or labels.

    Raises:
        StoreError: The store cannot be asked.
        QueryError: It did not end in time.
    """
    fields, given = read_fields(query, typed)
    is_ready = all(not f.error and (not f.parameter.is_required or f.parameter.name in given) for f in fields)
    answer = shown_answer(query, source.answer(query, given, rows=ROWS), given) if is_ready else None
    return QuestionPage(query=query, fields=fields, given=given, answer=answer)


def shown_answer(query: NamedQuery, result: Result, given: Mapping[str, str]) -> Answer:
    """Return an answer as its page shows it: labels for concepts, and for each row the way to its words."""
    spoken = dict(_spoken().get(query.name, {}))
    narrowed = {field: given[name] for field, name in spoken.get("given", {}).items() if name in given}
    spoken["fixed"] = {**spoken.get("fixed", {}), **narrowed}
    rows = []
    for row in result.rows:
        said = dict(zip(result.variables, row, strict=True))
        behind = _behind(said, spoken)
        rows.append((tuple(_shown(name, cell, said, behind) for name, cell in said.items()), behind))
    amounts = [any(cells[place].kind == "number" for cells, _ in rows) for place in range(len(result.variables))]
    return Answer(
        columns=tuple(
            (name.replace("_", " "), is_amount) for name, is_amount in zip(result.variables, amounts, strict=True)
        ),
        rows=tuple(rows),
        is_cut=result.is_truncated,
        chart=_chart(result, spoken) if "chart" in spoken else None,
        behind="/explore/sharing" if "sharing" in spoken else "/explore/evidence",
    )


def _plain(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return curie(cell.value) if cell.kind is Kind.IRI else cell.value


def _behind(said: Mapping[str, Cell | None], spoken: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Query of the URL of what is behind a row."""
    if "sharing" in spoken:
        return {"company": [_plain(said.get(column)) for column in spoken["sharing"]], "by": "name"}
    if "evidence" not in spoken:
        return None
    found = dict(spoken["fixed"])
    for field, column in spoken["evidence"].items():
        value = _plain(said.get(column)).split(_SEPARATOR, maxsplit=1)[0]
        if field == "assertion" and value not in {"stated", "denied"}:
            continue
        if value:
            found[field] = value
    return {**found, "versions": "all"} if "policy" not in found and "practice" not in found else found


def _shown(name: str, cell: Cell | None, said: Mapping[str, Cell | None], behind: Mapping[str, Any] | None) -> Shown:
    plain = _plain(cell)
    if cell is None or name in {"company", "other"}:
        return Shown(text=plain, kind="company" if plain else "", query={"company": plain})
    if name in {"policy", "before", "example"}:
        return _shown_policy(plain, cell, company=_plain(said.get("company")))
    if cell.kind is Kind.IRI:
        return Shown(text=named(plain), title=plain) if name != "practice" else Shown(text="words", title=plain)
    if cell.datatype == _INTEGER:
        return Shown(text=plain, kind="number", query=None if name in {"start", "end"} else behind)
    return _shown_text(name, plain, is_truth=cell.datatype == _BOOLEAN)


def _shown_text(name: str, plain: str, *, is_truth: bool) -> Shown:
    if is_truth:
        return Shown(text={"true": "yes", "false": "no"}.get(plain, plain), kind=plain)
    if name in _LOCAL:
        return Shown(text=", ".join(_labels(plain, name)), title=plain)
    return Shown(text=plain, kind="words" if name in {"exact", "denied", "stated"} else "")


def _labels(plain: str, column: str) -> list[str]:
    """What people call the concepts whose local names a cell has."""
    found = []
    for part in plain.split(_SEPARATOR):
        term = chosen(part, _LOCAL[column]) if column in _LOCAL and ":" not in part else part
        found.append(named(term or part))
    return found


def _shown_policy(plain: str, cell: Cell, *, company: str) -> Shown:
    """A policy by the digits that tell it apart, leading to its page; an example that is no policy is a company."""
    if cell.kind is not Kind.IRI:
        return Shown(text=plain, kind="company", query={"company": plain})
    digits = DIGITS.search(plain)
    shown = digits[0][:12] if digits else plain
    return Shown(text=shown, title=plain, kind="policy", query={"company": company, "policy": plain})


def _chart(result: Result, spoken: Mapping[str, Any]) -> Chart | None:
    chart = spoken["chart"]
    counts = chart.get("value") or ("policies" if chart["by"] == "*" else "companies")
    counted: dict[str, int] = {}
    if chart["by"] == "*":
        for place, name in enumerate(result.variables):
            cells = [row[place] for row in result.rows]
            if any(cell is not None and (cell.datatype or "").endswith("#boolean") for cell in cells):
                counted[name] = sum(cell is not None and cell.value == "true" for cell in cells)
    elif "value" in chart:
        at, value = result.variables.index(chart["by"]), result.variables.index(chart["value"])
        for row in result.rows:
            counted.setdefault(_plain(row[at]), int(_plain(row[value]) or 0))
    else:
        counted = _companies_by(result, chart["by"])
    ranked = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_BARS]
    amounts = [
        Amount(
            label=_labels(of, chart["by"])[0],
            shown=f"{count:,}",
            number=count,
            evidence=_of_bar(of, chart, spoken),
        )
        for of, count in ranked
        if of
    ]
    of = "answer" if chart["by"] == "*" else chart["by"].replace("_", " ")
    return drawn(amounts, of=of, value=counts) if len(amounts) > 1 else None


def _companies_by(result: Result, column: str) -> dict[str, int]:
    """Value of a column, or one of its parts, to the number of companies that have it."""
    at, company = result.variables.index(column), result.variables.index("company")
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in result.rows:
        for part in _plain(row[at]).split(_SEPARATOR):
            found[part].add(_plain(row[company]))
    return {of: len(companies) for of, companies in found.items()}


def _of_bar(of: str, chart: Mapping[str, str], spoken: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Query of the URL of the evidence of a bar: the field of its column, without the others."""
    field = next((field for field, column in spoken.get("evidence", {}).items() if column == chart["by"]), None)
    if field is None or (field == "assertion" and of not in {"stated", "denied"}):
        return None
    return {**spoken["fixed"], field: of, "versions": "all"}


def read_given(query: NamedQuery, typed: Mapping[str, str]) -> tuple[dict[str, str], Sequence[Field]]:
    """Return the parameters of a download, and the fields that are wrong or missing."""
    fields, given = read_fields(query, typed)
    wrong = [f for f in fields if f.error or (f.parameter.is_required and f.parameter.name not in given)]
    return given, wrong
