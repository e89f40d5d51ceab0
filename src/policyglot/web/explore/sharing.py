"""Who shares with whom: companies on the left, recipients on the right, a line for each pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policyglot.vocabulary import curie, iri, load_vocabulary
from policyglot.web.explore.concepts import DATA, RECIPIENTS, chosen, named
from policyglot.web.explore.source import Source

MOST = 24
"""Companies and recipients that are drawn at most, of each."""

# Measures of the drawing, in units of the SVG.
_ROW, _TOP, _BETWEEN, _MARGIN, _CHARACTER = 30, 28, 240, 28, 7.3
# Times that the two sides are put in the order of the middle of their neighbours: more change nothing.
_SWEEPS = 8
# Longer names are cut in the drawing; the table has all of them.
_SHOWN = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A company or a recipient in the drawing.

    Attributes:
        name: Its name, or the CURIE of a kind of recipient.
        label: What is shown, cut where it is long.
        y: Its middle, from above.
    """

    name: str
    label: str
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """That a company shares with a recipient.

    Attributes:
        company: Name of the company.
        recipient: Name, or CURIE of a kind.
        label: What the recipient is called.
        kinds: Labels of the kinds that it is named as.
        practices: In how many practices.
        path: Of the line in the drawing.
        width: Of the line, in units of the SVG.
        query: Of the URL of its evidence.
    """

    company: str
    recipient: str
    label: str
    kinds: tuple[str, ...]
    practices: int
    path: str
    width: float
    query: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What sharing is asked for.

    Attributes:
        companies: Only these; none for all.
        data: CURIE of a data category, or "".
        recipient: CURIE of a kind of recipient, or "".
        name: Proper name of a recipient, or "".
        by: "name" for recipients that are named, "kind" for their kinds.
    """

    companies: tuple[str, ...] = ()
    data: str = ""
    recipient: str = ""
    name: str = ""
    by: str = "kind"

    @property
    def query(self) -> dict[str, Any]:
        """Its fields as a query of a URL, without what says nothing."""
        said = {"company": self.companies, "data": self.data, "recipient": self.recipient, "name": self.name}
        return {**{name: value for name, value in said.items() if value}, "by": self.by}


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingPage:
    """What the page of sharing shows.

    Attributes:
        asked: What was asked for.
        unknown: Values that are no concept, each with the name of its field.
        companies: Left side of the drawing.
        recipients: Right side.
        edges: The lines, by company and recipient.
        all_companies: How many companies there are, drawn or not.
        all_recipients: How many recipients.
        height: Of the drawing.
        width: Of the drawing.
        left: Middle of the companies.
        right: Middle of the recipients.
    """

    asked: Asked
    unknown: tuple[tuple[str, str], ...]
    companies: tuple[Node, ...]
    recipients: tuple[Node, ...]
    edges: tuple[Edge, ...]
    all_companies: int
    all_recipients: int
    height: int
    width: int
    left: int
    right: int

    @property
    def is_part(self) -> bool:
        """Whether there is more than is drawn."""
        return self.all_companies > len(self.companies) or self.all_recipients > len(self.recipients)


def read_asked(given: Mapping[str, str], companies: Sequence[str]) -> tuple[Asked, tuple[tuple[str, str], ...]]:
    """Return what a URL asks for, and values that are no concept, each with the name of its field."""
    unknown, said = [], {}
    for name, schemes in (("data", DATA), ("recipient", RECIPIENTS)):
        typed = given.get(name, "").strip()
        said[name] = chosen(typed, schemes) or "" if typed else ""
        unknown += [(name, typed)] if typed and not said[name] else []
    by = "name" if given.get("by") == "name" or given.get("name", "").strip() else "kind"
    asked = Asked(
        companies=tuple(dict.fromkeys(name for name in companies if name)),
        name=given.get("name", "").strip(),
        by=by,
        **said,
    )
    return asked, tuple(unknown)


def show_sharing(source: Source, given: Mapping[str, str], companies: Sequence[str]) -> SharingPage:
    """Return who shares with whom, of the versions that hold now.

    Args:
        source: The store.
        given: Fields of `Asked` as they stand in a URL, but the companies.
        companies: Names of companies; none for all.

    Raises:
        StoreError: The store cannot be asked.
        QueryError: It did not end in time.
    """
    asked, unknown = read_asked(given, companies)
    rows = source.rows(
        "sharing",
        companies=list(asked.companies),
        data=asked.data or None,
        recipient=asked.recipient or None,
        kinds=_within(asked.recipient),
        name=asked.name or None,
        by_name=asked.by == "name",
        most=MOST,
    )
    left, right = arranged([(row[0], row[1]) for row in rows])
    labels = {row[1]: row[1] if asked.by == "name" else named(row[1]) for row in rows}
    places = _places(left, right)
    most = max((row[2] for row in rows), default=1)
    companies_drawn = tuple(_node(name, name, places["company", name]) for name in left)
    recipients_drawn = tuple(_node(name, labels[name], places["recipient", name]) for name in right)
    start = _room(companies_drawn, "Companies")
    end = start + _BETWEEN
    return SharingPage(
        asked=asked,
        unknown=unknown,
        companies=companies_drawn,
        recipients=recipients_drawn,
        edges=tuple(_edge(row, asked, places, most=most, ends=(start, end)) for row in rows),
        all_companies=rows[0][5] if rows else 0,
        all_recipients=rows[0][6] if rows else 0,
        height=_TOP + _ROW * max(len(left), len(right), 1) + 8,
        width=end + _room(recipients_drawn, "Recipients"),
        left=start,
        right=end,
    )


def _within(recipient: str) -> list[str]:
    """CURIEs of a kind of recipient and of all that is narrower; of P3P's, those that come to it."""
    if not recipient:
        return []
    vocabulary = load_vocabulary()
    wanted = iri(recipient)
    found = [c.iri for name in RECIPIENTS for c in vocabulary.scheme(name) if vocabulary.is_a(c.iri, wanted)]
    if recipient.startswith("p3p:"):
        found += [
            c.iri for c in vocabulary.scheme("recipients") if vocabulary.matched(c.iri, "p3p-recipients") == wanted
        ]
    return [curie(one) for one in dict.fromkeys([wanted, *found])]


