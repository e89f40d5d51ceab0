"""Lines of plain text: which belong together, and which look like headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from policyglot.read.words import reading_words

# A line that ends a thought: final punctuation, perhaps within quotes or brackets.
ENDED = re.compile(r"[.?!:;…][\"'”’»)\]]*$")

# A date at the end of a line: "June 2004", "3 May 2020", "12/04/2010". Such a line is no heading.
DATED = re.compile(
    r"(?:\b[A-Z][a-z]{2,8}\.?,? (?:\d{1,2}(?:st|nd|rd|th)?,? )?\d{4}|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4})$"
)

# What no heading contains: an address, a link, a house or telephone number, two sentences.
UNHEADED = re.compile(r"^\d{3,}\s|@|://|www\.|\d{3}[-. )]+\d{3,}|\d{5}|(?<=[a-z][a-z])[.?!] [A-Z][a-z]+ [a-z]|\|")

# A heading begins with a capital, a digit, a bracket or a quotation mark.
HEADED = re.compile(r"[\"“'(\[]?[A-Z0-9]")

# How a line ends shows in so many characters; to search all of it takes ten times as long.
_TAIL = 24

# Nobody wraps prose at less; short lines in lower case are a menu.
_MIN_WIDTH = 40

_MAX_HEADING_WORDS = 14
_MAX_HEADING_LENGTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line without the white space around it.

    Attributes:
        text: Its words, or "" for an empty line.
        indent: Columns before the first word, tabs as four.
        heading: Level, where something outside its words says that it is a heading; else 0.
    """

    text: str
    indent: int = 0
    heading: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapping:
    """How a text's lines were broken.

    Attributes:
        width: Columns at which lines were broken, or 0 where they were not.
    """

    width: int


def measure_wrapping(lines: Sequence[Line]) -> Wrapping:
    """Return the width at which the text was wrapped.

    A pair of lines shows wrapping when the first does not end a thought and the second begins in
    lower case. Where three pairs in ten do, the text was wrapped, at the width of nearly all of them.
    """
    pairs = [(above, below) for above, below in pairwise(lines) if above.text and below.text]
    widths = sorted(len(above.text) + above.indent for above, below in pairs if _goes_on(above.text, below.text))
    if not widths or len(widths) * 10 < len(pairs) * 3:
        return Wrapping(width=0)
    width = widths[len(widths) * 9 // 10]
    return Wrapping(width=width if width >= _MIN_WIDTH else 0)


def is_continued(above: Line, below: Line, *, wrapping: Wrapping) -> bool:
    """Say whether the lower of two neighbouring lines goes on with the upper one.

    Either their words say so, or the text is wrapped and the lower line's first word would not
    have fitted above.
    """
    if above.heading or below.heading:
        return False
    if _goes_on(above.text, below.text) or _is_dangling(above.text):
        return True
    length = len(above.text) + above.indent
    # A line much longer than the width is a paragraph of its own in a text that is wrapped elsewhere.
    if not wrapping.width or length * 5 > wrapping.width * 6:
        return False
    if (
        length * 2 > wrapping.width
        and ENDED.search(above.text, max(0, len(above.text) - _TAIL)) is None
        and not is_heading_line(above.text)
    ):
        return True
    return length + 1 + len(below.text.partition(" ")[0]) > wrapping.width


def _is_dangling(text: str) -> bool:
    """Say whether a line cannot be over: it ends in a comma, a hyphen, or a word that needs another one."""
    return reading_words().dangling.search(text, max(0, len(text) - _TAIL)) is not None


def _goes_on(above: str, below: str) -> bool:
    """Say whether a line that does not end a thought is followed by one in lower case."""
    starts_low = below[0].islower() or below[0] == "("
    return starts_low and not below.startswith("o ") and ENDED.search(above, max(0, len(above) - _TAIL)) is None


def joined(lines: Iterable[str]) -> str:
    """Return broken lines as one, a word that a hyphen broke as one word with its hyphen.

    >>> joined(["third-", "party sites", "and more"])
    'third-party sites and more'
    """
    parts: list[str] = []
    last = ""
    for line in lines:
        if parts and not (last[-1:] == "-" and last[-2:-1].isalpha() and line[:1].islower()):
            parts.append(" ")
        parts.append(line)
        last = line
    return "".join(parts)


@lru_cache(maxsize=4096)  # a line is asked about from each of its neighbours
def is_heading_line(text: str) -> bool:
    """Say whether a line has the looks of a heading: short, no final punctuation, capital first.

    >>> is_heading_line("What we collect"), is_heading_line("We collect names.")
    (True, False)
    """
    if len(text) > _MAX_HEADING_LENGTH or not HEADED.match(text) or text[-1] in ".,;!-–—":
        return False
    if len(text.split()) > _MAX_HEADING_WORDS or not any(c.isalpha() for c in text):
        return False
    return UNHEADED.search(text) is None and DATED.search(text) is None and not _is_dangling(text)
