"""Reads many policies into a store: shards for workers, a ledger for going on, one merge."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from policyglot.errors import InputError, WorkerError
from policyglot.store.deadline import last_words
from policyglot.store.folder import Writer, open_writer
from policyglot.store.pieces import Piece, pieces, size_of
from policyglot.store.shard import SECONDS, Shard, compile_shard, identify, late_reason
from policyglot.store.workers import WorkerProcesses

# A shard is what is read again when a worker dies, and one file of each table.
_PIECES = 32
_BYTES = 2_000_000
# Towards the end a shard is what is left, by so many and by the number of workers, but not less than this.
_SHARDS_LEFT = 4
_FEWEST = 4
_LEAST = 100_000
# Workers that a cluster is thought to have.
_CLUSTER = 32
# So often in a row may all workers die before any of them begins.
_IDLE_DEATHS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is.

    Attributes:
        read: Policies read in this run.
        failed: Inputs that failed in this run.
        known: Inputs that were known already.
        bytes: Bytes of text read in this run.
        seconds: Since the run began.
        size: Bytes of the sources that are behind us, as they lie on the disk; what is known already included.
        skipped: Those of them that were known already.
        total: Bytes of all sources as they lie on the disk.
    """

    read: int = 0
    failed: int = 0
    known: int = 0
    bytes: int = 0
    seconds: float = 0.0
    size: int = 0
    skipped: int = 0
    total: int = 0

    @property
    def seconds_left(self) -> float | None:
        """What the rest of the run will take, None where nothing can be said yet.

        >>> Progress(size=60, skipped=20, total=100, seconds=8.0).seconds_left
        8.0
        """
        read = self.size - self.skipped
        return max(0, self.total - self.size) / read * self.seconds if read else None


Report = Callable[[Progress], None]


def ingest(
    sources: Sequence[str],
    store: str | os.PathLike[str],
    *,
    workers: int = 1,
    scheduler: str | None = None,
    seconds_per_policy: float = SECONDS,
    report: Report | None = None,
) -> Progress:
    """Read policies into a store; what it has already is left alone.

    Args:
        sources: Files, folders, globs, archives, JSON Lines, Parquet, lists; see `pieces`.
        store: Folder of the store, made where there is none.
        workers: Processes, at least 1. Ignored with a scheduler.
        scheduler: Address of a Dask scheduler ("tcp://host:8786"), whose workers share this disk; or None.
        seconds_per_policy: A policy that takes longer by the clock fails, and the run goes on; above 0.
        report: Called after each shard, and for each input that is known already.

    Returns:
        What this run did.

    Raises:
        InputError: A source does not exist, or the scheduler cannot be reached.
        StoreError: The store cannot be written; what was merged is kept.
        WorkerError: Workers die as soon as they are started.
    """
    with open_writer(Path(store)) as writer, _executor(workers, scheduler) as make:
        writer.recover()
        if scheduler is not None:
            workers = _CLUSTER
        run = _Run(writer, make, most=2 * workers, seconds=seconds_per_policy, report=report)
        try:
            run.progress = Progress(total=size_of(sources))
            for shard in _shards(_new(pieces(sources), run), run, workers=workers):
                run.submit(shard)
            run.drain()
        finally:
            run.close()
        writer.finish()
        return run.progress


def _new(found: Iterator[Piece], run: _Run) -> Iterator[tuple[Piece, int]]:
    """Yield the pieces that the store does not know, each once, with its size."""
    in_run: set[str] = set()
    for piece in found:
        identity, size = identify(piece)
        if identity in in_run or run.writer.knows(identity):
            run.skip(piece.size)
            continue
        in_run.add(identity)
        yield piece, size
        if len(in_run) > 100_000:
            # The ledger knows the early ones by now; only those in hand must be remembered.
            in_run = set(list(in_run)[-10_000:])


def _shards(found: Iterator[tuple[Piece, int]], run: _Run, *, workers: int) -> Iterator[Shard]:
    """Yield shards, smaller towards the end, so that the workers end together."""
    batch: list[Piece] = []
    size = length = handed = 0
    # Names must not meet those of an earlier run, whose tables stay.
    number = run.writer.next_shard()
    for piece, count in found:
        batch.append(piece)
        size += piece.size
        length += count
        handed += piece.size
        left = run.progress.total - run.progress.skipped - handed
        is_share = size * _SHARDS_LEFT * workers >= left and (len(batch) >= _FEWEST or length >= _LEAST)
        if len(batch) == _PIECES or length >= _BYTES or is_share:
            yield Shard(name=f"{number:08d}", pieces=tuple(batch))
            batch, size, length, number = [], 0, 0, number + 1
    if batch:
        yield Shard(name=f"{number:08d}", pieces=tuple(batch))


@contextmanager
def _executor(workers: int, scheduler: str | None) -> Iterator[Callable[[], Executor]]:
    """Give a way to make executors: a new one is needed where a worker's death broke the last."""
    if scheduler is None:
        yield lambda: WorkerProcesses(workers)
        return
    try:
        # Named at run time: Dask's functions have no types, installed or not.
        connect: Any = import_module("distributed").Client
    except ImportError as error:
        raise InputError(
            "a scheduler needs Dask", source=scheduler, advice="pip install 'policyglot[corpus]'"
        ) from error
    try:
        client = connect(scheduler, timeout=10)
    except (OSError, TimeoutError, ValueError) as error:
        raise InputError(f"the scheduler cannot be reached: {error}", source=scheduler) from error
    with client:
        yield lambda: client.get_executor(pure=False, retries=3)


