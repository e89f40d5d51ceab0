"""Plain text to pieces: paragraphs, headings, lists, with lines joined where they were broken.

Plain text has no marks, so the shape of lines must do. Two habits are told apart: texts
wrapped at a width, whose lines belong together, and texts with one sentence or heading a
line, whose lines do not.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from policyglot.model import BlockKind
from policyglot.read.layout import Piece, one_line
from policyglot.read.lines import Line, Wrapping, is_continued, is_heading_line, joined, measure_wrapping
from policyglot.read.markers import Marker, MarkerStack, marker_of, repeated_styles

# A line of signs only: "==========", "- - -", "* * *", "____". It parts what is above and below.
SEPARATOR = re.compile(r"\s*([=\-_*~#+.•–—])(?:\s?\1){2,}\s*")

# The line below a heading: "=====" or "-----".
UNDERLINE = re.compile(r"(=+|-+)\s*")

# A bullet or enumerator alone on its line, its item on the next: "•", "o", "(a)", "3.".
LONE_MARKER = re.compile(r"[•●▪◦‣⁃■➢►o*-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})[.)]", re.I)

# A character reference that somebody's conversion left in plain text: "&nbsp;", "&amp;", "&#124;".
REFERENCE = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#[xX][0-9A-Fa-f]{1,5});")

# Two or more bullets inside one line: a list that lost its line ends. "·" and "-" are not among
# them, for they stand between words as well.
INLINE_BULLET = re.compile(r"(?<!\s)\s++[•●▪◦‣⁃■]\s+")


# The signs alone, for a first look that is quicker.
BULLET_SIGN = re.compile(r"[•●▪◦‣⁃■]")

# A row of short lines up to this long is taken for an address.
_ADDRESS_LINES = 10


@dataclass(slots=True)
class _State:
    """Where the reader is: the lists that are open, and how deep their text is indented."""

    stack: MarkerStack
    open_indent: int = -1


def read(text: str) -> Iterator[Piece]:
    """Yield the pieces of a plain text.

    Args:
        text: Cleaned (see `layout.clean`), line feeds as line ends.
    """
    if "&" in text:
        text = REFERENCE.sub(lambda found: html.unescape(found[0]), text).replace("\u00a0", " ")
    yield from pieces_of(_lines(_without_comments(text)))


def pieces_of(lines: Sequence[Line]) -> Iterator[Piece]:
    """Yield the pieces that lines make; an empty line parts paragraphs."""
    wrapping = measure_wrapping(lines)
    styles = repeated_styles(line.text for line in lines)
    last_places = _last_places(lines)
    state = _State(stack=MarkerStack())
    index = 0
    while index < len(lines):
        line = lines[index]
        if not line.text:
            index += 1
            continue
        level = line.heading or _heading_level(lines, index, wrapping=wrapping, last_places=last_places)
        if level:
            state = _State(stack=MarkerStack())
            yield Piece(kind=BlockKind.HEADING, text=line.text, level=level)
            index += 1
            continue
        end = _paragraph_end(lines, index, wrapping=wrapping, styles=styles)
        yield from _paragraph(lines[index:end], state, styles=styles)
        index = end


def _without_comments(text: str) -> str:
    """Return the text without the HTML comments that somebody's conversion left in it."""
    parts: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts.append(text[position:start])
        position = end + 3
    return "".join(parts) + text[position:]


def _lines(text: str) -> list[Line]:
    """Return the lines; separators become empty ones, underlined headings lose their underline."""
    lines: list[Line] = []
    for raw in text.split("\n"):
        line = raw.expandtabs(4).rstrip() if "\t" in raw else raw.rstrip()
        words = line.strip()
        above = lines[-1] if lines else None
        if above is not None and above.text and not above.heading and UNDERLINE.fullmatch(words):
            alone = len(lines) < 2 or not lines[-2].text
            if alone and abs(len(words) - len(above.text)) <= 3 and is_heading_line(above.text):
                lines[-1] = Line(text=above.text, indent=above.indent, heading=1 if words[0] == "=" else 2)
                lines.append(Line(text="", indent=0))
                continue
        if SEPARATOR.fullmatch(words):
            words = ""
        if above is not None and words and LONE_MARKER.fullmatch(above.text):
            lines[-1] = Line(text=f"{above.text} {words}", indent=above.indent)
            continue
        lines.append(Line(text=words, indent=len(line) - len(line.lstrip())))
    return lines


