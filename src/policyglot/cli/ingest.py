"""`policyglot ingest`: many policies into a store."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from policyglot.cli import console
from policyglot.cli.options import workers_option
from policyglot.errors import OutputError

if TYPE_CHECKING:
    from policyglot.store.ingest import Progress, Report

# Seconds between two lines in a pipe.
_EVERY = 10.0


@click.command(
    short_help="Read many policies into a store.",
    epilog="\b\nExample:\n  policyglot ingest policies/ crawl.jsonl --store corpus --workers 4",
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--store", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder of the store.")
@workers_option("Processes that read.")
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler whose workers read, as tcp://host:8786.")
@click.option(
    "--seconds-per-policy",
    type=click.FloatRange(min=0, min_open=True),
    default=120.0,
    show_default=True,
    metavar="SECONDS",
    help="Give up a policy that takes longer, and go on.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "never"]),
    default="never",
    show_default=True,
    help="Exit with 1 where an input failed.",
)
def command(
    *,
    sources: Sequence[str],
    store: Path,
    workers: int,
    scheduler: str | None,
    seconds_per_policy: float,
    fail_on: str,
) -> int:
    """Read many policies into a store.

    What the store has already is left alone.

    SOURCE is a file (prose, JSON-LD, Turtle, N-Quads, P3P), a folder, a glob, a .zip, .tar.gz,
    .jsonl or .parquet file with a column "text" (and "site", "date", "id" where known), a .warc or
    .warc.gz file (the pages whose address or title names a policy), or @LIST, a file of such
    sources. What fails is listed in DIR/failures.jsonl. An interrupted run goes on
    where it stopped.
    """
    from policyglot.store.ingest import ingest
    from policyglot.store.tables import has_parquet

    if not has_parquet():
        console.say("policyglot: no tables are written without pyarrow (pip install 'policyglot[corpus]')")
    try:
        with _reporter() as report:
            done = ingest(
                sources,
                store,
                workers=workers,
                scheduler=scheduler,
                seconds_per_policy=seconds_per_policy,
                report=report,
            )
    except KeyboardInterrupt:
        console.say("policyglot: interrupted; what was read is kept, and the same command goes on")
        raise
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


def _rate(progress: Progress) -> str:
    return f"{progress.bytes / 1e6 / progress.seconds if progress.seconds else 0.0:.2f} MB/s"


def _left(seconds: float | None) -> str:
    """Say how long a run will still take, in the two largest units.

    >>> _left(3700.0)
    '1 h 01 min left'
    """
    if seconds is None:
        return "time left unknown"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours:,} h {minutes:02} min left"
    return f"{minutes} min {rest:02} s left" if minutes else f"{rest} s left"


@contextmanager
def _reporter() -> Iterator[Report]:
    """A bar on a terminal; in a pipe a plain line at most every ten seconds."""
    if console.is_terminal(sys.stderr):
        with _bar() as report:
            yield report
        return
    told = 0.0

    def tell(progress: Progress) -> None:
        nonlocal told
        if progress.seconds - told >= _EVERY:
            told = progress.seconds
            share = f"{100 * progress.size / progress.total:.0f} %, " if progress.total else ""
            console.say(
                f"{share}{progress.read:,} policies, {progress.failed:,} failed, {_rate(progress)}, "
                f"{_left(progress.seconds_left)}"
            )

    yield tell


@contextmanager
def _bar() -> Iterator[Report]:
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TaskProgressColumn, TextColumn
    from rich.progress import Progress as Bar

    # The spinner shows life where the first policies take their time.
    columns = (SpinnerColumn(), BarColumn(bar_width=None), TaskProgressColumn(), TextColumn("{task.description}"))
    system: Literal["auto"] | None = "auto" if console.wants_colour(sys.stderr) else None
    with Bar(*columns, console=Console(file=sys.stderr, color_system=system), expand=True) as bar:
        task = bar.add_task("0 policies", total=None)

        def tell(progress: Progress) -> None:
            failed = f", {progress.failed:,} failed" if progress.failed else ""
            left = _left(progress.seconds_left)
            said = f"{progress.read:,} policies{failed}, {_rate(progress)}, {left}"
            bar.update(task, total=progress.total, completed=progress.size, description=said)

        yield tell
