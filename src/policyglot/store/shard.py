"""What one worker does with a shard: read its pieces, write parts, last of all a manifest.

A part without a manifest is unfinished and counts for nothing; with one it is complete, and merging
it twice does no harm. So a worker, or the whole run, can die at any moment.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policyglot.errors import InputError, PolicyglotError
from policyglot.formats.rdf import write_nquads
from policyglot.load import load_policy
from policyglot.model import Policy
from policyglot.store.pieces import Piece, read_piece
from policyglot.store.tables import COLUMNS, add_rows, empty_rows, has_parquet, series, write_table


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


def compile_shard(shard: Shard, folder: str) -> dict[str, Any]:
    """Compile the policies of a shard into part files below a folder.

    Args:
        shard: The shard.
        folder: Folder for parts, on a disk that whoever merges can read.

    Returns:
        The manifest: `name`; `done`, a list of what was read (digest, policy, series, date, source);
        `failed`, a list of names with reasons; `bytes` of text read; `tables`, whether there are any.
    """
    parts = Path(folder)
    rows = empty_rows()
    manifest: dict[str, Any] = {"name": shard.name, "done": [], "failed": [], "bytes": 0, "tables": has_parquet()}
    with (parts / f"{shard.name}.nq").open("wb") as quads:
        for piece in shard.pieces:
            try:
                content = read_piece(piece)
                manifest["bytes"] += len(content)
                policy = load_policy(content, piece.name, site=piece.site)
                quads.write(write_nquads(policy))
                add_rows(rows, policy, piece)
                manifest["done"].append(_entry(piece, content, policy))
            except PolicyglotError as error:
                manifest["failed"].append(_failure(piece, error.message))
            except (RecursionError, ValueError, ArithmeticError, LookupError, TypeError, AttributeError) as error:
                # One bad policy never stops a run: what we did not foresee is a failure of that policy.
                manifest["failed"].append(_failure(piece, f"{type(error).__name__}: {error}"))
    if manifest["tables"]:
        for table in COLUMNS:
            write_table(parts / f"{shard.name}.{table}.parquet", table, rows[table])
    written = parts / f"{shard.name}.writing"
    written.write_text(json.dumps(manifest), encoding="utf-8")
    written.replace(parts / f"{shard.name}.json")
    return manifest


def _entry(piece: Piece, content: bytes, policy: Policy) -> dict[str, Any]:
    return {
        "digest": digest(piece, content),
        "policy": policy.iri,
        "series": series(policy, piece),
        "date": piece.date or policy.modified or policy.issued,
        "source": piece.name,
    }


def _failure(piece: Piece, reason: str) -> Mapping[str, str]:
    return {"source": piece.name, "reason": reason, "digest": identify(piece)[0]}
