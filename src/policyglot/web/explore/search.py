"""Companies, found by words and facets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

from policyglot.web.explore.concepts import DATA, PROCESSING, PURPOSES, RECIPIENTS, chosen, named
from policyglot.web.explore.source import Source

PAGE = 25
"""Companies a page."""

_SORTED: Mapping[str, str] = MappingProxyType(
    {"name": "name", "practices": "most practices", "denied": "most denials", "date": "newest first"}
)
_SCHEMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"data": DATA, "recipient": RECIPIENTS, "purpose": PURPOSES, "denied": PROCESSING}
)
_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "data": "Data",
        "recipient": "Recipient",
        "purpose": "Purpose",
        "denied": "Says it does not",
        "year": "Version of the year",
    }
)
# A number in a name; longer ones are no numbers that people count by.
NUMBERS = re.compile(r"([0-9]{1,15})")
# What every practice has says nothing.
_ROOTS = frozenset({"dpv:PersonalData", "dpv:Recipient", "dpv:Purpose"})
# So many values of a facet stand open, the others are folded.
OPEN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for; everything empty finds all companies.

    Attributes:
        q: Words in the name, the site or the title.
        data: CURIE of a data category; a broader one finds all below it.
        recipient: CURIE of a recipient, the same.
        purpose: CURIE of a purpose, the same.
        denied: CURIE of an operation that is denied.
        year: Four digits: versions of that year, not those that hold now.
        sort: A key of `sorts()`.
    """

    q: str = ""
    data: str = ""
    recipient: str = ""
    purpose: str = ""
    denied: str = ""
    year: str = ""
    sort: str = "name"

    @property
    def is_about_practices(self) -> bool:
        """Whether it asks for practices, so that those that fit can be counted."""
        return bool(self.data or self.recipient or self.purpose)

    @property
    def query(self) -> dict[str, str]:
        """Its fields as a query of a URL, without what says nothing."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in said.items() if value and (name, value) != ("sort", "name")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One company that was found.

    Attributes:
        name: Its name.
        site: Its site, or None.
        date: Date of its newest version that was looked at, or None.
        policies: How many versions were looked at.
        stated: Practices that they state.
        denied: Practices that they deny.
        fitting: Stated practices that fit the data, recipient and purpose looked for.
    """

    name: str
    site: str | None
    date: str | None
    policies: int
    stated: int
    denied: int
    fitting: int

    @property
    def host(self) -> str:
        """The host of its site, or ""."""
        return (self.site or "").partition("://")[2].partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a facet.

    Attributes:
        value: CURIE or year.
        label: What people call it.
        companies: How many companies there are with it, all else as it is.
        is_chosen: Whether it is looked for.
        query: Of the URL that looks for it, or no longer for it where it is chosen.
    """

    value: str
    label: str
    companies: int
    is_chosen: bool
    query: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A facet: name of its field, title, and values, the chosen one first, then those of most companies."""

    name: str
    title: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of what was found.

    Attributes:
        search: What was looked for.
        companies: Those of this page.
        total: How many there are on all pages.
        page: Number of this page, from 1.
        pages: How many pages there are, at least 1.
        facets: To narrow it.
        unknown: Fields with values that are no concept, each with what was typed; they restrict nothing.
        is_cut: There are more companies than are counted.
    """

    search: Search
    companies: tuple[Company, ...]
    total: int
    page: int
    pages: int
    facets: tuple[Facet, ...]
    unknown: tuple[tuple[str, str], ...]
    is_cut: bool


def sorts() -> Mapping[str, str]:
    """Return the ways to sort, each with its name."""
    return _SORTED


def read_search(given: Mapping[str, str]) -> tuple[Search, tuple[tuple[str, str], ...]]:
    """Return what a URL asks for, and the fields that say nothing that is known, each with what was typed.

    >>> search, unknown = read_search({"data": "EmailAddress", "purpose": "no such"})
    >>> search.query, unknown
    ({'data': 'pd:EmailAddress'}, (('purpose', 'no such'),))
    """
    said = {name: " ".join(given.get(name, "").split()) for name in ("q", *_SCHEMES, "year")}
    unknown = []
    for name, schemes in _SCHEMES.items():
        if said[name]:
            typed, said[name] = said[name], chosen(said[name], schemes) or ""
            unknown += [] if said[name] else [(name, typed)]
    if said["year"] and not (len(said["year"]) == 4 and said["year"].isdecimal()):
        unknown.append(("year", said["year"]))
        said["year"] = ""
    sort = given.get("sort", "name")
    return Search(**said, sort=sort if sort in _SORTED else "name"), tuple(unknown)


def find(source: Source, given: Mapping[str, str]) -> Found:
    """Find companies.

    Args:
        source: The store.
        given: Fields of `Search`, and `page`, as they stand in a URL.

    Raises:
        StoreError: The store cannot be asked.
        QueryError: It did not end in time.
    """
    search, unknown = read_search(given)
    values = {name: getattr(search, name) or None for name in ("data", "recipient", "purpose", "denied", "year")}
    values["words"] = search.q.lower() or None
    rows = source.rows("companies", **values)
    companies = sorted(map(_company, rows), key=lambda company: _order(company, search))
    counted = source.rows("facets", **values)
    pages = max(1, -(-len(companies) // PAGE))
    page = min(max(_number(given.get("page", "")), 1), pages)
    return Found(
        search=search,
        companies=tuple(companies[(page - 1) * PAGE : page * PAGE]),
        total=len(companies),
        page=page,
        pages=pages,
        facets=tuple(_facet(name, counted, search) for name in _TITLES),
        unknown=unknown,
        is_cut=len(rows) == source.most,
    )


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 1


def _company(row: tuple[object, ...]) -> Company:
    name, site, date, policies, stated, denied, fitting = row
    return Company(
        name=str(name),
        site=str(site) if site else None,
        date=str(date) if date else None,
        policies=int(str(policies)),
        stated=int(str(stated)),
        denied=int(str(denied)),
        fitting=int(str(fitting)),
    )


def _natural(name: str) -> tuple[tuple[str, int], ...]:
    """A key that puts "Company 9" before "Company 10"."""
    parts = NUMBERS.split(name.casefold())
    return tuple((words, int(number)) for words, number in zip(parts[::2], [*parts[1::2], "0"], strict=True))


def _order(company: Company, search: Search) -> tuple[object, ...]:
    name = (_natural(company.name), company.name)
    if search.sort == "practices":
        return (-(company.fitting if search.is_about_practices else company.stated), *name)
    if search.sort == "denied":
        return (-company.denied, *name)
    if search.sort == "date":
        # Newest first, and those without a date last: text has no minus, its characters have.
        return (tuple(-ord(character) for character in company.date or ""), *name) if company.date else ((1,), *name)
    return name


def _facet(name: str, counted: tuple[tuple[object, ...], ...], search: Search) -> Facet:
    now = getattr(search, name)
    values = [
        _value(name, str(value), int(str(companies)), search)
        for facet, value, companies in counted
        if facet == name and value not in _ROOTS
    ]
    if now and all(value.value != now for value in values):
        values.append(_value(name, now, 0, search))
    if name == "year":
        values.sort(key=lambda value: (not value.is_chosen, -int(value.value) if value.value.isdecimal() else 0))
    else:
        values.sort(key=lambda value: (not value.is_chosen, -value.companies, value.label.lower(), value.value))
    return Facet(name=name, title=_TITLES[name], values=tuple(values))


def _value(name: str, value: str, companies: int, search: Search) -> Value:
    is_chosen = getattr(search, name) == value
    query = {key: said for key, said in search.query.items() if key != name}
    return Value(
        value=value,
        label=named(value) if name != "year" else value,
        companies=companies,
        is_chosen=is_chosen,
        query=query if is_chosen else {**query, name: value},
    )
