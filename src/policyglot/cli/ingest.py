"""`policyglot ingest`: many policies into a store."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policyglot.cli import console
from policyglot.errors import OutputError

if TYPE_CHECKING:
    from policyglot.store.ingest import Progress, Report


@click.command(
    short_help="Read many policies into a store.",
    epilog="\b\nExample:\n  policyglot ingest policies/ crawl.jsonl --store corpus --workers 4",
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--store", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder of the store.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=lambda: os.cpu_count() or 1,
    show_default="one a processor",
    metavar="N",
    help="Processes that read.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler whose workers read, as tcp://host:8786.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "never"]),
    default="never",
    show_default=True,
    help="Exit with 1 where an input failed.",
)
def command(*, sources: Sequence[str], store: Path, workers: int, scheduler: str | None, fail_on: str) -> int:
    """Read many policies into a store.

    What the store has already is left alone.

    SOURCE is a file (prose, JSON-LD, Turtle, N-Quads, P3P), a folder, a glob, a .zip, .tar.gz,
    .jsonl or .parquet file with a column "text" (and "site", "date", "id" where known), or @LIST,
    a file of such sources. What fails is listed in DIR/failures.jsonl. An interrupted run goes on
    where it stopped.
    """
    from policyglot.store.ingest import ingest
    from policyglot.store.tables import has_parquet

    if not has_parquet():
        console.say("policyglot: no tables are written without pyarrow (pip install 'policyglot[corpus]')")
    try:
        done = ingest(sources, store, workers=workers, scheduler=scheduler, report=_reporter())
    except OSError as error:
        # Writing to a full disk fails without the name of the file; the store is what could not be written.
        if error.filename is not None:
            raise
        raise OutputError(error.strerror or str(error), source=str(store)) from error
    console.say(
        f"{done.read:,} read, {done.failed:,} failed, {done.known:,} known already, "
        f"{done.bytes / 1e6:.1f} MB in {done.seconds:.0f} s"
        + (f"; reasons in {store / 'failures.jsonl'}" if done.failed else "")
    )
    return 1 if done.failed and fail_on == "error" else 0


def _line(progress: Progress) -> str:
    rate = progress.bytes / 1e6 / progress.seconds if progress.seconds else 0.0
    return f"{progress.read:,} policies, {progress.failed:,} failed, {rate:.2f} MB/s"


def _reporter() -> Report:
    """A status line on a terminal; in a pipe a plain line at most every ten seconds."""
    if console.is_terminal(sys.stderr):
        return lambda progress: click.echo(f"\r\x1b[K{_line(progress)}", nl=False, err=True)
    told = 0.0

    def tell(progress: Progress) -> None:
        nonlocal told
        if progress.seconds - told >= 10:
            told = progress.seconds
            console.say(_line(progress))

    return tell