class _Run:
    """The shards in hand, and what came of the others."""

    def __init__(
        self, writer: Writer, make: Callable[[], Executor], *, most: int, seconds: float, report: Report | None
    ) -> None:
        self.writer = writer
        self.progress = Progress()
        self._make = make
        self._executor = make()
        self._most = most
        self._seconds = seconds
        self._report = report
        self._in_hand: dict[Future[dict[str, Any]], Shard] = {}
        self._began = time.monotonic()
        self._idle_deaths = 0

    def skip(self, size: int) -> None:
        """Count a piece that the store knows already."""
        self._tell(known=1, size=size)

    def submit(self, shard: Shard) -> None:
        """Hand a shard to a worker, and wait while too many are in hand."""
        while len(self._in_hand) >= self._most:
            self._take()
        self._start(shard)

    def drain(self) -> None:
        """Wait for all shards in hand."""
        while self._in_hand:
            self._take()

    def close(self) -> None:
        """Let the workers go; shards in hand are left to a later run."""
        for future in self._in_hand:
            future.cancel()
        # Dask's executor knows no `cancel_futures`, the standard library's does the same by hand.
        self._executor.shutdown(wait=True)

    def _start(self, shard: Shard) -> None:
        future = self._executor.submit(compile_shard, shard, str(self.writer.parts.absolute()), self._seconds)
        self._in_hand[future] = shard

    def _take(self) -> None:
        finished, _ = wait(self._in_hand, return_when=FIRST_COMPLETED)
        for future in finished:
            if future not in self._in_hand:
                continue
            shard = self._in_hand.pop(future)
            error = future.exception()
            if error is None:
                self._idle_deaths = 0
                self._merge(future.result())
            elif isinstance(error, OSError):
                raise error
            elif isinstance(error, BrokenProcessPool):
                self._replace_workers([shard, *self._in_hand.values()])
            else:
                self._retry(shard, f"its worker failed: {error}")

    def _replace_workers(self, shards: list[Shard]) -> None:
        """A worker died, and took the others with it: try what they had in hand alone, and go on with the rest.

        Raises:
            WorkerError: Workers die without having begun anything.
        """
        self._in_hand.clear()
        self._executor.shutdown(wait=True)
        hands = [(shard, *last_words(self._log(shard))) for shard in shards]
        self._idle_deaths = 0 if any(place is not None for _, place, _ in hands) else self._idle_deaths + 1
        if self._idle_deaths == _IDLE_DEATHS:
            raise WorkerError(
                "the worker processes die as soon as they are started",
                source=str(self.writer.folder),
                advice="standard error may say why: a script needs `if __name__ == '__main__':` around its call, "
                "and each worker some 300 MB of memory",
            )
        self._executor = self._make()
        for shard, place, is_late in hands:
            if is_late and place is not None:
                self._fail(_alone(shard, place), late_reason(self._seconds))
            elif place is not None:
                self._try_alone(_alone(shard, place))
        # Last, since what is tried alone may break the new workers too.
        for shard, place, _ in hands:
            if place is None:
                self._start(shard)
            else:
                self._start_rest(shard, place)

    def _try_alone(self, alone: Shard) -> None:
        try:
            self._merge(
                self._executor.submit(compile_shard, alone, str(self.writer.parts.absolute()), self._seconds).result()
            )
        except BrokenProcessPool:
            self._executor.shutdown(wait=True)
            self._executor = self._make()
            _, is_late = last_words(self._log(alone))
            self._fail(alone, late_reason(self._seconds) if is_late else "the process that read it died")

    def _start_rest(self, shard: Shard, place: int) -> None:
        rest = shard.pieces[:place] + shard.pieces[place + 1 :]
        if rest:
            self._start(Shard(name=f"{shard.name}-r{place:02d}", pieces=rest))

    def _retry(self, shard: Shard, reason: str) -> None:
        """A worker elsewhere failed with a shard: leave out what took too long, or else try all alone."""
        place, is_late = last_words(self._log(shard))
        if is_late and place is not None:
            self._fail(_alone(shard, place), late_reason(self._seconds))
            self._start_rest(shard, place)
        elif len(shard.pieces) == 1:
            self._fail(shard, reason)
        else:
            for place in range(len(shard.pieces)):
                self._start(_alone(shard, place))

    def _log(self, shard: Shard) -> Path:
        return self.writer.parts / f"{shard.name}.log"

    def _fail(self, shard: Shard, reason: str) -> None:
        failed = [{"digest": identify(piece)[0], "source": piece.name, "reason": reason} for piece in shard.pieces]
        size = sum(piece.size for piece in shard.pieces)
        self._merge({"name": shard.name, "done": [], "failed": failed, "bytes": 0, "size": size})

    def _merge(self, manifest: dict[str, Any]) -> None:
        self.writer.merge(manifest)
        self._tell(
            read=len(manifest["done"]), failed=len(manifest["failed"]), count=manifest["bytes"], size=manifest["size"]
        )

    def _tell(self, *, read: int = 0, failed: int = 0, known: int = 0, count: int = 0, size: int) -> None:
        before = self.progress
        self.progress = Progress(
            read=before.read + read,
            failed=before.failed + failed,
            known=before.known + known,
            bytes=before.bytes + count,
            seconds=time.monotonic() - self._began,
            size=before.size + size,
            skipped=before.skipped + (size if known else 0),
            total=before.total,
        )
        if self._report is not None:
            self._report(self.progress)


def _alone(shard: Shard, place: int) -> Shard:
    return Shard(name=f"{shard.name}-{place:04d}", pieces=(shard.pieces[place],))
