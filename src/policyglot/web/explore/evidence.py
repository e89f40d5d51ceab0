"""The words behind a number: practices and provisions that fit, over one policy, one company or all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from policyglot.web.explore.concepts import ANY, DATA, PROCESSING, PURPOSES, RECIPIENTS, above, chosen, label_of, named
from policyglot.web.explore.source import Source

PAGE = 50
"""Practices a page."""

_SCHEMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"processing": PROCESSING, "data": DATA, "purpose": PURPOSES, "recipient": RECIPIENTS, "concept": ANY}
)
_EXACT = ("data", "purpose", "recipient")
_ABOUT: Mapping[str, str] = MappingProxyType(
    {
        "company": "company",
        "policy": "policy",
        "practice": "practice",
        "assertion": "that are",
        "kind": "of the kind",
        "processing": "that",
        "data": "data",
        "purpose": "for",
        "recipient": "with",
        "name": "naming",
        "concept": "about",
        "year": "of the year",
        "q": "of companies like",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whose words are wanted; what is empty restricts nothing.

    Attributes:
        company: Name of the company.
        policy: IRI of the policy.
        practice: IRI of the practice or provision.
        assertion: "stated" or "denied".
        kind: "practice", or a kind of provision ("right").
        processing: CURIE of an operation.
        data: CURIE of a data category; narrower ones fit, and denials of broader ones.
        purpose: CURIE of a purpose, the same.
        recipient: CURIE of a recipient, the same.
        name: Proper name of a recipient.
        concept: CURIE of anything.
        year: Four digits: versions of that year.
        q: Words in the name of the company.
        versions: "all" for versions that no longer hold as well.
        exact: Which of data, purpose and recipient are meant themselves, nothing narrower or broader ("data
            purpose").
    """

    company: str = ""
    policy: str = ""
    practice: str = ""
    assertion: str = ""
    kind: str = ""
    processing: str = ""
    data: str = ""
    purpose: str = ""
    recipient: str = ""
    name: str = ""
    concept: str = ""
    year: str = ""
    q: str = ""
    versions: str = ""
    exact: str = ""

    @property
    def query(self) -> dict[str, str]:
        """Its fields as a query of a URL, without what says nothing."""
        return {field.name: getattr(self, field.name) for field in fields(self) if getattr(self, field.name)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One thing that a policy says, with its words.

    Attributes:
        company: Name of the company.
        policy: IRI of the policy.
        date: From when the version holds, or None.
        anchor: Where it stands on the company's page.
        kind: "practice", or the kind of provision.
        is_denied: Whether it is denied.
        title: What it says, in few words.
        words: The words, each passage once.
        place: Where a published file says it ("policy.xml, line 12"), or "".
    """

    company: str
    policy: str
    date: str | None
    anchor: str
    kind: str
    is_denied: bool
    title: str
    words: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of what was found.

    Attributes:
        wanted: What was asked for.
        about: What was asked for in words: name and value.
        sayings: Those of this page.
        total: How many there are on all pages.
        page: Number of this page, from 1.
        pages: How many there are, at least 1.
        unknown: Values that are no concept, each with the name of its field.
    """

    wanted: Wanted
    about: tuple[tuple[str, str], ...]
    sayings: tuple[Saying, ...]
    total: int
    page: int
    pages: int
    unknown: tuple[tuple[str, str], ...]

    @property
    def first(self) -> int:
        """Number of the first saying of this page, from 1."""
        return (self.page - 1) * PAGE + 1


def read_wanted(given: Mapping[str, str]) -> tuple[Wanted, tuple[tuple[str, str], ...]]:
    """Return what a URL asks for, and the fields whose concepts nobody knows, each with what was typed.

    >>> read_wanted({"data": "Location", "assertion": "maybe"})[0].query
    {'data': 'pd:Location'}
    """
    said = {field.name: given.get(field.name, "").strip() for field in fields(Wanted)}
    unknown = []
    for name, schemes in _SCHEMES.items():
        if said[name]:
            typed, said[name] = said[name], chosen(said[name], schemes) or ""
            unknown += [] if said[name] else [(name, typed)]
    said["assertion"] = said["assertion"] if said["assertion"] in {"stated", "denied"} else ""
    said["versions"] = "all" if said["versions"] == "all" else ""
    said["exact"] = " ".join(name for name in _EXACT if name in said["exact"].split())
    return Wanted(**said), tuple(unknown)


def find(source: Source, given: Mapping[str, str]) -> Found:
    """Find what policies say; the fields of `given` are those of `Wanted`, and `page`. Raises as `Source.rows`.

    A field with a concept that nobody knows finds nothing: it would be wrong to leave it out.
    """
    wanted, unknown = read_wanted(given)
    typed = given.get("page", "")
    page = max(int(typed) if typed.isdecimal() and len(typed) < 7 else 1, 1)
    rows = () if unknown else source.rows("evidence", **_values(wanted, first=(page - 1) * PAGE))
    if not rows and page > 1 and not unknown:
        page, rows = 1, source.rows("evidence", **_values(wanted, first=0))
    total = rows[0][-1] if rows else 0
    return Found(
        wanted=wanted,
        about=tuple((_ABOUT[name], _shown(name, value)) for name, value in wanted.query.items() if name in _ABOUT),
        sayings=tuple(map(_saying, rows)),
        total=total,
        page=page,
        pages=max(1, -(-total // PAGE)),
        unknown=unknown,
    )


def _values(wanted: Wanted, *, first: int) -> dict[str, object]:
    said: dict[str, object] = {field.name: getattr(wanted, field.name) or None for field in fields(wanted)}
    said |= {"words": wanted.q.lower() or None, "is_every": said.pop("versions") == "all"}
    del said["exact"]
    said |= {f"is_exact_{name}": name in wanted.exact.split() for name in _EXACT}
    del said["q"]
    said |= {f"{name}_above": above(getattr(wanted, name)) for name in _EXACT}
    return {**said, "most": PAGE, "from": first}


def _shown(name: str, value: str) -> str:
    return named(value) if name in _SCHEMES else value


def _saying(row: Sequence[Any]) -> Saying:
    company, policy, date, practice, kind, assertion, modality, *said, line, source, _ = row
    processing, data, purposes, recipients, names, concept, value, words = said
    if kind == "practice":
        title = practice_words(processing, data, purposes, [*names, *recipients])
        title = f"may {title}" if modality == "may" and assertion == "stated" else title
    else:
        title = f"{label_of(concept)}: {value}" if value else label_of(concept)
    return Saying(
        company=company,
        policy=policy,
        date=date,
        anchor=practice.removeprefix(policy).lstrip("-"),
        kind=kind,
        is_denied=assertion == "denied",
        title=title,
        words=tuple(words),
        place="" if words else f"{source}, line {line}" if line else source,
    )


def practice_words(
    processing: Sequence[str], data: Sequence[str], purposes: Sequence[str], recipients: Sequence[str]
) -> str:
    """Return what a practice does, in few words.

    >>> practice_words(["dpv:Share"], ["pd:Location"], [], ["Adnet Ltd"])
    'share location data with Adnet Ltd'
    """
    parts = (
        " and ".join(_few(processing)) or "handle",
        ", ".join(_few(data)),
        "for " + ", ".join(_few(purposes)) if purposes else "",
        "with " + ", ".join(_few(recipients)) if recipients else "",
    )
    return " ".join(part for part in parts if part)


def _few(terms: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(map(label_of, terms)))
    return found if len(found) <= 4 else [*found[:4], "more"]
