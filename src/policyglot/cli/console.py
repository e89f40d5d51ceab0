"""Where words go: data to standard output, everything else to standard error.

On a terminal tables are drawn by rich in the terminal's width; in a pipe they are plain
text that other programs can read. Colours appear on a terminal only, and never with NO_COLOR.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, Literal

import click

from policyglot.errors import OutputError

# A cell narrower than this breaks words; then a row is shown as a record.
_NARROWEST = 12
# What rich puts between columns.
_GAP = 2


def is_terminal(stream: IO[Any]) -> bool:
    """Say whether people look at the stream."""
    return hasattr(stream, "isatty") and stream.isatty()


def wants_colour(stream: IO[Any]) -> bool:
    """Say whether the stream may get ANSI colours: https://no-color.org."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width_of(stream: IO[Any]) -> int | None:
    """Return the columns of the terminal, or None for a pipe, whose lines are not wrapped."""
    return shutil.get_terminal_size().columns if is_terminal(stream) else None


def write_bytes(content: bytes) -> None:
    """Write data to standard output as it is."""
    with _named_output():
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def write(text: str) -> None:
    """Write text to standard output as it is."""
    with _named_output():
        sys.stdout.write(text)


@contextmanager
def _named_output() -> Iterator[None]:
    """Say of a failure that it was standard output which could not be written (a full disk behind it)."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error.strerror or str(error), source="standard output") from error


def write_csv(text: str) -> None:
    """Write lines that end as CSV has them, whatever the system makes of line ends."""
    write_bytes(text.encode(sys.stdout.encoding or "utf-8", "replace"))


def say(text: str) -> None:
    """Write one message to standard error."""
    click.echo(text, err=True)


def write_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table: drawn on a terminal, in a pipe one line a row with tabs between cells.

    On a terminal too narrow for the columns, every row is a record: one line `name: value` a cell.
    """
    rows = list(rows)
    if not is_terminal(sys.stdout):
        for row in (columns, *rows):
            write("\t".join(" ".join(cell.split()) for cell in row) + "\n")
        return
    if _widest(columns, rows, width=width_of(sys.stdout) or 0) < _NARROWEST:
        _write_records(columns, rows)
        return
    from rich import box
    from rich.table import Table

    table = Table(*columns, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*map(_literal, row))
    _draw(table)


def _widest(columns: Sequence[str], rows: Sequence[Sequence[str]], *, width: int) -> int:
    """Return how wide the widest column can be where the narrow ones get all that they need."""
    wanted = sorted(max(map(len, cells)) for cells in zip(columns, *rows, strict=True))
    left = width - _GAP * len(wanted)
    for number, one in enumerate(wanted):
        share = left // (len(wanted) - number)
        if one > share:
            return share
        left -= one
    return width


def _write_records(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.table import Table

    for row in rows:
        record = Table.grid(padding=(0, 1))
        record.add_column(style="bold", no_wrap=True)
        record.add_column()
        for name, value in zip(columns, row, strict=True):
            if value:
                record.add_row(f"{name}:", _literal(value))
        _draw(record)
        write("\n")


def write_pairs(pairs: Iterable[tuple[str, str]]) -> None:
    """Write names with their values; long values are wrapped on a terminal, beside their name."""
    shown = [(name, value) for name, value in pairs if value]
    if not is_terminal(sys.stdout):
        for name, value in shown:
            write(f"  {name}: {value}\n")
        return
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for name, value in shown:
        table.add_row(f"  {name}", _literal(value))
    _draw(table)


def _literal(text: str) -> Any:
    """Text in which rich looks for no markup: policies contain brackets."""
    from rich.text import Text

    return Text(text)


def _draw(table: Any) -> None:
    from rich.console import Console

    system: Literal["auto"] | None = "auto" if wants_colour(sys.stdout) else None
    Console(file=sys.stdout, color_system=system, highlight=False).print(table)
