"""Tables as rows: which row is the header, and what a table that only makes a layout becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from policyglot.model import BlockKind
from policyglot.read.layout import Piece, one_line, row_text


@dataclass(slots=True)
class TableReader:
    """Takes the cells of one table and makes its rows.

    Attributes:
        rows: Finished rows, each a list of (text, whether it is marked as a header cell).
        row: Cells of the open row.
    """

    rows: list[list[tuple[str, bool]]] = field(default_factory=list)
    row: list[tuple[str, bool]] = field(default_factory=list)

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
        if max((sum(1 for text, _ in row if text) for row in rows), default=0) <= 1:
            for row in rows:
                yield Piece(kind=BlockKind.PARAGRAPH, text=" ".join(text for text, _ in row))
            return
        header: list[str] = []
        for index, row in enumerate(rows):
            is_header = index == 0 and all(marked for text, marked in row if text)
            if is_header:
                header = [text for text, _ in row]
            cells = [(text, header[k] if k < len(header) else "") for k, (text, _) in enumerate(row) if text]
            yield Piece(
                kind=BlockKind.ROW,
                text=row_text(text for text, _ in cells),
                header=() if is_header or not header else tuple(label for _, label in cells),
            )


def cell_text(text: str) -> str:
    r"""Return a cell's text as one line, a semicolon between lines that no punctuation parts.

    >>> cell_text("Name \n E-mail address,\\n age")
    'Name; E-mail address, age'
    """
    lines = [line for part in text.split("\n") if (line := one_line(part))]
    return " ".join(
        f"{line};" if k < len(lines) - 1 and line[-1] not in ".,;:?!" else line for k, line in enumerate(lines)
    )