def _last_places(lines: Sequence[Line]) -> Mapping[str, int]:
    """Return the last index of every short line; a line that comes again is an entry in a table of contents."""
    return {line.text.lower(): index for index, line in enumerate(lines) if len(line.text) <= 100}


def _heading_level(lines: Sequence[Line], index: int, *, wrapping: Wrapping, last_places: Mapping[str, int]) -> int:
    """Return the level of the heading that the line is, or 0.

    A heading is a short line without final punctuation that is followed by text. Short lines in a
    row are an address or a menu; among them only a last one that stands directly above text counts.
    """
    line = lines[index]
    if not is_heading_line(line.text) or _is_wrapped(lines, index, wrapping=wrapping):
        return 0
    following = _next_line(lines, index + 1)
    if following is None or _in_address(lines, index) or _announces(line.text, lines[following].text):
        return 0
    if _is_short(lines[following]) and (
        last_places.get(line.text.lower(), 0) > index or not _heads_short_line(lines, index, following)
    ):
        return 0
    return 0 if _is_listed(line.text, lines[following].text) else _numbered_level(line.text)


def _announces(line: str, following: str) -> bool:
    """Say whether a line with a colon introduces what follows, rather than being its heading."""
    if not line.endswith(":"):
        return False
    return len(line.split()) > 6 or marker_of(following) is not None or following[-1] not in ".?!"


def _is_listed(line: str, following: str) -> bool:
    """Say whether a numbered line is one of several short ones, as in a table of contents."""
    marker, behind = marker_of(line), marker_of(following)
    return marker is not None and behind is not None and marker.style == behind.style and is_heading_line(following)


def _is_wrapped(lines: Sequence[Line], index: int, *, wrapping: Wrapping) -> bool:
    """Say whether a line goes on with the one above it or is gone on with below."""
    pairs = ((index - 1, index), (index, index + 1))
    return any(
        low >= 0
        and high < len(lines)
        and bool(lines[low].text and lines[high].text)
        and is_continued(lines[low], lines[high], wrapping=wrapping)
        for low, high in pairs
    )


def _next_line(lines: Sequence[Line], start: int) -> int | None:
    """Return the index of the next line with words, a few empty ones further at most."""
    return next((k for k in range(start, min(start + 12, len(lines))) if lines[k].text), None)


def _is_short(line: Line) -> bool:
    """Say whether a line could be a heading, an entry of a menu or a line of an address, but no item."""
    return is_heading_line(line.text) and marker_of(line.text) is None and not line.text.endswith(":")


def _in_address(lines: Sequence[Line], index: int) -> bool:
    """Say whether a line stands among at least three short lines that empty lines part from the rest."""
    start, end = index, index + 1
    while start and lines[start - 1].text and index - start < _ADDRESS_LINES:
        start -= 1
    while end < len(lines) and lines[end].text and end - index <= _ADDRESS_LINES:
        end += 1
    return 3 <= end - start <= _ADDRESS_LINES and all(len(line.text) <= 60 for line in lines[start:end])


def _heads_short_line(lines: Sequence[Line], index: int, following: int) -> bool:
    """Say whether a short line above another short line is a heading: a title, or a heading over a heading.

    It must stand alone or have a number, and the line below it must not begin a further row of short lines.
    """
    alone = index == 0 or not lines[index - 1].text or marker_of(lines[index].text) is not None
    after = _next_line(lines, following + 1)
    return alone and not (after is not None and _is_short(lines[after]))


# The number of a section: "3.", "3.2", "IV.", "A.", "Section 4:", at the start of a heading.
SECTION_NUMBER = re.compile(r"(?:section\s+|article\s+|part\s+)?(\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Z])[.):]?\s", re.I)


