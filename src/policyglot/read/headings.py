"""Headings that their format does not mark: a short line of its own above prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from policyglot.model import BlockKind
from policyglot.read.layout import Piece, one_line
from policyglot.read.lines import is_heading_line

_MAX_WORDS = 10


def with_headings(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Return the pieces, with headings for short lines that stand alone above prose or a list.

    They come below the heading that the format marked last. A line among other short lines is part
    of an address or a menu, and one with a colon introduces what follows. A list whose items are a
    short line above paragraphs is no list but sections.
    """
    return tuple(_from_lines(tuple(_from_items(pieces))))


def _from_lines(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces, headings for lines alone above prose."""
    level = 0
    for index, piece in enumerate(pieces):
        if piece.kind is BlockKind.HEADING:
            level = piece.level
        elif piece.kind is BlockKind.PARAGRAPH and 0 < index < len(pieces) - 1 and _could_head(piece):
            above, below = pieces[index - 1], pieces[index + 1]
            if not _could_head(above) and _is_headed(below):
                yield replace(piece, kind=BlockKind.HEADING, level=min(level + 1, 6))
                continue
        yield piece


def _from_items(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces, headings for outermost items that are short lines above paragraphs of the same item."""
    level = 0
    section: int | None = None
    is_introduced = False
    for index, piece in enumerate(pieces):
        if piece.kind is not BlockKind.ITEM:
            section = None
            level = piece.level if piece.kind is BlockKind.HEADING else level
            is_introduced = piece.text.rstrip().endswith(":")
            yield piece
            continue
        if piece.level == 1 and not piece.continues:
            is_section = not is_introduced and _is_section(piece, pieces[index + 1 : index + 4])
            section = 1 if is_section else None
            if is_section:
                heading = f"{piece.marker} {piece.text}".strip()
                yield replace(piece, kind=BlockKind.HEADING, text=heading, level=min(level + 1, 6), marker="")
                continue
        yield piece if section is None else _raised(piece)


def _is_section(piece: Piece, below: Sequence[Piece]) -> bool:
    """Say whether an item's first line is the heading of the paragraphs or the table below it."""
    text = one_line(piece.text)
    if not text or not is_heading_line(text) or len(text.split()) > _MAX_WORDS or not below:
        return False
    own = tuple(takewhile(lambda following: following.continues and following.level == 1, below))
    return below[0].kind is BlockKind.ROW or any(len(following.text.split()) >= 6 for following in own)


def _raised(piece: Piece) -> Piece:
    """Return a piece of a section that was an item: its paragraphs are paragraphs, its lists outermost."""
    if piece.level > 1:
        return replace(piece, level=piece.level - 1)
    return replace(piece, kind=BlockKind.PARAGRAPH, level=0, marker="", continues=False)


def _could_head(piece: Piece) -> bool:
    """Say whether a piece is a short line with the looks of a heading."""
    if piece.kind is not BlockKind.PARAGRAPH or len(piece.text) > 200:
        return False
    text = one_line(piece.text)
    return bool(text) and not text.endswith(":") and len(text.split()) <= _MAX_WORDS and is_heading_line(text)


def _is_headed(piece: Piece) -> bool:
    """Say whether a piece is what stands below a heading: a sentence, or a list."""
    if piece.kind is BlockKind.ITEM:
        return True
    words = piece.text.split()
    return piece.kind is BlockKind.PARAGRAPH and len(words) >= 6 and words[-1][-1] in '.:;?!)"”'
