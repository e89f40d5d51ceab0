"""How many policies a store takes and answers: ingest, cost a policy, queries, projection.

    python benchmarks/corpus.py PART... [--workspace DIR] [--prose DIR] [--policies 20000] [--practices 150]

Parts, each of which can be run alone; those marked * need the stores that `costs` left in the workspace:

    prose     real policies to a store with one worker and with two: MB/s, ratio, memory, size
    costs     synthetic policies from model to store, a tenth and all of --policies: cost a policy, size, projection
    cold*     a named query from a cold command, on the tenth
    named*    every named query of the tables of all of them, at most 10,000 rows
    rdflib*   five questions to rdflib's memory store on --rdflib policies, and to the store with the tenth
    tables    every named query of tables alone, of a tenth and of all, without a graph

Prints what was asked for, what was measured and whether it is met. Seconds are of processor time, over all processes
and threads, unless it says "clock": they mean the same on a machine with other work, and clocks do not. The synthetic
corpus is made from the vocabulary, the same each time. At 20,000 policies `costs` takes about 40 minutes and 30 GB.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

from rdflib import Dataset

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.synthetic import synthetic, write_tables  # noqa: E402 - the path is set above

from policyglot.formats.rdf import nquads_of  # noqa: E402 - the path is set above
from policyglot.formats.to_nodes import policy_node  # noqa: E402 - the path is set above
from policyglot.store.catalogue import named_queries, query_named  # noqa: E402 - the path is set above
from policyglot.store.folder import graph_folder, open_writer  # noqa: E402 - the path is set above
from policyglot.store.graph import dataset  # noqa: E402 - the path is set above
from policyglot.store.ingest import ingest  # noqa: E402 - the path is set above
from policyglot.store.kept import kept  # noqa: E402 - the path is set above
from policyglot.store.pieces import Piece  # noqa: E402 - the path is set above
from policyglot.store.query import ask  # noqa: E402 - the path is set above
from policyglot.store.tables import add_rows, empty_rows, write_table  # noqa: E402 - the path is set above
from policyglot.vocabulary import PREFIXES  # noqa: E402 - the path is set above

_T = TypeVar("_T")
_FIVE = ("data-by-company", "sharing", "denials", "no-retention", "named-recipients")
# Policies a shard, as in `ingest`.
_BATCH = 32


def _said(what: str, value: str, *, is_met: bool | None = None) -> None:
    verdict = "" if is_met is None else ("  met" if is_met else "  NOT MET")
    sys.stdout.write(f"{what:62} {value}{verdict}\n")
    sys.stdout.flush()


def _spent(action: Callable[[], _T]) -> tuple[float, float, _T]:
    """Return processor time of this process and its children, clock time, both in seconds, and what came out."""
    began, times = time.monotonic(), os.times()
    found = action()
    after = os.times()
    return sum(after[:4]) - sum(times[:4]), time.monotonic() - began, found


def prose(folder: Path, workspace: Path, *, texts: int) -> None:
    """Ingest real prose with one worker and with two."""
    chosen = [str(path) for path in sorted(folder.rglob("*.*"))[:texts]]
    rates: dict[int, float] = {}
    for workers in (1, 2):
        store = workspace / f"prose-{workers}"
        shutil.rmtree(store, ignore_errors=True)
        cpu, clock, done = _spent(partial(ingest, chosen, store, workers=workers))
        rates[workers] = done.bytes / 1e6 / clock
        cost = f"{rates[workers]:.2f} MB/s clock, {cpu / done.bytes * 1e6:.2f} s a MB, {cpu / done.read:.2f} s a policy"
        _said(f"prose to store, {workers} worker(s): {done.read} policies, {done.failed} failed", cost)
    _said("asked for: 0.8 MB/s with two workers, clock", f"{rates[2]:.2f} MB/s", is_met=rates[2] >= 0.8)
    ratio = rates[2] / rates[1]
    _said("asked for: two workers 1.6 times one, clock", f"{ratio:.2f} times", is_met=ratio >= 1.6)
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    _said("asked for: memory below 1 GB, largest process", f"{peak:.0f} MB", is_met=peak < 1000)
    graph, tables = _size(store / "graph") / done.read, _size(store / "tables") / done.read
    _said("size a policy", f"graph {graph / 1000:,.0f} kB, tables {tables / 1000:,.0f} kB")
    hours, total = cpu / done.read * 1e6 / 3600, (graph + tables) * 1e6 / 1e9
    _said("projected to 1,000,000 such policies", f"{hours:,.0f} processor hours, {total:,.0f} GB")


def load(store: Path, count: int, *, practices: int) -> None:
    """Load synthetic policies, graph and tables, through the merge that ingest uses."""
    stream = synthetic(count, practices=practices)
    with open_writer(store) as writer:
        for start in range(0, count, _BATCH):
            name = f"{start:08d}"
            batch = [kept(policy) for _, policy in zip(range(min(_BATCH, count - start)), stream, strict=False)]
            rows = empty_rows()
            with (writer.parts / f"{name}.nq").open("wb") as file:
                for policy in batch:
                    node = policy_node(policy)
                    file.write(nquads_of(node, policy))
                    add_rows(rows, policy, Piece(name=policy.source, series=policy.source), node=node)
            for table, said in rows.items():
                write_table(writer.parts / f"{name}.{table}.parquet", table, said)
            entries = [
                {"digest": p.sha256, "policy": p.iri, "series": p.site, "date": None, "source": p.source} for p in batch
            ]
            writer.merge({"name": name, "done": entries, "failed": []})
        writer.finish()


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _store(workspace: Path, count: int) -> Path:
    return workspace / f"graph-{count}"


def _tenth(count: int) -> int:
    return max(1, count // 10)


def costs(workspace: Path, count: int, *, practices: int) -> None:
    """Print what a policy costs from model to store, at a tenth and at all."""
    spent, size = {}, {}
    for number in (_tenth(count), count):
        store = _store(workspace, number)
        shutil.rmtree(store, ignore_errors=True)
        cpu, clock, _ = _spent(partial(load, store, number, practices=practices))
        spent[number] = cpu / number
        graph, tables = _size(store / "graph") / number, _size(store / "tables") / number
        size[number] = graph + tables
        cost = f"{cpu / number * 1000:.0f} ms ({clock / number * 1000:.0f} ms clock)"
        _said(f"model to store, a policy of {practices} practices, at {number:,}", cost)
        _said(f"size a policy, at {number:,}", f"graph {graph / 1000:,.0f} kB, tables {tables / 1000:,.0f} kB")
    few, many = spent.values()
    ratio = many / few
    _said("asked for: cost at all within 20 % of a tenth", f"{ratio:.2f} times", is_met=0.8 <= ratio <= 1.2)
    ratio = size[count] / size[_tenth(count)]
    _said("asked for: size at all within 20 % of a tenth", f"{ratio:.2f} times", is_met=0.8 <= ratio <= 1.2)
    hours, total = many * 1e6 / 3600, size[count] * 1e6 / 1e9
    _said("projected to 1,000,000", f"{hours:.0f} processor hours without reading prose, {total:,.0f} GB")


def _answers(folders: Mapping[int, Path]) -> None:
    """Ask every named query of tables of several sizes, the largest last."""
    late = []
    for name, query in named_queries().items():
        parameters = {"concept": "pd:EmailAddress"} if name == "evidence" else {}
        asked = partial(ask, query, data=b"", parameters=parameters, seconds=120, rows=10_000)
        spent = [_spent(partial(asked, tables=folder)) for folder in folders.values()]
        clock = spent[-1][1]
        late += [name] if clock > 2 else []
        seconds = ", ".join(f"{cpu:.2f} s" for cpu, _, _ in spent)
        found = f"{len(spent[-1][2].rows):,} rows"
        _said(f"  {name} at {', '.join(f'{n:,}' for n in folders)}", f"{seconds} ({clock:.2f} s clock), {found}")
    _said("asked for: each within 2 s, clock", f"too late: {', '.join(late) or 'none'}", is_met=not late)


def named(workspace: Path, count: int) -> None:
    """Ask every named query of the tables of the stores that `costs` left."""
    _answers({number: _store(workspace, number) / "tables" for number in (_tenth(count), count)})


def tables(workspace: Path, count: int, *, practices: int) -> None:
    """Ask every named query of tables of a tenth, and of all, that no graph goes with."""
    folders = {number: workspace / f"tables-{number}" for number in (_tenth(count), count)}
    for number, folder in folders.items():
        shutil.rmtree(folder, ignore_errors=True)
        write_tables(folder, number, practices=practices)
    _answers(folders)


def against_rdflib(workspace: Path, count: int, *, rdflib: int, practices: int) -> None:
    """Ask five questions of rdflib's memory store, and of ours, graph and tables, with the tenth."""
    store, number = _store(workspace, _tenth(count)), _tenth(count)
    memory = Dataset(default_union=True)
    parsed = partial(memory.parse, data=dataset(synthetic(rdflib, practices=practices)).decode(), format="nquads")
    _said(f"rdflib reads {rdflib:,} policies", f"{_spent(parsed)[0]:.0f} s")
    for name in _FIVE:
        query = query_named(name)
        theirs, _, _ = _spent(partial(_rows, memory, query.bound({})))
        graph, _, _ = _spent(partial(ask, query, store=graph_folder(store), seconds=600))
        ours, _, _ = _spent(partial(ask, query, store=graph_folder(store), tables=store / "tables"))
        each = f"{theirs:.2f} s; graph {graph:.2f} s, tables {ours:.2f} s"
        times = theirs / rdflib / (ours / number)
        _said(f"  {name}: rdflib on {rdflib:,}, ours on {number:,}", f"{each}: {times:.0f} times a policy")


