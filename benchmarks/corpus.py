"""How many policies a store takes and answers: ingest, cost a policy, queries, projection.

    python benchmarks/corpus.py [--policies 20000] [--graph 200] [--practices 150] [--prose DIR] [--texts 24]

Prints ratios and costs a unit. Seconds are of processor time, over all processes and threads, unless it says
"clock": they mean the same on a machine with other work. The synthetic corpus is made from the vocabulary, the
same each time: as tables at full size, through the graph at `--graph` policies, since the graph costs more.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from rdflib import Dataset

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.synthetic import synthetic, write_tables  # noqa: E402 - the path is set above

from policyglot.formats.rdf import write_nquads  # noqa: E402 - the path is set above
from policyglot.store.catalogue import named_queries, query_named  # noqa: E402 - the path is set above
from policyglot.store.folder import graph_folder, open_writer  # noqa: E402 - the path is set above
from policyglot.store.graph import dataset  # noqa: E402 - the path is set above
from policyglot.store.ingest import ingest  # noqa: E402 - the path is set above
from policyglot.store.pieces import Piece  # noqa: E402 - the path is set above
from policyglot.store.query import ask  # noqa: E402 - the path is set above
from policyglot.store.tables import add_rows, empty_rows, write_table  # noqa: E402 - the path is set above
from policyglot.vocabulary import PREFIXES  # noqa: E402 - the path is set above

_T = TypeVar("_T")
_FIVE = ("data-by-company", "sharing", "denials", "no-retention", "named-recipients")
_BATCH = 200


def _said(what: str, value: str) -> None:
    sys.stdout.write(f"{what:62} {value}\n")
    sys.stdout.flush()


def _spent(action: Callable[[], _T]) -> tuple[float, float, _T]:
    """Return processor time of this process and its children, clock time, both in seconds, and what came out."""
    began, times = time.monotonic(), os.times()
    found = action()
    after = os.times()
    return sum(after[:4]) - sum(times[:4]), time.monotonic() - began, found


def prose(folder: Path, texts: int, workspace: Path) -> None:
    """Ingest real prose with one worker and with two."""
    chosen = [str(path) for path in sorted(folder.rglob("*.*"))[:texts]]
    rates: dict[int, float] = {}
    for workers in (1, 2):
        cpu, clock, done = _spent(partial(ingest, chosen, workspace / f"prose-{workers}", workers=workers))
        rates[workers] = done.bytes / 1e6 / clock
        cost = f"{rates[workers]:.2f} MB/s by the clock, {cpu / done.bytes * 1e6:.2f} s a MB"
        _said(f"prose to store, {workers} worker(s): {done.read} policies, {done.failed} failed", cost)
    _said("two workers against one, by the clock", f"{rates[2] / rates[1]:.2f} times")
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    _said("memory, largest process", f"{peak / 1024:.0f} MB")


def load(store: Path, count: int, *, practices: int) -> None:
    """Load synthetic policies, graph and tables, through the merge that ingest uses."""
    stream = synthetic(count, practices=practices)
    with open_writer(store) as writer:
        for start in range(0, count, _BATCH):
            name = f"{start:08d}"
            batch = [policy for _, policy in zip(range(min(_BATCH, count - start)), stream, strict=False)]
            with (writer.parts / f"{name}.nq").open("wb") as file:
                file.writelines(map(write_nquads, batch))
            rows = empty_rows()
            for policy in batch:
                add_rows(rows, policy, Piece(name=policy.source, series=policy.source))
            for table, said in rows.items():
                write_table(writer.parts / f"{name}.{table}.parquet", table, said)
            entries = [
                {"digest": p.sha256, "policy": p.iri, "series": p.site, "date": None, "source": p.source} for p in batch
            ]
            writer.merge({"name": name, "done": entries, "failed": []})
        writer.finish()


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def costs(workspace: Path, count: int, *, practices: int) -> Path:
    """Print what a policy costs from model to store, at a tenth and at all; return the larger store."""
    spent = {}
    for number in (max(1, count // 10), count):
        store = workspace / f"graph-{number}"
        spent[number] = _spent(partial(load, store, number, practices=practices))[0] / number
        _said(f"model to graph and tables, a policy, at {number:,}", f"{spent[number] * 1000:.0f} ms")
    few, many = spent.values()
    _said("cost at all against a tenth (opening the store included)", f"{many / few:.2f} times")
    graph, tables = _size(store / "graph") / count, _size(store / "tables") / count
    _said("size a policy", f"graph {graph / 1000:,.0f} kB, tables {tables / 1000:,.0f} kB")
    total = (graph + tables) * 1e6 / 1e9
    _said("projected to 1,000,000", f"{many * 1e6 / 3600:.0f} processor hours without reading prose, {total:,.0f} GB")
    return store


def queries(workspace: Path, count: int, *, practices: int) -> None:
    """Ask every named query of tables of a tenth, and of all."""
    folders = {number: workspace / f"tables-{number}" for number in (max(1, count // 10), count)}
    for number, folder in folders.items():
        write_tables(folder, number, practices=practices)
    for name, query in named_queries().items():
        parameters = {"concept": "pd:EmailAddress"} if name == "evidence" else {}
        asked = partial(ask, query, data=b"", parameters=parameters, seconds=120, rows=10_000)
        (few, _, _), (many, clock, _) = [_spent(partial(asked, tables=folder)) for folder in folders.values()]
        _said(f"  {name} at {', '.join(f'{n:,}' for n in folders)}", f"{few:.2f} s, {many:.2f} s ({clock:.2f} s clock)")


def against_rdflib(store: Path, count: int, *, practices: int) -> None:
    """Ask five questions of rdflib's memory store, on a tenth, and of ours, on all."""
    memory = Dataset(default_union=True)
    memory.parse(data=dataset(synthetic(max(1, count // 10), practices=practices)).decode(), format="nquads")
    for name in _FIVE:
        theirs, _, _ = _spent(partial(_rows, memory, query_named(name).bound({})))
        ours, _, _ = _spent(partial(ask, query_named(name), store=graph_folder(store), tables=store / "tables"))
        _said(f"  {name}: rdflib on a tenth, ours on all", f"{theirs:.2f} s, {ours:.2f} s: {theirs / ours:.1f} times")


def _rows(memory: Dataset, query: str) -> list[object]:
    return list(memory.query(query, initNs=dict(PREFIXES)))


def cold(store: Path, count: int) -> None:
    """Ask from the command line, in a new process."""
    command = [sys.executable, "-m", "policyglot", "query", "--store", str(store), "no-retention", "--format", "csv"]
    cpu, clock, _ = _spent(partial(subprocess.run, command, check=True, stdout=subprocess.DEVNULL))
    _said(f"named query from a cold command at {count:,}", f"{cpu:.2f} s ({clock:.2f} s clock)")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--policies", type=int, default=20_000, help="policies in the tables")
    parser.add_argument("--graph", type=int, default=200, help="policies through the graph")
    parser.add_argument("--practices", type=int, default=150)
    parser.add_argument("--prose", type=Path, help="folder of real policies")
    parser.add_argument("--texts", type=int, default=24, help="so many of them")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        workspace = Path(name)
        if given.prose:
            prose(given.prose, given.texts, workspace)
        store = costs(workspace, given.graph, practices=given.practices)
        cold(store, given.graph)
        against_rdflib(store, given.graph, practices=given.practices)
        queries(workspace, given.policies, practices=given.practices)


if __name__ == "__main__":
    main()
