"""Joins the small files of tables into larger ones: each file costs every question about a millisecond.

A join is noted in the ledger before the first file is moved, and the note is dropped after the last; whoever opens
the store next completes what was interrupted. While files are moved, rows may be there twice, never too few.
"""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

from policyglot.store.tables import COLUMNS, has_parquet, write_columns

SHARDS = 64
"""So many shards become one file of each table: some 2,000 policies."""

# What the file of a shard is called after its table: its number, and a suffix where it was read in pieces.
_SHARD = re.compile(r"\d{8}(?:-(?:r\d+|\d{4}))*")
# A number of a shard within the name of a file.
_NUMBER = re.compile(r"\d{8}")


def last_shard(folder: Path) -> int:
    """Return the highest number of a shard that tables below a store are named after, -1 where there is none."""
    paths = (folder / "tables").glob("policies-*.parquet")
    return max((int(number) for path in paths for number in _NUMBER.findall(path.stem)), default=-1)


def join_tables(folder: Path, ledger: sqlite3.Connection) -> None:
    """Join the files of shards, as many as make up whole groups.

    Args:
        folder: The store, of which nobody else is a writer.
        ledger: Its ledger.
    """
    if not has_parquet():
        return
    names = (path.stem.removeprefix("policies-") for path in (folder / "tables").glob("policies-*.parquet"))
    shards = sorted(name for name in names if _SHARD.fullmatch(name))
    for start in range(0, len(shards) - SHARDS + 1, SHARDS):
        group = shards[start : start + SHARDS]
        name = f"{group[0]}-to-{group[-1]}"
        _write(folder, name, group)
        with ledger:
            note = json.dumps({"name": name, "shards": group})
            ledger.execute("INSERT OR REPLACE INTO made VALUES ('join', ?)", (note,))
        complete_join(folder, ledger)


def _write(folder: Path, name: str, shards: list[str]) -> None:
    import pyarrow  # noqa: PLC0415 - an extra
    import pyarrow.parquet  # noqa: PLC0415 - the same

    for table in COLUMNS:
        files = [path for shard in shards if (path := folder / "tables" / f"{table}-{shard}.parquet").exists()]
        parts = [pyarrow.parquet.ParquetFile(path).read() for path in files]
        write_columns(folder / "parts" / f"{table}-{name}.joined", pyarrow.concat_tables(parts))


def complete_join(folder: Path, ledger: sqlite3.Connection) -> None:
    """Move the files of a join that is noted to where they belong, and drop those that they take the place of."""
    row = ledger.execute("SELECT value FROM made WHERE what = 'join'").fetchone()
    if row is None:
        return
    note = json.loads(row[0])
    for table in COLUMNS:
        part = folder / "parts" / f"{table}-{note['name']}.joined"
        if part.exists():
            part.replace(folder / "tables" / f"{table}-{note['name']}.parquet")
    for table in COLUMNS:
        for shard in note["shards"]:
            (folder / "tables" / f"{table}-{shard}.parquet").unlink(missing_ok=True)
    with ledger:
        ledger.execute("DELETE FROM made WHERE what = 'join'")