def arranged(pairs: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Put both sides into an order with few crossings: each at the middle of those it is joined to.

    Source: Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures"
    (IEEE Transactions on Systems, Man, and Cybernetics 11, 1981): the barycentre method.

    >>> arranged([("a", "y"), ("b", "x"), ("a", "x")])
    (['a', 'b'], ['y', 'x'])
    """
    left, right = sorted({a for a, _ in pairs}), sorted({b for _, b in pairs})
    of_left: defaultdict[str, list[str]] = defaultdict(list)
    of_right: defaultdict[str, list[str]] = defaultdict(list)
    for a, b in pairs:
        of_left[a].append(b)
        of_right[b].append(a)
    for _ in range(_SWEEPS):
        right = _by_middle(right, of_right, left)
        left = _by_middle(left, of_left, right)
    return left, right


def _by_middle(names: Sequence[str], neighbours: Mapping[str, Sequence[str]], others: Sequence[str]) -> list[str]:
    places = {name: place for place, name in enumerate(others)}
    return sorted(names, key=lambda name: (sum(places[n] for n in neighbours[name]) / len(neighbours[name]), name))


def _places(left: Sequence[str], right: Sequence[str]) -> dict[tuple[str, str], int]:
    """Middle of each node from above; the shorter side is spread over the height of the longer one."""
    found = {}
    tallest = max(len(left), len(right))
    for side, names in (("company", left), ("recipient", right)):
        for place, name in enumerate(names):
            found[side, name] = round(_TOP + _ROW * (place + 0.5) * tallest / len(names))
    return found


def _node(name: str, label: str, y: int) -> Node:
    shown = label if len(label) <= _SHOWN else label[: _SHOWN - 1].rstrip() + "…"
    return Node(name=name, label=shown, y=y)


def _room(nodes: Sequence[Node], heading: str) -> int:
    """Width that the labels of one side take."""
    return _MARGIN + round(_CHARACTER * max([len(heading), *(len(node.label) for node in nodes)]))


def _edge(
    row: tuple[Any, ...],
    asked: Asked,
    places: Mapping[tuple[str, str], int],
    *,
    most: int,
    ends: tuple[int, int],
) -> Edge:
    company, recipient, practices, kinds, *_ = row
    start, end = places["company", company], places["recipient", recipient]
    left, right = ends
    middle = (left + right) // 2
    field = "name" if asked.by == "name" else "recipient"
    query = {"company": company, field: recipient, "data": asked.data, "assertion": "stated", "kind": "practice"}
    if asked.by == "kind":
        query["exact"] = "recipient"
    return Edge(
        company=company,
        recipient=recipient,
        label=recipient if asked.by == "name" else named(recipient),
        kinds=tuple(map(named, kinds)),
        practices=practices,
        path=f"M{left} {start}C{middle} {start} {middle} {end} {right} {end}",
        width=round(1.5 + 4.5 * (practices - 1) / max(most - 1, 1), 1),
        query=query,
    )
