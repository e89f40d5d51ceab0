"""Companies side by side: what each states, denies or does not mention."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Any

from policyglot.compare import Aspect, Fact, Stance, compare
from policyglot.model import Assertion, Choice, Mention, Policy, Practice, Provision, Retention
from policyglot.report.label import Stance as Shape
from policyglot.vocabulary import PREFIXES, curie, iri
from policyglot.web.explore.concepts import named
from policyglot.web.explore.source import Source

MOST = 30
"""Companies that are compared at once."""
PAGE = 120
"""Rows a page."""

_ABOUT: Mapping[str, str] = MappingProxyType(
    {
        "data": "Data",
        "purpose": "Purposes",
        "recipient": "Recipients",
        "retention": "Retention",
        "choice": "Choices",
        "legal basis": "Legal grounds",
        "processing": "Operations",
        "right": "Rights",
        "measure": "Security",
        "notice": "Announcing changes",
        "signal": "Preference signals",
        "transfer": "Transfers",
        "audience": "People it is limited to",
        "decision": "Automated decisions",
    }
)
_FIELDS: Mapping[Aspect, str] = MappingProxyType(
    {Aspect.DATA: "data", Aspect.PURPOSE: "purpose", Aspect.RECIPIENT: "recipient", Aspect.PROCESSING: "processing"}
)
# Kind of a provision in the tables to the field of `Policy` that holds it.
_GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "right": "rights",
        "choice": "choices",
        "measure": "measures",
        "notice": "notices",
        "signal": "signals",
        "transfer": "transfers",
        "audience": "audiences",
        "legal-basis": "legal_bases",
        "decision": "decisions",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """Where one company stands on one thing.

    Attributes:
        stance: What it says.
        query: Of the URL of its evidence; empty where it is silent.
    """

    stance: Shape
    query: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that companies are compared by.

    Attributes:
        act: The operation ("share"), or "".
        concept: What it is about.
        cells: Where each company stands.
        stated: How many of them state it.
    """

    act: str
    concept: str
    cells: tuple[Stood, ...]
    stated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixPage:
    """What the page of a comparison shows.

    Attributes:
        companies: Names of those that the store has, in the order asked for, at most `MOST`.
        missing: Names that the store does not have.
        left_out: How many were named beyond `MOST`.
        about: What the shown lines are about, or "" for everything.
        aspects: What can be asked for: value, name, and number of lines.
        only_differences: Whether lines that all companies answer alike are left out.
        groups: Lines by what they are about.
        total: How many lines there are on all pages.
        page: Number of this page, from 1.
        pages: How many pages there are, at least 1.
    """

    companies: tuple[str, ...]
    missing: tuple[str, ...]
    left_out: int
    about: str
    aspects: tuple[tuple[str, str, int], ...]
    only_differences: bool
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    total: int
    page: int
    pages: int


