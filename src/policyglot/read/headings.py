"""Headings that their format does not mark: a short line of its own above prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from policyglot.model import BlockKind
from policyglot.read.layout import Piece, one_line
from policyglot.read.lines import is_heading_line

_MAX_WORDS = 10


def with_headings(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces, short lines that stand alone above prose or a list made headings.

    They come below the heading that the format marked last. A line among other short lines is part
    of an address or a menu, and one with a colon introduces what follows.
    """
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
