"""How many policies a store takes and answers: ingest, queries, cost a policy, projection.

    python benchmarks/corpus.py [--policies 20000] [--practices 150] [--prose DIR]

Prints ratios and costs a unit, which say more on an unknown machine than seconds do. The synthetic
corpus is made here, from the vocabulary, the same each time. Smaller sizes run in a minute.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from policyglot.formats.rdf import write_nquads
from policyglot.model import Assertion, Controller, Evidence, Mention, Policy, Practice, Retention, Span
from policyglot.store.catalogue import named_queries, query_named
from policyglot.store.folder import graph_folder, open_writer
from policyglot.store.graph import dataset
from policyglot.store.ingest import ingest
from policyglot.store.pieces import Piece
from policyglot.store.query import ask
from policyglot.store.tables import add_rows, empty_rows, write_table
from policyglot.vocabulary import iri, load_vocabulary

_FIVE = ("data-by-company", "sharing", "denials", "no-retention", "named-recipients")


def synthetic(count: int, *, practices: int) -> Iterator[Policy]:
    """Yield policies with concepts of the vocabulary, chosen by a fixed seed."""
    dice = random.Random(20)  # noqa: S311 - no secret
    schemes = {name: [c.iri for c in load_vocabulary().scheme(name)] for name in ("data-categories", "purposes")}
    recipients = [c.iri for c in load_vocabulary().scheme("recipients")]
    names = [f"Network {n}" for n in range(500)]
    acts = [iri("dpv:Collect"), iri("dpv:Use"), iri("dpv:Share")]

    def one(place: int) -> Practice:
        act = dice.choice(acts)
        named = Mention(concept=dice.choice(recipients), name=dice.choice(names) if dice.random() < 0.3 else None)
        return Practice(
            processing=(act,),
            assertion=Assertion.DENIED if dice.random() < 0.08 else Assertion.STATED,
            data=tuple(Mention(concept=c) for c in dice.sample(schemes["data-categories"], 2)),
            purposes=(Mention(concept=dice.choice(schemes["purposes"])),),
            recipients=(named,) if act.endswith("Share") else (),
            retention=Retention(concept=iri("dpv:EndlessDuration")) if dice.random() < 0.05 else None,
            evidence=(Evidence(span=Span(place * 100, place * 100 + 90), exact=f"sentence {place}"),),
        )

    for number in range(count):
        yield Policy(
            source=f"synthetic-{number}",
            sha256=f"{number:012x}" + "0" * 52,
            site=f"https://company-{number}.example/",
            controller=Controller(name=f"Company {number}"),
            practices=tuple(one(place) for place in range(practices)),
        )


def _said(what: str, value: str) -> None:
    sys.stdout.write(f"{what:58} {value}\n")
    sys.stdout.flush()


def prose(folder: Path, workspace: Path) -> None:
    """Ingest real prose with one worker and with two."""
    rates = {}
    for workers in (1, 2):
        store = workspace / f"prose-{workers}"
        began = time.monotonic()
        done = ingest([str(folder)], store, workers=workers)
        rates[workers] = done.bytes / 1e6 / (time.monotonic() - began)
        _said(
            f"prose to store, {workers} worker(s): {done.read} policies, {done.failed} failed",
            f"{rates[workers]:.2f} MB/s",
        )
    _said("two workers against one", f"{rates[2] / rates[1]:.2f} times")
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    _said("memory, largest process", f"{peak / 1024:.0f} MB")


def load(store: Path, count: int, *, practices: int) -> float:
    """Load synthetic policies through the merge that ingest uses; return seconds a policy."""
    began = time.monotonic()
    with open_writer(store) as writer:
        for start in range(0, count, 200):
            name = f"{start:08d}"
            with (writer.parts / f"{name}.nq").open("wb") as file:
                batch = _slice(count, practices, start)
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
    return (time.monotonic() - began) / count


_STREAMS: dict[tuple[int, int], Iterator[Policy]] = {}


def _slice(count: int, practices: int, start: int) -> list[Policy]:
    """The next policies of one stream, so that no batch is made twice."""
    if start == 0:
        _STREAMS[(count, practices)] = synthetic(count, practices=practices)
    stream = _STREAMS[(count, practices)]
    return [policy for _, policy in zip(range(min(200, count - start)), stream, strict=False)]


def queries(store: Path) -> dict[str, float]:
    """Ask every named query once; return seconds by name, slowest last."""
    times = {}
    for name in named_queries():
        parameters = {"concept": "pd:EmailAddress"} if name == "evidence" else {}
        began = time.monotonic()
        graph = graph_folder(store)
        ask(query_named(name), store=graph, tables=store / "tables", parameters=parameters, seconds=300)
        times[name] = time.monotonic() - began
    return dict(sorted(times.items(), key=lambda pair: pair[1]))


def against_rdflib(store: Path, count: int, *, practices: int) -> None:
    """Ask five questions of rdflib's memory store, on a tenth, and of ours, on all."""
    from rdflib import Dataset  # noqa: PLC0415 - slow to import, needed here only

    memory = Dataset(default_union=True)
    memory.parse(data=dataset(synthetic(max(1, count // 10), practices=practices)).decode(), format="nquads")
    for name in _FIVE:
        began = time.monotonic()
        list(memory.query(query_named(name).bound({})))
        theirs = time.monotonic() - began
        began = time.monotonic()
        ask(query_named(name), store=graph_folder(store), tables=store / "tables", seconds=300)
        _said(f"  {name}: rdflib on a tenth against ours on all", f"{theirs / (time.monotonic() - began):.1f} times")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--policies", type=int, default=20_000)
    parser.add_argument("--practices", type=int, default=150)
    parser.add_argument("--prose", type=Path, help="folder of real policies")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        workspace = Path(name)
        if given.prose:
            prose(given.prose, workspace)
        small, large = workspace / "small", workspace / "large"
        tenth = max(1, given.policies // 10)
        few = load(small, tenth, practices=given.practices)
        many = load(large, given.policies, practices=given.practices)
        _said(f"cost a policy at {tenth:,}", f"{few * 1000:.1f} ms")
        _said(f"cost a policy at {given.policies:,}", f"{many * 1000:.1f} ms, {many / few:.2f} times")
        size = sum(file.stat().st_size for file in large.rglob("*") if file.is_file())
        _said("size a policy", f"{size / given.policies / 1000:.0f} kB")
        _said("projected to 1,000,000", f"{many * 1e6 / 3600:.1f} h, {size / given.policies * 1e6 / 1e9:,.0f} GB")
        for query, seconds in queries(large).items():
            _said(f"  {query} at {given.policies:,}", f"{seconds:.2f} s")
        began = time.monotonic()
        command = [
            sys.executable,
            "-m",
            "policyglot",
            "query",
            "--store",
            str(small),
            "no-retention",
            "--format",
            "csv",
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=dict(os.environ))  # noqa: S603 - our own
        _said(f"named query from a cold command at {tenth:,}", f"{time.monotonic() - began:.2f} s")
        against_rdflib(large, given.policies, practices=given.practices)
        shutil.rmtree(large, ignore_errors=True)


if __name__ == "__main__":
    main()
