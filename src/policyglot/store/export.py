"""A store as files that other engines load: sorted N-Quads and Parquet, the same bytes from the same store.

    FOLDER/export.json                what is here, of which state of the store, and what is finished
    FOLDER/graph/policies-*.nq.gz     the policies by IRI, each a named graph, lines in byte order
    FOLDER/graph/vocabulary.nq.gz     concepts
    FOLDER/graph/versions.nq.gz       dates and revisions
    FOLDER/tables/*.parquet           a file a table, sorted by all columns

A file gets its name when it is complete and on the disk, and is then noted in `export.json`; an export that was
interrupted goes on with the first file that is not noted there.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph

from policyglot.errors import MissingExtraError, OutputError, StoreError, WorkerError
from policyglot.store.folder import hold, ledger_of
from policyglot.store.graph import VERSIONS_GRAPH, VOCABULARY_GRAPH
from policyglot.store.tables import COLUMNS
from policyglot.store.workers import WorkerProcesses

LAYOUT = 1
"""Of an export; raised where its files mean something else."""

# Policies a file: some 300 MB of N-Quads, 15 MB compressed.
_POLICIES = 200
_LEVEL = 6
_ROWS = 100_000
_MEMORY = "2GB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export holds.

    Attributes:
        policies: Number of policies.
        quads: Number of statements; 0 without the graph.
        rows: Number of rows of all tables; 0 without the tables.
        files: Number of files.
        written: How many of them this run wrote.
        bytes: Size of all.
    """

    policies: int
    quads: int
    rows: int
    files: int
    written: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file to write: its name in the folder, and what writes it and returns how much is in it."""

    name: str
    write: Callable[[Path], int]


def export(
    store: str | os.PathLike[str],
    folder: str | os.PathLike[str],
    *,
    with_graph: bool = True,
    with_tables: bool = True,
    workers: int = 1,
    report: Callable[[int, int], None] | None = None,
) -> Exported:
    """Write a store as sorted N-Quads and Parquet.

    Args:
        store: Folder of the store; no writer may have it meanwhile.
        folder: Folder to write to: new, empty, or an earlier export of the same state of the store, which goes on.
        with_graph: Whether to write the N-Quads.
        with_tables: Whether to write the tables.
        workers: Processes that write, at least 1.
        report: Called after each file with the number of files that are there, and of all.

    Returns:
        What the folder holds.

    Raises:
        StoreError: There is no store, a writer has it, or an interrupted run has to be finished first.
        OutputError: The folder holds something else, or cannot be written.
        MissingExtraError: Tables are wanted and DuckDB is not installed.
    """
    source, target = Path(store), Path(folder)
    with hold(source), _reading(source), closing(ledger_of(source)) as ledger:
        files = list(_files(source, ledger, with_graph=with_graph, with_tables=with_tables))
        with _refusing(target):
            state = _Done(target, _digest(ledger))
            missing = [file for file in files if not state.has(file.name)]
            for file, count in _written(missing, target, workers=workers):
                state.add(file.name, count)
                if report is not None:
                    report(len(state.files), len(files))
        (policies,) = ledger.execute("SELECT COUNT(DISTINCT policy) FROM done").fetchone()
    return Exported(
        policies=policies,
        quads=sum(said["count"] for name, said in state.files.items() if name.startswith("graph/")),
        rows=sum(said["count"] for name, said in state.files.items() if name.startswith("tables/")),
        files=len(state.files),
        written=len(missing),
        bytes=sum(said["bytes"] for said in state.files.values()),
    )


@contextmanager
def _reading(source: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        # SQLite writes beside a ledger that it reads: of a full disk it says no more than this.
        raise StoreError(f"the ledger cannot be read: {error}", source=str(source)) from error


@contextmanager
def _refusing(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        advice = "make room and run again: it goes on where it stopped"
        raise OutputError(error.strerror or str(error), source=str(target), advice=advice) from error


class _Done:
    """What is finished, as `export.json` has it."""

    def __init__(self, folder: Path, state: str) -> None:
        self._path = folder / "export.json"
        self._folder = folder
        self._head = {"layout": LAYOUT, "state": state}
        self.files: dict[str, dict[str, Any]] = {}
        if not self._path.exists():
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise OutputError("this holds something else", source=str(folder), advice="give a new or empty folder")
            folder.mkdir(parents=True, exist_ok=True)
            self._save()
            return
        try:
            said = json.loads(self._path.read_text(encoding="utf-8"))
            head, self.files = {key: said[key] for key in self._head}, dict(said["files"])
        except (ValueError, KeyError, TypeError) as error:
            raise OutputError("export.json is broken", source=str(folder), advice="give a new folder") from error
        if head != self._head:
            raise OutputError(
                "this holds an export of another state of the store", source=str(folder), advice="give a new folder"
            )

    def has(self, name: str) -> bool:
        """Say whether a file is finished and still there, as long as it was."""
        path = self._folder / name
        return name in self.files and path.is_file() and path.stat().st_size == self.files[name]["bytes"]

    def add(self, name: str, count: int) -> None:
        """Note that a file is finished."""
        self.files[name] = {"count": count, "bytes": (self._folder / name).stat().st_size}
        self._save()

    def _save(self) -> None:
        text = json.dumps({**self._head, "files": dict(sorted(self.files.items()))}, indent=1) + "\n"
        _put(self._path, lambda path: path.write_text(text, encoding="utf-8"))


def _digest(ledger: sqlite3.Connection) -> str:
    """Return a hash of what a store holds: what was read, and with which vocabulary."""
    digest = hashlib.sha256()
    for table, order in (("done", "digest"), ("made", "what")):
        for row in ledger.execute(f"SELECT * FROM {table} ORDER BY {order}"):  # noqa: S608 - the two names above
            digest.update(json.dumps(row).encode() + b"\n")
    return digest.hexdigest()


def _files(source: Path, ledger: sqlite3.Connection, *, with_graph: bool, with_tables: bool) -> Iterator[_File]:
    if with_graph:
        graph = str(source / "graph")
        for name, iri in (("vocabulary", VOCABULARY_GRAPH), ("versions", VERSIONS_GRAPH)):
            yield _File(name=f"graph/{name}.nq.gz", write=partial(_write_graphs, graph, (iri,)))
        iris = (iri for (iri,) in ledger.execute("SELECT DISTINCT policy FROM done ORDER BY policy"))
        for number, some in enumerate(iter(lambda: tuple(islice(iris, _POLICIES)), ())):
            yield _File(name=f"graph/policies-{number:06d}.nq.gz", write=partial(_write_graphs, graph, some))
    if with_tables:
        for table in COLUMNS:
            if any((source / "tables").glob(f"{table}-*.parquet")):
                yield _File(name=f"tables/{table}.parquet", write=partial(_write_table, str(source), table))
            elif not with_graph:
                raise StoreError("this store has no tables", source=str(source), advice="export the graph alone")


def _written(files: Iterable[_File], target: Path, *, workers: int) -> Iterator[tuple[_File, int]]:
    """Write files, several at a time, and yield each with what is in it."""
    waiting = iter(files)
    with WorkerProcesses(workers) as executor:
        in_hand: dict[Future[int], _File] = {}
        try:
            while True:
                for file in islice(waiting, 2 * workers - len(in_hand)):
                    in_hand[executor.submit(_put, target / file.name, file.write)] = file
                if not in_hand:
                    return
                finished, _ = wait(in_hand, return_when=FIRST_COMPLETED)
                for future in finished:
                    yield in_hand.pop(future), future.result()
        except BrokenProcessPool as error:
            raise WorkerError(
                "a process that wrote died", source=str(target), advice="run again with fewer workers"
            ) from error
        finally:
            for future in in_hand:
                future.cancel()


def _put(path: Path, write: Callable[[Path], int]) -> int:
    """Write a file under another name first, see it onto the disk, and only then give it its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    writing = path.with_name(f"{path.name}.writing")
    try:
        count = write(writing)
        with writing.open("rb") as file:
            os.fsync(file.fileno())
        writing.replace(path)
    finally:
        writing.unlink(missing_ok=True)
    return count


