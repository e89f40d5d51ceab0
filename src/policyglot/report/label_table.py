"""The label as a table, with the evidence of each cell below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from policyglot.report.entries import Entry
from policyglot.report.label import Cell, Heading, Label, Stance
from policyglot.report.markup import Attributes, Html, element, join, text
from policyglot.report.words import Quoting

_MEANINGS: Mapping[Stance, str] = MappingProxyType(
    {
        Stance.STATED: "the policy says so, and no way to refuse it",
        Stance.OPT_OUT: "it is done until people refuse",
        Stance.OPT_IN: "it is done only where people agree",
        Stance.DENIED: "the policy says that it is not done",
        Stance.BOTH: "said in one place, denied in another or in part: read both",
        Stance.SILENT: "the policy says nothing of it",
    }
)
_SHORT: Mapping[Stance, str] = MappingProxyType({Stance.BOTH: "both"})
# How many practices of one cell are listed with their words; the others follow as numbers.
_QUOTED = 6


def label_section(label: Label, entries: Sequence[Entry], words: Quoting) -> Html:
    """Return the table, its legend, and one list of evidence for each cell that is not silent.

    Args:
        label: The label.
        entries: Everything that the policy says; entry `i` is practice `i`.
        words: The policy's words, for the quotes.
    """
    caption = element("caption", {"class": "hidden"}, "Data by use and recipient")
    body = element("tbody", None, *(_row(label, number) for number in range(len(label.rows))))
    table = element("table", {"class": "label"}, caption, _head(label), body)
    scroller: Attributes = {
        "class": "scroller",
        "tabindex": 0,
        "role": "region",
        "aria-label": "The label, a wide table",
    }
    evidence = [
        _evidence(row, column, cell, entries, words)
        for row, cells in zip(label.rows, label.cells, strict=True)
        for column, cell in zip(label.columns, cells, strict=True)
        if cell.practices
    ]
    found = element("div", {"class": "evidence"}, *evidence)
    return join([_legend(), element("div", scroller, table), found, _definitions(label)])


def symbol(stance: Stance) -> Html:
    """Return the shape of a stance, which its word always stands beside."""
    name = stance.value.replace(" ", "-")
    return element("svg", {"class": f"shape {name}", "aria-hidden": "true"}, element("use", {"href": f"#s-{name}"}))


def _legend() -> Html:
    terms = [
        element("div", None, element("dt", None, symbol(stance), _word(stance)), element("dd", None, meaning))
        for stance, meaning in _MEANINGS.items()
    ]
    return element("dl", {"class": "legend"}, *terms)


def _definitions(label: Label) -> Html:
    """What the rows and columns gather, for everybody: not in titles that only a mouse shows."""
    terms = [
        element("div", None, element("dt", None, heading.label), element("dd", None, heading.definition))
        for heading in (*label.rows, *label.columns)
    ]
    summary = element("summary", None, "What the rows and columns gather")
    return element("details", {"class": "gathered"}, summary, element("dl", None, *terms))


def _word(stance: Stance) -> str:
    return _SHORT.get(stance, stance.value)


def _head(label: Label) -> Html:
    columns = [
        element("th", {"scope": "col", "class": _edge(label, number)}, element("span", None, h.label))
        for number, h in enumerate(label.columns)
    ]
    groups = [
        element("td", {"class": "corner", "rowspan": 2}),
        element("th", {"scope": "colgroup", "colspan": len(label.uses)}, "What it is used for"),
        element("th", {"scope": "colgroup", "colspan": len(label.recipients), "class": "edge"}, "Who gets it"),
    ]
    spans = [element("colgroup", {"span": n}) for n in (1, len(label.uses), len(label.recipients))]
    head = element("thead", None, element("tr", None, *groups), element("tr", None, *columns))
    return join([*spans, head])


def _edge(label: Label, column: int) -> str | None:
    return "edge" if column == len(label.uses) else None


def _row(label: Label, number: int) -> Html:
    row = label.rows[number]
    cells = [
        _cell(row, column, cell, edge=_edge(label, at))
        for at, (column, cell) in enumerate(zip(label.columns, label.cells[number], strict=True))
    ]
    return element("tr", None, element("th", {"scope": "row"}, row.label), *cells)


def _cell(row: Heading, column: Heading, cell: Cell, *, edge: str | None) -> Html:
    kind = cell.stance.value.replace(" ", "-")
    classes = " ".join(part for part in (kind, "general" if cell.is_general else "", edge) if part)
    shown = [symbol(cell.stance), element("span", {"class": "word"}, _word(cell.stance))]
    if not cell.practices:
        return element("td", {"class": classes}, *shown)
    count = len(cell.practices)
    more = f", {count} practice{'s' if count > 1 else ''}" + (
        ", of all personal information" if cell.is_general else ""
    )
    name = f"{row.key}-{column.key}"
    link = element("a", {"id": f"c-{name}", "href": f"#e-{name}"}, *shown, element("span", {"class": "hidden"}, more))
    return element("td", {"class": classes}, link)


def _evidence(row: Heading, column: Heading, cell: Cell, entries: Sequence[Entry], words: Quoting) -> Html:
    name = f"{row.key}-{column.key}"
    general = " (as part of all personal information)" if cell.is_general else ""
    said = element("span", None, symbol(cell.stance), cell.stance.value, general)
    heading = element("h3", {"tabindex": -1}, f"{row.label} → {column.label}: ", said)
    quoted = [element("li", None, *_quote(entries[i], words)) for i in cell.practices[:_QUOTED]]
    others = [number_link(entries[i]) for i in cell.practices[_QUOTED:]]
    more = element("p", None, f"and {len(others)} more: ", join(others, " ")) if others else text("")
    back = element("p", None, element("a", {"href": f"#c-{name}"}, "Back to the label"))
    return element("section", {"id": f"e-{name}"}, heading, element("ul", None, *quoted), more, back)


def _quote(entry: Entry, words: Quoting) -> Iterator[Html]:
    yield number_link(entry)
    yield text(" not: " if entry.is_denied else " ")
    yield text(entry.title)
    if entry.spans:
        yield text(" ")
        yield words.quote(entry.spans[0])


def number_link(entry: Entry) -> Html:
    """Return a link to an entry that shows its number."""
    return element("a", {"class": "number", "href": f"#p{entry.number}"}, str(entry.number))