def show_matrix(
    source: Source, names: Sequence[str], *, about: str = "", only_differences: bool = False, page: int = 1
) -> MatrixPage:
    """Put companies side by side, by the versions of their policies that hold now.

    Args:
        source: The store.
        names: Names of companies, as they stand in a URL.
        about: An `Aspect`, or "" for all.
        only_differences: Leave out what all of them answer alike.
        page: Number of the page, from 1.

    Raises:
        StoreError: The store cannot be asked.
        QueryError: It did not end in time.
    """
    asked = list(dict.fromkeys(name for name in names if name))
    policies = policies_of(source, asked[:MOST])
    known = [name for name in asked[:MOST] if name in policies]
    rows = compare([policies[name] for name in known], names=known).rows if known else ()
    rows = tuple(row for row in rows if not only_differences or len(set(row.stances)) > 1)
    counts = [(aspect, sum(row.fact.aspect is aspect for row in rows)) for aspect in Aspect]
    about = about if about in {aspect.value for aspect in Aspect} else ""
    chosen = [row for row in rows if not about or row.fact.aspect.value == about]
    pages = max(1, -(-len(chosen) // PAGE))
    page = min(max(page, 1), pages)
    shown = chosen[(page - 1) * PAGE : page * PAGE]
    return MatrixPage(
        companies=tuple(known),
        missing=tuple(name for name in asked[:MOST] if name not in policies),
        left_out=max(0, len(asked) - MOST),
        about=about,
        aspects=tuple((aspect.value, _title(aspect), count) for aspect, count in counts if count),
        only_differences=only_differences,
        groups=tuple(
            (_title(aspect), tuple(_line(row.fact, row.stances, known) for row in own))
            for aspect, own in groupby(shown, key=lambda row: row.fact.aspect)
        ),
        total=len(chosen),
        page=page,
        pages=pages,
    )


def _title(aspect: Aspect) -> str:
    return _ABOUT.get(aspect.value, aspect.value.capitalize())


def _line(fact: Fact, stances: Sequence[Stance], names: Sequence[str]) -> Line:
    cells = tuple(_stood(fact, stance, name) for stance, name in zip(stances, names, strict=True))
    act, concept = fact.processing and named(curie(fact.processing)), named(curie(fact.concept))
    return Line(
        act="" if fact.aspect is Aspect.PROCESSING else act,
        concept=concept,
        cells=cells,
        stated=sum(stance in {Stance.STATED, Stance.BOTH} for stance in stances),
    )


def _stood(fact: Fact, stance: Stance, name: str) -> Stood:
    shape = Shape(stance.value)
    if stance is Stance.SILENT:
        return Stood(stance=shape, query={})
    query = {"company": name, _FIELDS.get(fact.aspect, "concept"): curie(fact.concept)}
    if fact.processing:
        query["processing"] = curie(fact.processing)
    if stance is not Stance.BOTH:
        query["assertion"] = stance.value
    return Stood(stance=shape, query=query)


def policies_of(source: Source, names: Sequence[str]) -> dict[str, Policy]:
    """Return for each company that the store has one policy that says what all of its current ones do.

    It has what `compare` looks at and nothing else: concepts, without details, places or words.
    """
    if not names:
        return {}
    said: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for company, *row in source.rows("said", companies=list(names)):
        said[company].append(tuple(row))
    return {name: _policy(name, rows) for name, rows in said.items()}


def _policy(name: str, rows: Sequence[tuple[Any, ...]]) -> Policy:
    provisions: defaultdict[str, list[Provision]] = defaultdict(list)
    practices = []
    for kind, assertion, *said in rows:
        if kind == "practice":
            practices.append(_practice(Assertion(assertion), said))
        else:
            provisions[_GROUPS[kind]].append(Provision(concept=_full(said[-1]), assertion=Assertion(assertion)))
    groups: dict[str, Any] = {group: tuple(own) for group, own in provisions.items()}
    return Policy(source=name, sha256="0" * 64, practices=tuple(practices), **groups)


def _practice(assertion: Assertion, said: Sequence[Any]) -> Practice:
    processing, data, purposes, recipients, retention, choices, bases, audiences, _ = said
    return Practice(
        assertion=assertion,
        processing=tuple(map(_full, processing)),
        data=_mentions(data),
        purposes=_mentions(purposes),
        recipients=_mentions(recipients),
        retention=Retention(concept=_full(retention)) if retention else None,
        choices=tuple(Choice(kind=_full(kind)) for kind in choices),
        legal_bases=_mentions(bases),
        audiences=tuple(map(_full, audiences)),
    )


def _mentions(terms: Sequence[str]) -> tuple[Mention, ...]:
    return tuple(Mention(concept=_full(term)) for term in terms)


def _full(term: str) -> str:
    """Return the IRI of a CURIE of the tables; what has no prefix of ours is an IRI already."""
    return iri(term) if term.partition(":")[0] in PREFIXES else term