def _write_graphs(store: str, graphs: tuple[str, ...], path: Path) -> int:
    """Write named graphs as sorted N-Quads, compressed; return the number of statements."""
    count = 0
    try:
        opened = pyoxigraph.Store.read_only(store)
    except OSError as error:
        raise StoreError(f"the store cannot be opened: {error}", source=store) from error
    # Neither name nor time of the file go in, so that equal statements are equal bytes.
    with path.open("wb") as raw, gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as file:
        for iri in graphs:
            lines = _lines(opened, iri)
            file.writelines(lines)
            count += len(lines)
    return count


def _lines(store: pyoxigraph.Store, iri: str) -> list[bytes]:
    """Return the statements of a named graph as lines of N-Quads, in byte order."""
    triples = pyoxigraph.RdfFormat.N_TRIPLES
    said = store.dump(format=triples, from_graph=pyoxigraph.NamedNode(iri)) or b""
    if b"_:" in said:
        # The vocabulary alone has blank nodes, and each store names them by chance.
        named = pyoxigraph.Dataset(quad for quad in pyoxigraph.parse(said, format=triples))
        named.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
        said = pyoxigraph.serialize((quad.triple for quad in named), format=triples) or b""
    ending = f" <{iri}> .\n".encode()
    return sorted(line.removesuffix(b" .") + ending for line in said.split(b"\n") if line)


def _write_table(store: str, table: str, path: Path) -> int:
    """Write a table as one sorted Parquet file; return the number of rows."""
    try:
        import duckdb  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingExtraError(
            "tables cannot be sorted without DuckDB",
            advice="pip install 'policyglot[corpus]', or export the graph alone",
        ) from error
    parts, name = (str(p).replace("'", "''") for p in (Path(store) / "tables" / f"{table}-*.parquet", path))
    sorting = f"{path}.sorting"
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _MEMORY,
        "temp_directory": sorting,
        "threads": 1,
    }
    with duckdb.connect(config=config) as connection:
        try:
            copied = connection.execute(
                f"COPY (SELECT * FROM read_parquet('{parts}') ORDER BY ALL) TO '{name}' "  # noqa: S608 - quoted
                f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS})"
            ).fetchall()
        except duckdb.Error as error:
            raise OutputError(f"the table cannot be written: {error}", source=str(path)) from error
        finally:
            shutil.rmtree(sorting, ignore_errors=True)
    return int(copied[0][0])