def _rows(memory: Dataset, query: str) -> list[object]:
    return list(memory.query(query, initNs=dict(PREFIXES)))


def cold(workspace: Path, count: int) -> None:
    """Ask from the command line, in a new process; the best of three."""
    store, number = _store(workspace, _tenth(count)), _tenth(count)
    for name in ("no-retention", "named-recipients"):
        command = [sys.executable, "-m", "policyglot", "query", "--store", str(store), name, "--format", "csv"]
        run = partial(subprocess.run, command, check=True, stdout=subprocess.DEVNULL)
        cpu, clock, _ = min((_spent(run) for _ in range(3)), key=lambda spent: spent[1])
        _said(
            f"asked for: {name} from a cold command within 1 s, clock, at {number:,}",
            f"{cpu:.2f} s, {clock:.2f} s clock",
            is_met=clock < 1,
        )


PARTS = ("prose", "costs", "cold", "named", "rdflib", "tables")


def run(given: argparse.Namespace, workspace: Path) -> None:
    """Run the parts that were asked for, in the order of `PARTS`."""
    _said("load of the machine at the start", " ".join(f"{load:.1f}" for load in os.getloadavg()))
    parts: Mapping[str, Callable[[], None]] = {
        "prose": partial(prose, given.prose, workspace, texts=given.texts),
        "costs": partial(costs, workspace, given.policies, practices=given.practices),
        "cold": partial(cold, workspace, given.policies),
        "named": partial(named, workspace, given.policies),
        "rdflib": partial(against_rdflib, workspace, given.policies, rdflib=given.rdflib, practices=given.practices),
        "tables": partial(tables, workspace, given.policies, practices=given.practices),
    }
    for part in PARTS:
        if part in given.parts:
            _said(f"== {part}", "")
            parts[part]()


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="+", choices=PARTS, metavar="PART")
    parser.add_argument("--workspace", type=Path, help="folder for stores, kept; else a temporary one")
    parser.add_argument("--policies", type=int, default=20_000, help="synthetic policies")
    parser.add_argument("--practices", type=int, default=150, help="practices of each")
    parser.add_argument("--rdflib", type=int, default=200, help="synthetic policies for rdflib")
    parser.add_argument("--prose", type=Path, default=ROOT.parent / "shared/corpus/policies", help="real policies")
    parser.add_argument("--texts", type=int, default=240, help="at most so many of them")
    given = parser.parse_args()
    if given.workspace is not None:
        given.workspace.mkdir(parents=True, exist_ok=True)
        run(given, given.workspace)
        return
    with tempfile.TemporaryDirectory() as name:
        run(given, Path(name))


if __name__ == "__main__":
    main()