def _numbered_level(text: str) -> int:
    """Return the level of a heading in text without levels: 2, deeper by the dots of its number."""
    found = SECTION_NUMBER.match(text)
    dots = found[1].count(".") if found and found[1][0].isdigit() else 0
    return min(2 + dots, 6)


def _paragraph_end(lines: Sequence[Line], start: int, *, wrapping: Wrapping, styles: frozenset[str]) -> int:
    """Return the index after the last line that belongs to the paragraph starting at `start`."""
    end = start + 1
    while end < len(lines) and lines[end].text:
        if marker_of(lines[end].text, styles=styles) is not None:
            break
        if not is_continued(lines[end - 1], lines[end], wrapping=wrapping):
            break
        end += 1
    return end


def _paragraph(lines: Sequence[Line], state: _State, *, styles: frozenset[str]) -> Iterator[Piece]:
    """Yield the piece, or the pieces of an inline list, that joined lines make."""
    first = lines[0]
    marker = marker_of(first.text, styles=styles)
    text = joined(line.text for line in lines)
    if marker is not None:
        level = state.stack.enter(marker, first.indent)
        state.open_indent = first.indent
        yield from _split_bullets(text[marker.width :], level=level, marker=marker)
        return
    if state.open_indent >= 0 and first.indent > state.open_indent:
        yield Piece(kind=BlockKind.ITEM, text=text, level=state.stack.depth, continues=True)
        return
    state.stack, state.open_indent = MarkerStack(), -1
    yield from _split_bullets(text, level=0, marker=None)


def _split_bullets(text: str, *, level: int, marker: Marker | None) -> Iterator[Piece]:
    """Yield a paragraph or item, and behind it the items of a list inside its line."""
    head, *items = INLINE_BULLET.split(text) if BULLET_SIGN.search(text) else (text,)
    if len(items) == 1 and not head.rstrip().endswith(":"):
        head, items = text, []
    if level:
        yield Piece(kind=BlockKind.ITEM, text=head, level=level, marker=marker.sign if marker else "")
    else:
        yield Piece(kind=BlockKind.PARAGRAPH, text=head)
    for item in items:
        yield Piece(kind=BlockKind.ITEM, text=item, level=level + 1)


def broken_paragraph(text: str, *, heading: int) -> Iterator[Piece]:
    """Yield the pieces of a paragraph whose line feeds are breaks that its author set.

    Args:
        text: The paragraph.
        heading: Level that a line gets that looks like a heading above text.
    """
    if "\n" not in text:
        yield from _split_bullets(text, level=0, marker=None)
        return
    for piece in pieces_of([Line(text=one_line(line)) for line in text.split("\n")]):
        yield replace(piece, level=heading) if piece.kind is BlockKind.HEADING else piece


def broken_item(text: str, *, level: int, marker: str | None) -> Iterator[Piece]:
    """Yield the pieces of an item's paragraph whose line feeds are breaks that its author set.

    Args:
        text: The paragraph.
        level: Depth of the item, from 1.
        marker: Its enumerator or "", or None where the item has text before this.
    """
    continues = marker is None
    if "\n" not in text:
        yield Piece(kind=BlockKind.ITEM, text=text, level=level, marker=marker or "", continues=continues)
        return
    lines = [Line(text=one_line(line)) for line in text.split("\n")]
    for group in _grouped(lines):
        yield Piece(kind=BlockKind.ITEM, text=group, level=level, marker=marker or "", continues=continues)
        continues = True


def _grouped(lines: Sequence[Line]) -> Iterator[str]:
    """Yield lines, each with those that go on with it."""
    unwrapped = Wrapping(width=0)
    group: list[str] = []
    above: Line | None = None
    for line in lines:
        if not line.text:
            continue
        if above is not None and not is_continued(above, line, wrapping=unwrapped):
            yield joined(group)
            group = []
        group.append(line.text)
        above = line
    if group:
        yield joined(group)
