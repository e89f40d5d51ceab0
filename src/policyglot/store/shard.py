"""What one worker does with a shard: read its pieces, write parts, last of all a manifest.

A part without a manifest is unfinished and counts for nothing; with one it is complete, and merging
it twice does no harm. So a worker, or the whole run, can die at any moment.
"""

from __future__ import annotations

import gc
import hashlib
import json
import multiprocessing
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from policyglot.errors import InputError, PolicyglotError
from policyglot.formats.rdf import nquads_of
from policyglot.formats.to_nodes import policy_node
from policyglot.load import load_policy
from policyglot.model import Policy
from policyglot.store.deadline import Log, OutOfTime, deadline
from policyglot.store.kept import kept
from policyglot.store.pieces import Piece, read_piece
from policyglot.store.tables import COLUMNS, Rows, add_rows, empty_rows, has_parquet, series, write_table

SECONDS = 120.0
"""A policy that takes longer is given up, unless one says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Some policies that one worker reads in one go.

    Attributes:
        name: Unique in the store, fit for a file name.
        pieces: The policies.
    """

    name: str
    pieces: tuple[Piece, ...]


def digest(piece: Piece, content: bytes) -> str:
    """Return what identifies a piece's work: a hash of its bytes, its site and its date."""
    context = json.dumps([piece.site, piece.date, piece.series if piece.date else None]).encode()
    return hashlib.sha256(context + b"\0" + content).hexdigest()


def identify(piece: Piece) -> tuple[str, int]:
    """Return what identifies a piece's work, and its size in bytes; what cannot be read goes by its name."""
    try:
        content = read_piece(piece)
    except InputError:
        return hashlib.sha256(b"unreadable\0" + piece.name.encode("utf-8", "surrogatepass")).hexdigest(), 0
    return digest(piece, content), len(content)


def compile_shard(shard: Shard, folder: str, seconds: float = SECONDS) -> dict[str, Any]:
    """Compile the policies of a shard into part files below a folder.

    Args:
        shard: The shard.
        folder: Folder for parts, on a disk that whoever merges can read.
        seconds: A policy that takes longer is given up, above 0.

    Returns:
        The manifest: `name`; `parts`, what the names of the part files begin with; `done`, a list of what was read
        (digest, policy, series, date, source); `failed`, a list of names with reasons; `bytes` of text read, and
        `size`, what that took in the sources; `tables`, whether there are any.
    """
    parts = Path(folder)
    # Where a worker is thought dead and is not, two write the same shard: each has files of its own.
    begin = f"{shard.name}.{os.getpid():x}-{time.monotonic_ns():x}"
    manifest: dict[str, Any] = {"name": shard.name, "parts": begin, "tables": has_parquet()}
    log = Log(parts / f"{shard.name}.log")
    with (parts / f"{begin}.nq").open("wb") as quads:
        reading = _Reading(quads=quads, rows=empty_rows())
        for number, piece in enumerate(shard.pieces):
            log.takes(number)
            try:
                with deadline(seconds, log.file):
                    read = reading.read(piece)
                # Outside the limit: a policy is in all of the parts, or in none.
                reading.take(*read)
            except PolicyglotError as error:
                reading.fail(piece, error.message)
            except OutOfTime:
                reading.fail(piece, late_reason(seconds))
            except (RecursionError, ValueError, ArithmeticError, LookupError, TypeError, AttributeError) as error:
                # One bad policy never stops a run: what we did not foresee is a failure of that policy.
                reading.fail(piece, f"{type(error).__name__}: {error}")
            _settle()
    manifest |= {"done": reading.done, "failed": reading.failed, "bytes": reading.bytes}
    manifest["size"] = sum(piece.size for piece in shard.pieces)
    if manifest["tables"]:
        for table in COLUMNS:
            write_table(parts / f"{begin}.{table}.parquet", table, reading.rows[table])
    written = parts / f"{begin}.writing"
    written.write_text(json.dumps(manifest), encoding="utf-8")
    written.replace(parts / f"{shard.name}.json")
    log.close()
    return manifest


def late_reason(seconds: float) -> str:
    """Return what is said of a policy that took too long."""
    return f"it did not end within {seconds:g} seconds"


class _Reading:
    """What came of the pieces of a shard so far."""

    def __init__(self, *, quads: IO[bytes], rows: Rows) -> None:
        self.rows = rows
        self.done: list[dict[str, Any]] = []
        self.failed: list[Mapping[str, str]] = []
        self.bytes = 0
        self._quads = quads

    def read(self, piece: Piece) -> tuple[bytes, Rows, dict[str, Any]]:
        """Return the quads, rows and entry of a piece."""
        content = read_piece(piece)
        self.bytes += len(content)
        policy = kept(load_policy(content, piece.name, site=piece.site))
        node, rows = policy_node(policy), empty_rows()
        add_rows(rows, policy, piece, node=node)
        return nquads_of(node, policy), rows, _entry(piece, content, policy)

    def take(self, quads: bytes, rows: Rows, entry: dict[str, Any]) -> None:
        """Write what a piece gave."""
        self._quads.write(quads)
        for table, said in rows.items():
            self.rows[table] += said
        self.done.append(entry)

    def fail(self, piece: Piece, reason: str) -> None:
        """Note that a piece could not be read."""
        self.failed.append({"source": piece.name, "reason": reason, "digest": identify(piece)[0]})


@cache
def _settle() -> None:
    """Spare the collector what a worker keeps for good: vocabulary, lexicon, weights. Once, after the first policy."""
    if multiprocessing.parent_process() is not None:
        gc.collect()
        gc.freeze()


def _entry(piece: Piece, content: bytes, policy: Policy) -> dict[str, Any]:
    return {
        "digest": digest(piece, content),
        "policy": policy.iri,
        "series": series(policy, piece),
        "date": piece.date or policy.modified or policy.issued,
        "source": piece.name,
    }
