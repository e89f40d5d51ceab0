"""The edges of a text: menus above the policy and footers below it, in formats that do not mark them."""

from __future__ import annotations

from collections.abc import Sequence

from policyglot.model import BlockKind
from policyglot.read.language import is_running_text
from policyglot.read.layout import Piece, one_line
from policyglot.read.words import reading_words

# So many short lines at an edge may be a title, a date, an address; more are a menu.
_MAX_HEAD = 6
_MAX_FOOT = 10

_LISTED = (BlockKind.ITEM, BlockKind.ROW)


def without_menus(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Return the pieces without the menu above the first prose and below the last.

    Of a long row of short lines above the prose the policy's title stays, and what is below it;
    of one below the prose as much as an address has.
    """
    solid = [index for index, piece in enumerate(pieces) if _is_prose(piece)]
    if not solid:
        return pieces
    start, end = 0, len(pieces)
    if solid[0] > _MAX_HEAD:
        start = _title_before(pieces, solid[0])
    # Lists and tables at the end are recipients, cookies, countries: they stay.
    last = max(index for index, piece in enumerate(pieces) if piece.kind in _LISTED or index == solid[-1])
    if end - last - 1 > _MAX_FOOT:
        end = last + 1 + _MAX_FOOT
    return pieces[start:end]


def _is_prose(piece: Piece) -> bool:
    """Say whether a piece is a sentence or more."""
    words = piece.text.split()
    if piece.kind is BlockKind.HEADING or len(words) < 6:
        return False
    return words[-1][-1] in ".:;?!" or (len(words) >= 12 and is_running_text(words))


def _title_before(pieces: Sequence[Piece], first: int) -> int:
    """Return the index of the policy's title above the first prose, or of the last few lines there."""
    for index in range(first - 1, max(-1, first - 1 - 3 * _MAX_HEAD), -1):
        if is_title(pieces[index].text):
            return index
    return first - 2


def is_title(text: str) -> bool:
    """Say whether a short text has the name of a policy in it."""
    text = one_line(text)
    return len(text.split()) <= 10 and reading_words().policy_names.search(text.lower()) is not None
