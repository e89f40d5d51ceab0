"""Which tables of a page hold data, and their rows; the others only make a layout."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from policyglot.read.layout import Piece
from policyglot.read.tables import TableReader

# A cell with more words than this is a column of a layout.
_MAX_CELL_WORDS = 400

# Words and cells that spans may add to a table; a hostile one asks for more.
_MAX_REPEATED = 20_000

_PARTING = frozenset(["br", "p", "div", "li", "dd", "dt", "tr", "h1", "h2", "h3", "h4", "h5", "h6"])
_UNSEEN = frozenset(["script", "style", "template", "svg", "select", "option"])


def is_data_table(table: etree._Element) -> bool:
    """Say whether a table is one to its readers: two rows of two cells, none of them a column of prose."""
    if table.get("role") in ("presentation", "none") or table.find(".//table") is not None:
        return False
    full = 0
    for row in table.iter("tr"):
        cells = [_word_count(cell) for cell in row if cell.tag in ("td", "th")]
        if any(words > _MAX_CELL_WORDS for words in cells):
            return False
        full += sum(1 for words in cells if words) >= 2
    return full >= 2


def table_pieces(table: etree._Element) -> Iterator[Piece]:
    """Yield the rows of a data table; a cell that spans rows stands in each of them."""
    reader = TableReader()
    spanning: dict[int, tuple[int, str, bool]] = {}
    budget = _MAX_REPEATED
    for row in table.iter("tr"):
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while column in spanning and spanning[column][0] > 0:
                left, text, is_header = spanning[column]
                spanning[column] = (left - 1, text, is_header)
                budget -= 1 + len(text.split())
                reader.add_cell(text if budget > 0 else "", is_header=is_header)
                column += 1
            text, is_header = _cell(cell)
            reader.add_cell(text, is_header=is_header)
            columns, rows = (_span(cell, "colspan"), _span(cell, "rowspan")) if budget > 0 else (1, 1)
            budget -= columns - 1
            for extra in range(columns):
                if extra:
                    reader.add_cell("", is_header=is_header)
                if rows > 1:
                    spanning[column] = (rows - 1, text if not extra else "", is_header)
                column += 1
        reader.end_row()
    yield from reader.pieces()


def _cell(cell: etree._Element) -> tuple[str, bool]:
    """Return a cell's text, line feeds between its blocks, and whether it is a header cell."""
    parts: list[str] = []
    bold = 0
    total = 0
    walk = etree.iterwalk(cell, events=("start", "end"))
    depth_bold = 0
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _UNSEEN:
                walk.skip_subtree()
                continue
            if tag in _PARTING:
                parts.append("\n")
            depth_bold += tag in ("b", "strong")
            said = element.text
        else:
            depth_bold -= tag in ("b", "strong")
            if tag in _PARTING:
                parts.append("\n")
            said = element.tail if element is not cell else None
        if said:
            parts.append(" ".join(said.split("\n")))
            length = len(said.strip())
            total += length
            bold += length if depth_bold else 0
    return "".join(parts), cell.tag == "th" or (total > 0 and bold == total)


def _span(cell: etree._Element, name: str) -> int:
    """Return the rows or columns that a cell spans, at most 50."""
    value = cell.get(name) or "1"
    return min(max(int(value), 1), 50) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _word_count(cell: etree._Element) -> int:
    """Return the number of words in a cell."""
    return sum(len(str(part).split()) for part in cell.itertext())
