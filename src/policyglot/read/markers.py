"""Markers of list items in plain text: bullets and enumerators, and how they nest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

# A bullet and the space behind it: "- x", "* x", "• x", and the "o x" that word processors leave.
BULLET = re.compile(r"(?:[-*+•●▪◦‣⁃■□➢►–—·§»]|o(?= ))\s+(?=\S)|[•●▪◦‣⁃■□➢►]\s*(?=\w)")

# An enumerator and the space behind it: "1. x", "(a) x", "iv) x", "2.1 x", "B. x".
ENUMERATOR = re.compile(
    r"(?P<open>\()?(?P<value>\d{1,2}(?:\.\d{1,2}){1,3}(?=[.)]?\s)|\d{1,2}(?=[.)])|[ivxIVX]{1,5}(?=[.)])|[A-Za-z](?=[.)]))"
    r"(?P<close>[.)]{0,2})\s+(?=\S)"
)

_ROMAN = frozenset("ivxIVX")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """What stands before an item's words.

    Attributes:
        style: What its siblings share: "-", "(a)", "1.", "1.1.".
        sign: The marker as written, or "" for a bullet.
        width: Characters up to the first word.
    """

    style: str
    sign: str
    width: int


@dataclass(slots=True)
class MarkerStack:
    """The lists that are open at a line, outermost first, as (indent, style)."""

    open: list[tuple[int, str]] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """How many lists are open."""
        return len(self.open)

    def enter(self, marker: Marker, indent: int) -> int:
        """Take the next item and return its depth, from 1.

        A deeper indent opens a list; a smaller one closes lists; at the same indent a style that is
        open returns to its list, and a new style opens one inside.
        """
        while self.open and indent < self.open[-1][0]:
            self.open.pop()
        if not self.open or indent > self.open[-1][0]:
            self.open.append((indent, marker.style))
            return self.depth
        for place in range(self.depth - 1, -1, -1):
            if self.open[place] == (indent, marker.style):
                del self.open[place + 1 :]
                return self.depth
        self.open.append((indent, marker.style))
        return self.depth


def marker_of(line: str, *, styles: frozenset[str] | None = None) -> Marker | None:
    """Return the marker that a line begins with, or None.

    Args:
        line: Without indentation.
        styles: Enumerator styles that occur more than once in the text; others are no markers
            ("A. Smith wrote", "5. May"). None lets every style count.
    """
    if found := BULLET.match(line):
        return Marker(style=found[0].strip(), sign="", width=found.end())
    found = ENUMERATOR.match(line)
    if found is None or (found["open"] and ")" not in found["close"]):
        return None
    style = _style(found)
    if styles is not None and style not in styles:
        return None
    return Marker(style=style, sign=found[0].strip(), width=found.end())


def repeated_styles(lines: Iterable[str]) -> frozenset[str]:
    """Return the enumerator styles that at least two lines begin with."""
    counts = Counter(_style(found) for line in lines if (found := ENUMERATOR.match(line)))
    return frozenset(style for style, count in counts.items() if count > 1)


def _style(found: re.Match[str]) -> str:
    """Return the style of an enumerator: its kind of value between its brackets or dots."""
    value = found["value"]
    if value[0].isdigit():
        kind = ".".join("1" for _ in value.split("."))
    elif set(value) <= _ROMAN and value.lower() not in ("c", "d", "x"):
        kind = "i" if value.islower() else "I"
    else:
        kind = "a" if value.islower() else "A"
    return f"{found['open'] or ''}{kind}{found['close']}"
