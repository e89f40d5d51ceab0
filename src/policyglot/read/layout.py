"""From the pieces that a reader finds to a document: one text, and blocks with offsets into it.

The three readers (HTML, Markdown, plain text) differ in how they find headings, items and
rows; what a document's text looks like is decided here, once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from policyglot.model import Block, BlockKind, Document, Span

# Characters that show nothing and break words for a matcher: soft hyphen, zero-width and
# bidirectional controls, byte-order mark, C0 and C1 controls but white space.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufff9-\ufffb]"
)

# What separates the cells of a row in the text; a cell never contains the bar.
CELL_SEPARATOR = " | "


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One heading, paragraph, item or row as a reader found it, white space not yet normalised.

    Attributes:
        kind: What it is.
        text: Its words.
        level: 1 to 6 for a heading, depth from 1 for an item, 0 otherwise.
        header: For a row, the header cell of each of its cells, where the table has them.
        marker: The item's own enumerator ("(a)", "2."), or "" for a bullet or no item.
        continues: Whether it goes on with the item before it (its second paragraph).
    """

    kind: BlockKind
    text: str
    level: int = 0
    header: tuple[str, ...] = ()
    marker: str = ""
    continues: bool = False


def clean(text: str) -> str:
    r"""Return text in NFC without invisible characters, line ends as line feeds.

    >>> clean("e\u0301mail\u00ad\u200b us\r\n")
    'émail us\n'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return INVISIBLE.sub("", text)
    text = INVISIBLE.sub("", text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    r"""Return text with every run of white space as one space, none at the ends.

    >>> one_line(" we\u00a0 collect \n data ")
    'we collect data'
    """
    return " ".join(text.split())


def row_text(cells: Iterable[str]) -> str:
    """Return the text of a table row: its cells with a bar between them."""
    return CELL_SEPARATOR.join(cell.replace("|", "/") for cell in cells)


def assemble(pieces: Iterable[Piece], *, source: str, media_type: str, title: str | None = None) -> Document:
    """Return the document that the pieces make, its language not yet determined.

    Blocks stand on lines of their own; an empty line parts them, but not the items of one list
    nor the rows of one table. Items carry a marker in the text, outside their span.

    Args:
        pieces: In document order; those without words are dropped.
        source: Path or URL.
        media_type: What was read.
        title: The title if one is known; otherwise the first heading becomes it.

    Returns:
        A document whose blocks' spans hold exactly the pieces' words.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    position = 0
    before: Piece | None = None
    for piece in pieces:
        # Character references and cells joined from parts bring in what the source did not have.
        text = one_line(piece.text if piece.text.isascii() else clean(piece.text))
        if not text:
            continue
        gap = _gap(before, piece)
        if gap:
            parts.append(gap)
            position += len(gap)
        parts.append(text)
        span = Span(position, position + len(text))
        position = span.end
        blocks.append(Block(kind=piece.kind, span=span, level=piece.level, header=piece.header))
        if title is None and piece.kind is BlockKind.HEADING:
            title = text
        before = piece
    return Document(
        text="".join(parts),
        blocks=tuple(blocks),
        language="und",
        title=one_line(title) or None if title else None,
        source=source,
        media_type=media_type,
    )


def _gap(before: Piece | None, piece: Piece) -> str:
    """Return what stands between two blocks: line feeds, and the marker of an item."""
    marker = ""
    if piece.kind is BlockKind.ITEM:
        indent = "  " * (piece.level - 1)
        marker = f"{indent}  " if piece.continues else f"{indent}{piece.marker or '-'} "
    if before is None:
        return marker
    together = before.kind is piece.kind and piece.kind in (BlockKind.ITEM, BlockKind.ROW)
    return ("\n" if together else "\n\n") + marker
