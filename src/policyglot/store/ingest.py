"""Reads many policies into a store: shards for workers, a ledger for going on, one merge."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from policyglot.errors import InputError
from policyglot.store.folder import Writer, open_writer
from policyglot.store.pieces import Piece, pieces
from policyglot.store.shard import Shard, compile_shard, identify

# A shard is what is lost at most when a worker dies, and what its start is spread over.
_PIECES = 32
_BYTES = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is.

    Attributes:
        read: Policies read in this run.
        failed: Inputs that failed in this run.
        known: Inputs that were known already.
        bytes: Bytes of text read in this run.
        seconds: Since the run began.
    """

    read: int = 0
    failed: int = 0
    known: int = 0
    bytes: int = 0
    seconds: float = 0.0


Report = Callable[[Progress], None]


def ingest(
    sources: Iterable[str],
    store: str | os.PathLike[str],
    *,
    workers: int = 1,
    scheduler: str | None = None,
    report: Report | None = None,
) -> Progress:
    """Read policies into a store; what it has already is left alone.

    Args:
        sources: Files, folders, globs, archives, JSON Lines, Parquet, lists; see `pieces`.
        store: Folder of the store, made where there is none.
        workers: Processes, at least 1. Ignored with a scheduler.
        scheduler: Address of a Dask scheduler ("tcp://host:8786"), whose workers share this disk; or None.
        report: Called after each shard.

    Returns:
        What this run did.

    Raises:
        InputError: A source does not exist, or the scheduler cannot be reached.
        StoreError: The store cannot be written; what was merged is kept.
    """
    with open_writer(Path(store)) as writer, _executor(workers, scheduler) as make:
        writer.recover()
        run = _Run(writer, make, most=2 * workers if scheduler is None else 64, report=report)
        try:
            for shard in _shards(_new(pieces(sources), run), writer):
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
            run.progress = replace(run.progress, known=run.progress.known + 1)
            continue
        in_run.add(identity)
        yield piece, size
        if len(in_run) > 100_000:
            # The ledger knows the early ones by now; only those in hand must be remembered.
            in_run = set(list(in_run)[-10_000:])


def _shards(found: Iterator[tuple[Piece, int]], writer: Writer) -> Iterator[Shard]:
    batch: list[Piece] = []
    size = 0
    # Names must not meet those of an earlier run, whose tables stay.
    stamp, number = sum(1 for _ in (writer.folder / "tables").glob("policies-*")), 0
    for piece, length in found:
        batch.append(piece)
        size += length
        if len(batch) == _PIECES or size >= _BYTES:
            yield Shard(name=f"{stamp + number:08d}", pieces=tuple(batch))
            batch, size, number = [], 0, number + 1
    if batch:
        yield Shard(name=f"{stamp + number:08d}", pieces=tuple(batch))


@contextmanager
def _executor(workers: int, scheduler: str | None) -> Iterator[Callable[[], Executor]]:
    """Give a way to make executors: a new one is needed where a worker's death broke the last."""
    if scheduler is None:
        # Not fork: Oxigraph's threads would not survive it.
        context = multiprocessing.get_context("spawn")
        yield lambda: ProcessPoolExecutor(max_workers=workers, mp_context=context)
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

    def __init__(self, writer: Writer, make: Callable[[], Executor], *, most: int, report: Report | None) -> None:
        self.writer = writer
        self.progress = Progress()
        self._make = make
        self._executor = make()
        self._most = most
        self._report = report
        self._in_hand: dict[Future[dict[str, Any]], Shard] = {}
        self._began = time.monotonic()

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
        self._in_hand[self._executor.submit(compile_shard, shard, str(self.writer.parts.absolute()))] = shard

    def _take(self) -> None:
        finished, _ = wait(self._in_hand, return_when=FIRST_COMPLETED)
        for future in finished:
            if future not in self._in_hand:
                continue
            shard = self._in_hand.pop(future)
            error = future.exception()
            if error is None:
                self._merge(future.result())
            elif isinstance(error, OSError):
                raise error
            elif isinstance(error, BrokenProcessPool):
                self._one_by_one([shard, *self._in_hand.values()])
            else:
                self._retry(shard, f"its worker failed: {error}")

    def _one_by_one(self, shards: list[Shard]) -> None:
        """A worker died, and nobody knows on which policy: try the suspects alone."""
        self._in_hand.clear()
        self._executor.shutdown(wait=True)
        self._executor = self._make()
        for shard in shards:
            for number, piece in enumerate(shard.pieces):
                alone = Shard(name=f"{shard.name}-{number:04d}", pieces=(piece,))
                try:
                    parts = str(self.writer.parts.absolute())
                    self._merge(self._executor.submit(compile_shard, alone, parts).result())
                except BrokenProcessPool:
                    self._executor = self._make()
                    self._fail(alone, "the process that read it died")

    def _retry(self, shard: Shard, reason: str) -> None:
        if len(shard.pieces) == 1:
            self._fail(shard, reason)
            return
        for number, piece in enumerate(shard.pieces):
            self._start(Shard(name=f"{shard.name}-{number:04d}", pieces=(piece,)))

    def _fail(self, shard: Shard, reason: str) -> None:
        failed = [{"digest": identify(piece)[0], "source": piece.name, "reason": reason} for piece in shard.pieces]
        self._merge({"name": shard.name, "done": [], "failed": failed, "bytes": 0})

    def _merge(self, manifest: dict[str, Any]) -> None:
        self.writer.merge(manifest)
        self.progress = replace(
            self.progress,
            read=self.progress.read + len(manifest["done"]),
            failed=self.progress.failed + len(manifest["failed"]),
            bytes=self.progress.bytes + manifest["bytes"],
            seconds=time.monotonic() - self._began,
        )
        if self._report is not None:
            self._report(self.progress)
