"""`policyglot export`: a store as files for other engines."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import click

from policyglot.cli import console
from policyglot.cli.options import workers_option

# Seconds between two lines in a pipe.
_EVERY = 10.0


@click.command(
    short_help="Write a store as sorted N-Quads and Parquet.",
    epilog="\b\nExample:\n  policyglot export --store corpus -o dump --workers 4",
)
@click.option("--store", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder of the store.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FOLDER",
    help="Folder to write to: new, or an interrupted export that goes on.",
)
@click.option("--only", type=click.Choice(["graph", "tables"]), help="Write one of the two.")
@workers_option("Processes that write.")
def command(*, store: Path, output: Path, only: str | None, workers: int) -> int:
    """Write a store as sorted N-Quads and Parquet.

    For engines that hold more, or answer faster, than one machine's store: QLever, Virtuoso, Fuseki, DuckDB, Spark. The
    same store gives the same bytes. An interrupted export goes on where it stopped.
    """
    from policyglot.store.export import export

    try:
        done = export(
            store,
            output,
            with_graph=only != "tables",
            with_tables=only != "graph",
            workers=workers,
            report=_reporter(),
        )
    except KeyboardInterrupt:
        console.say("policyglot: interrupted; the files that are complete are kept, and the same command goes on")
        raise
    console.say(
        f"{done.policies:,} policies: {done.quads:,} statements, {done.rows:,} rows, {done.files:,} files "
        f"({done.written:,} written now), {done.bytes / 1e6:,.1f} MB"
    )
    return 0


def _reporter() -> Callable[[int, int], None]:
    """A line that is written over on a terminal; in a pipe a plain line at most every ten seconds."""
    is_terminal = console.is_terminal(sys.stderr)
    told = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal told
        if is_terminal:
            click.echo(f"\r\x1b[K{done:,} of {total:,} files{chr(10) if done == total else ''}", nl=False, err=True)
        elif time.monotonic() - told >= _EVERY:
            told = time.monotonic()
            console.say(f"{done:,} of {total:,} files")

    return tell
