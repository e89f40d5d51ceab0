"""Tables as rows: which row is the header, and what a table that only makes a layout becomes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from policyglot.model import BlockKind
from policyglot.read.layout import Piece, one_line, row_text

# A bullet before what a line of a cell lists.
BULLET = re.compile(r"^[-*•·●▪–]\s+")

# An unmarked header has at most this share of the words of the rows below it, less in a table of
# two columns, which is often a list of names and values.
_MAX_SHARE = 0.7
_MAX_SHARE_OF_TWO = 0.25

# The cells of a row: text, and whether it is marked as a header cell.
Row = list[tuple[str, bool]]


# Not frozen: it collects cells while a table is walked.
@dataclass(slots=True)
class TableReader:
    """Takes the cells of one table and makes its rows.

    Attributes:
        rows: Finished rows, each a list of (text, whether it is marked as a header cell).
        row: Cells of the open row.
    """

    rows: list[Row] = field(default_factory=list)
    row: Row = field(default_factory=list)

    def add_cell(self, text: str, *, is_header: bool) -> None:
        """Add a cell to the open row; line feeds in it part what it lists."""
        self.row.append((cell_text(text), is_header))

    def end_row(self) -> None:
        """Close the open row."""
        if self.row:
            self.rows.append(self.row)
        self.row = []

    def pieces(self) -> Iterator[Piece]:
        """Yield the rows; a table of one column is no table, and its cells are paragraphs.

        Empty cells are left out, and so are their header cells: what is there stays aligned.
        """
        self.end_row()
        rows = [row for row in self.rows if any(text for text, _ in row)]
        if max(map(_filled, rows), default=0) <= 1:
            for row in rows:
                yield Piece(kind=BlockKind.PARAGRAPH, text=" ".join(text for text, _ in row))
            return
        place = next(index for index, row in enumerate(rows) if _filled(row) > 1)
        header = [text for text, _ in rows[place]] if _is_header(rows, place) else []
        for index, row in enumerate(rows):
            yield Piece(
                kind=BlockKind.ROW,
                text=row_text(text for text, _ in row if text),
                header=_labels(row, header) if index > place else (),
            )


def _filled(row: Row) -> int:
    """Return the number of cells with words."""
    return sum(1 for text, _ in row if text)


def _labels(row: Row, header: list[str]) -> tuple[str, ...]:
    """Return the header cell of each filled cell, or none where the row's last cells are missing.

    Such a row may have lost its first cell to one that spans rows, so nobody knows what its cells are.
    """
    if not header or len(row) < len(header) or not row[len(header) - 1][0]:
        return ()
    return tuple(header[k] if k < len(header) else "" for k, (text, _) in enumerate(row) if text)


def _is_header(rows: list[Row], place: int) -> bool:
    """Say whether a row is marked as the header, or so much shorter than those below that it must be."""
    row = rows[place]
    if all(is_marked for text, is_marked in row if text):
        return True
    below = [sum(len(text.split()) for text, _ in other) for other in rows[place + 1 :] if _filled(other) > 1]
    cells = [text for text, _ in row if text]
    if len(below) < 2 or any(len(cell.split()) > 6 or cell[-1] in ".;," for cell in cells):
        return False
    share = _MAX_SHARE_OF_TWO if len(cells) == 2 else _MAX_SHARE
    return sum(len(cell.split()) for cell in cells) <= share * sum(below) / len(below)


def cell_text(text: str) -> str:
    r"""Return a cell's text as one line, a semicolon between lines that no punctuation parts.

    >>> cell_text("Name \n E-mail address,\n age")
    'Name; E-mail address, age'
    """
    lines = [line for part in text.split("\n") if (line := BULLET.sub("", one_line(part)))]
    return " ".join(
        f"{line};" if k < len(lines) - 1 and line[-1] not in ".,;:?!" else line for k, line in enumerate(lines)
    )
