"""A store on disk: graph, tables, and a ledger of what was read.

    DIR/store.json        which layout this is
    DIR/graph/            Oxigraph: a named graph a policy version, the vocabulary, the versions
    DIR/tables/*.parquet  policies, practices, provisions, choices, evidence
    DIR/ledger.sqlite     what was read, and what failed
    DIR/failures.jsonl    what failed, for people
    DIR/parts/            what workers wrote and is not merged yet

One writer at a time, held by a lock on `store.json`; readers are always welcome.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import io
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyoxigraph

from policyglot.errors import StoreError
from policyglot.store.graph import VERSIONS_GRAPH, VOCABULARY_GRAPH, vocabulary_nquads
from policyglot.store.joined import complete_join, join_tables, last_shard
from policyglot.store.tables import COLUMNS
from policyglot.vocabulary import PREFIXES

LAYOUT = 2
"""Raised where a store of before cannot be read on: 2 has the tables of provisions and choices."""

_NQUADS = pyoxigraph.RdfFormat.N_QUADS
# Quads are loaded in portions of about so many bytes of N-Quads (some hundred policies), or of so many shards.
_LOAD = 128_000_000
_SHARDS = 64
_LEDGER = """
    CREATE TABLE IF NOT EXISTS done (
        digest TEXT PRIMARY KEY, policy TEXT NOT NULL, series TEXT NOT NULL, date TEXT, source TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS failed (
        digest TEXT PRIMARY KEY, source TEXT NOT NULL, reason TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS made (what TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS by_series ON done (series, date, policy);
"""


def check_layout(folder: Path) -> None:
    """Check that a folder is a store that this version can read.

    Raises:
        StoreError: It is none, or was made by a newer version.
    """
    try:
        said = json.loads((folder / "store.json").read_text(encoding="utf-8"))
        layout = said["layout"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError("this is no store", source=str(folder), advice="`policyglot ingest` makes one") from error
    if layout != LAYOUT:
        is_older = isinstance(layout, int) and layout < LAYOUT
        raise StoreError(
            f"the store has layout {layout}, and this version knows {LAYOUT} only",
            source=str(folder),
            advice="ingest again, into a new folder" if is_older else "update policyglot, or ingest into a new folder",
        )


def graph_folder(folder: Path) -> Path:
    """Return where the graph of a store lies.

    Raises:
        StoreError: The folder is no store that this version can read.
    """
    check_layout(folder)
    return folder / "graph"


class _Joined(io.RawIOBase):
    """Files as one after the other."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = iter(paths)
        self._file: IO[bytes] | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while True:
            if self._file is None:
                path = next(self._paths, None)
                if path is None:
                    return 0
                self._file = path.open("rb", buffering=0)
            count = self._file.readinto(buffer)  # type: ignore[attr-defined]  # of a raw file
            if count:
                return int(count)
            self._file.close()
            self._file = None


class Writer:
    """The one writer of a store; made by `open_writer`."""

    def __init__(self, folder: Path, graph: pyoxigraph.Store, ledger: sqlite3.Connection) -> None:
        self.folder = folder
        self.parts = folder / "parts"
        self._graph = graph
        self._ledger = ledger
        self._waiting: list[Mapping[str, Any]] = []
        self._size = 0

    def knows(self, digest: str) -> bool:
        """Say whether a piece was read before, or failed before."""
        query = "SELECT 1 FROM done WHERE digest = ?1 UNION ALL SELECT 1 FROM failed WHERE digest = ?1"
        return self._ledger.execute(query, (digest,)).fetchone() is not None

    def merge(self, manifest: Mapping[str, Any]) -> None:
        """Take the parts of a finished shard in, at once or with those that follow. Doing so twice does no harm.

        Oxigraph loads many quads at once for less than the same in small portions, so they are gathered. What waits
        is safe: its parts lie on the disk, and whoever opens the store next takes them in.
        """
        self._waiting.append(manifest)
        quads = self.parts / f"{manifest.get('parts', manifest['name'])}.nq"
        self._size += quads.stat().st_size if quads.exists() else 0
        if self._size >= _LOAD or len(self._waiting) >= _SHARDS:
            self.settle()

    def settle(self) -> None:
        """Take in what waits."""
        if not self._waiting:
            return
        begins = [manifest.get("parts", manifest["name"]) for manifest in self._waiting]
        quads = [path for begin in begins if (path := self.parts / f"{begin}.nq").exists()]
        if self._size:
            with _Joined(quads) as joined:
                self._graph.bulk_load(io.BufferedReader(joined, 1 << 20), format=_NQUADS)
        for begin, manifest in zip(begins, self._waiting, strict=True):
            for table in COLUMNS:
                part = self.parts / f"{begin}.{table}.parquet"
                if part.exists():
                    part.replace(self.folder / "tables" / f"{table}-{manifest['name']}.parquet")
        with self._ledger:
            for manifest in self._waiting:
                self._note(manifest)
        for path in (*quads, *(self.parts / f"{manifest['name']}.json" for manifest in self._waiting)):
            path.unlink(missing_ok=True)
        self._waiting.clear()
        self._size = 0

    def _note(self, manifest: Mapping[str, Any]) -> None:
        done = [(d["digest"], d["policy"], d["series"], d["date"], d["source"]) for d in manifest["done"]]
        self._ledger.executemany("INSERT OR IGNORE INTO done VALUES (?, ?, ?, ?, ?)", done)
        failed = [(f["digest"], f["source"], f["reason"]) for f in manifest["failed"]]
        self._ledger.executemany("INSERT OR IGNORE INTO failed VALUES (?, ?, ?)", failed)

    def recover(self) -> int:
        """Merge what an interrupted run finished, drop what it did not; return how many shards were merged."""
        complete_join(self.folder, self._ledger)
        manifests = sorted(self.parts.glob("*.json"))
        for path in manifests:
            self.merge(json.loads(path.read_text(encoding="utf-8")))
        self.settle()
        for path in self.parts.iterdir():
            path.unlink()
        return len(manifests)

    def next_shard(self) -> int:
        """Return a number above those of all shards that tables are named after."""
        return last_shard(self.folder) + 1

    def finish(self) -> None:
        """Take in what waits, link the versions of each policy, list the failures, and tidy up."""
        self.settle()
        join_tables(self.folder, self._ledger)
        self._link_versions()
        lines = self._ledger.execute("SELECT source, reason FROM failed ORDER BY source")
        written = self.folder / "failures.writing"
        with written.open("w", encoding="utf-8") as file:
            file.writelines(
                json.dumps({"source": source, "reason": reason}, ensure_ascii=False) + "\n" for source, reason in lines
            )
        written.replace(self.folder / "failures.jsonl")
        self._graph.flush()

    def close(self) -> None:
        """Let go of the graph: Oxigraph unlocks it when nobody refers to it any more."""
        del self._graph

    def count(self) -> tuple[int, int]:
        """Return how many policies the store has, and how many failed."""
        (done,) = self._ledger.execute("SELECT COUNT(DISTINCT policy) FROM done").fetchone()
        (failed,) = self._ledger.execute("SELECT COUNT(*) FROM failed").fetchone()
        return done, failed

    def _link_versions(self) -> None:
        graph = pyoxigraph.NamedNode(VERSIONS_GRAPH)
        self._graph.clear_graph(graph)
        self._graph.bulk_extend(self._versions(graph))

    def _versions(self, graph: pyoxigraph.NamedNode) -> Iterator[pyoxigraph.Quad]:
        """Yield for each dated policy its date, and the version before it in its series."""
        revision = pyoxigraph.NamedNode(PREFIXES["prov"] + "wasRevisionOf")
        as_of = pyoxigraph.NamedNode(PREFIXES["pg"] + "asOf")
        rows = self._ledger.execute(
            "SELECT series, MIN(date), policy FROM done WHERE date IS NOT NULL GROUP BY series, policy "
            "ORDER BY series, MIN(date), policy"
        )
        before: tuple[str, str] | None = None
        for series, date, policy in rows:
            node = pyoxigraph.NamedNode(policy)
            yield pyoxigraph.Quad(node, as_of, pyoxigraph.Literal(date), graph)
            if before is not None and before[0] == series:
                yield pyoxigraph.Quad(node, revision, pyoxigraph.NamedNode(before[1]), graph)
            before = (series, policy)


def _lock(folder: Path) -> IO[str]:
    """Open `store.json` and lock it; the lock ends with the process, however it ends."""
    file = (folder / "store.json").open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise StoreError(
            "the store is in use by another writer or an export", source=str(folder), advice="wait for it"
        ) from error
    return file


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Keep writers away from a store; other holders and readers are welcome.

    Raises:
        StoreError: It is no store that this version can read, a writer has it, or a run on it was interrupted.
    """
    check_layout(folder)
    with (folder / "store.json").open(encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreError("a writer is at work on the store", source=str(folder), advice="wait for it") from error
        if any(path.suffix in {".json", ".joined"} for path in (folder / "parts").iterdir()):
            raise StoreError(
                "a run on the store was interrupted", source=str(folder), advice="run `policyglot ingest` again first"
            )
        yield


def ledger_of(folder: Path) -> sqlite3.Connection:
    """Open the ledger of a store for reading.

    Raises:
        StoreError: It cannot be read.
    """
    try:
        return sqlite3.connect(f"{(folder / 'ledger.sqlite').absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error as error:
        raise StoreError(f"the ledger cannot be read: {error}", source=str(folder)) from error


def _load_vocabulary(graph: pyoxigraph.Store, ledger: sqlite3.Connection) -> None:
    """Put the vocabulary into its graph, unless it is there already."""
    quads = vocabulary_nquads()
    digest = hashlib.sha256(quads).hexdigest()
    if ledger.execute("SELECT value FROM made WHERE what = 'vocabulary'").fetchone() == (digest,):
        return
    graph.clear_graph(pyoxigraph.NamedNode(VOCABULARY_GRAPH))
    graph.bulk_load(quads, format=_NQUADS)
    with ledger:
        ledger.execute("INSERT OR REPLACE INTO made VALUES ('vocabulary', ?)", (digest,))


@contextmanager
def open_writer(folder: Path) -> Iterator[Writer]:
    """Open a store for writing, and make it where there is none.

    Raises:
        StoreError: Another writer has it, it is newer than this version, the folder holds something else, or the
            disk is full.
    """
    try:
        if folder.exists() and not (folder / "store.json").exists() and any(folder.iterdir()):
            raise StoreError("this is no store", source=str(folder), advice="give a new or empty folder")
        for below in ("tables", "parts"):
            (folder / below).mkdir(parents=True, exist_ok=True)
        with _lock(folder) as file:
            if file.tell() == 0:
                file.write(json.dumps({"layout": LAYOUT}) + "\n")
                file.flush()
            check_layout(folder)
            ledger = sqlite3.connect(folder / "ledger.sqlite")
            try:
                ledger.execute("PRAGMA journal_mode=WAL")
                ledger.executescript(_LEDGER)
                graph = pyoxigraph.Store(str(folder / "graph"))
                _load_vocabulary(graph, ledger)
                writer = Writer(folder, graph, ledger)
                del graph
                try:
                    yield writer
                finally:
                    writer.close()
            finally:
                ledger.close()
    except sqlite3.Error as error:
        raise StoreError(f"the ledger cannot be written: {error}", source=str(folder)) from error
    except OSError as error:
        full = error.errno == errno.ENOSPC or "No space left" in str(error)
        message = "the disk is full" if full else f"the store cannot be written: {error}"
        advice = "make room and run again: what was merged is kept" if full else None
        raise StoreError(message, source=str(folder), advice=advice) from error
