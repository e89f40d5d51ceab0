"""The versions of a company's policies on a line of time, placed by their dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from policyglot.web.explore.company import Series, Version

# A date of a version, to the year, the month or the day.
DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
# Measures of the drawing, in units of the SVG.
_WIDTH, _MARGIN, _ROW = 960, 56, 36
# Labels nearer than this would touch.
_APART = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A version on the line.

    Attributes:
        version: The version.
        x: Its middle from the left.
        y: From above.
        has_label: Whether there is room for its date.
    """

    version: Version
    x: int
    y: int
    has_label: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A drawing of versions, a line for each series.

    Attributes:
        dots: The dated versions.
        lines: Height of the line of each series that has any.
        years: Where years begin: place from the left, and the year.
        width: Of the drawing.
        height: Of the drawing.
    """

    dots: tuple[Dot, ...]
    lines: tuple[int, ...]
    years: tuple[tuple[int, int], ...]
    width: int
    height: int


def timeline_of(series: Sequence[Series]) -> Timeline | None:
    """Return the drawing, or None where fewer than two versions have a date.

    >>> timeline_of([]) is None
    True
    """
    dated = [
        (row, [(day, v) for v in one.versions if (day := _day(v.date)) is not None]) for row, one in enumerate(series)
    ]
    dated = [(row, versions) for row, versions in dated if versions]
    days = [day for _, versions in dated for day, _ in versions]
    if len(days) < 2 or min(days) == max(days):
        return None
    first, last = min(days), max(days)
    scale = (_WIDTH - 2 * _MARGIN) / (last - first)
    dots: list[Dot] = []
    for place, (_, versions) in enumerate(dated):
        free = -_APART
        for day, version in versions:
            x = round(_MARGIN + (day - first) * scale)
            dots.append(Dot(version=version, x=x, y=_ROW * (place + 1), has_label=x - free >= _APART))
            free = x if x - free >= _APART else free
    height = _ROW * (len(dated) + 1)
    return Timeline(
        dots=tuple(dots),
        lines=tuple(_ROW * (place + 1) for place in range(len(dated))),
        years=tuple(_years(first, last, scale)),
        width=_WIDTH,
        height=height,
    )


def _day(said: str | None) -> int | None:
    """Number of the day that a date begins with, or None where it is none."""
    found = DATE.match(said or "")
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1)).toordinal()
    except ValueError:
        return None


def _years(first: int, last: int, scale: float) -> list[tuple[int, int]]:
    begin, end = date.fromordinal(first).year + 1, date.fromordinal(last).year
    step = max(1, (end - begin + 1) // 12)
    return [(round(_MARGIN + (date(y, 1, 1).toordinal() - first) * scale), y) for y in range(begin, end + 1, step)]
