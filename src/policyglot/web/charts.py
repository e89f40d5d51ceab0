"""Bar charts: which answers suit one, and how long each bar is. `charts.html` draws them as a table of bars."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policyglot.store.results import Cell, Kind, Result
from policyglot.vocabulary import PREFIXES

MOST_BARS = 60
"""More rows make no chart: nobody compares so many bars."""

# The numeric datatypes of SPARQL 1.1 (section 17.1), by the names that XML Schema gives them.
_NUMERIC = frozenset(
    f"{PREFIXES['xsd']}{name}"
    for name in (
        *("integer", "decimal", "float", "double", "int", "long", "short", "byte"),
        *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What one bar is drawn of.

    Attributes:
        label: What it is an amount of.
        shown: The number as people read it.
        number: The number.
        evidence: Query of the URL of what is behind it, or None.
    """

    label: str
    shown: str
    number: float
    evidence: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar.

    Attributes:
        amount: What it is drawn of.
        start: Where it begins, in percent of the chart's width.
        width: How long it is, in percent of the chart's width.
    """

    amount: Amount
    start: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A bar chart: what the labels and the values are called, and the bars in the order of their amounts."""

    of: str
    value: str
    bars: tuple[Bar, ...]


def number_of(cell: Cell | None) -> float | None:
    """Return the number that a cell holds, or None where it holds none.

    >>> number_of(Cell(kind=Kind.LITERAL, value="7", datatype=PREFIXES["xsd"] + "integer"))
    7.0
    """
    if cell is None or cell.kind is not Kind.LITERAL or cell.datatype not in _NUMERIC:
        return None
    try:
        found = float(cell.value)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def numeric_columns(result: Result) -> tuple[int, ...]:
    """Return the places of the columns that hold numbers and nothing else, empty cells aside."""
    found = []
    for place in range(len(result.variables)):
        cells = [row[place] for row in result.rows if row[place] is not None]
        if cells and all(number_of(cell) is not None for cell in cells):
            found.append(place)
    return tuple(found)


def chart_of(result: Result) -> Chart | None:
    """Return the bar chart of an answer, or None where none suits it.

    One suits an answer of two to `MOST_BARS` rows with one column of numbers, none of them empty, where the
    other columns tell the rows apart.
    """
    if result.is_graph or result.is_truncated or not 2 <= len(result.rows) <= MOST_BARS:
        return None
    numeric = numeric_columns(result)
    if len(numeric) != 1:
        return None
    (at,) = numeric
    others = _telling(result, [place for place in range(len(result.variables)) if place != at])
    values = [number_of(row[at]) for row in result.rows]
    if not others or None in values:
        return None
    return _chart(result, at, others, [value for value in values if value is not None])


def _telling(result: Result, places: Sequence[int]) -> tuple[int, ...]:
    """The first columns, as few as tell all rows apart; none where all of them do not."""
    for number in range(1, len(places) + 1):
        chosen = places[:number]
        if len({tuple(row[place] for place in chosen) for row in result.rows}) == len(result.rows):
            return tuple(chosen)
    return ()


def _chart(result: Result, at: int, others: Sequence[int], values: Sequence[float]) -> Chart:
    amounts = []
    for row, value in zip(result.rows, values, strict=True):
        label = " · ".join(cell.shown for place in others if (cell := row[place]) is not None)
        number = row[at]
        amounts.append(Amount(label=label or "—", shown=number.value if number is not None else "", number=value))
    names = " · ".join(result.variables[place] for place in others)
    return drawn(amounts, of=names, value=result.variables[at])


def drawn(amounts: Sequence[Amount], *, of: str, value: str) -> Chart:
    """Return the bar chart of amounts, at least one; the bars begin at zero.

    Args:
        amounts: What the bars are drawn of, in their order.
        of: What the labels are called.
        value: What the numbers are called.
    """
    numbers = [amount.number for amount in amounts]
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    span = (high - low) or 1.0
    zero = -low / span * 100
    bars = []
    for amount in amounts:
        end = (amount.number - low) / span * 100
        bars.append(Bar(amount=amount, start=round(min(zero, end), 2), width=round(abs(end - zero), 2)))
    return Chart(of=of, value=value, bars=tuple(bars))
