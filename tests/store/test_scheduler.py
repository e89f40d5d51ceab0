"""A real Dask cluster of two worker processes, one of which dies during the run."""

from __future__ import annotations

import json
import os
import signal
import warnings
from dataclasses import replace
from pathlib import Path

import pytest
from tests.store.samples import ALPHA

from policyglot.errors import InputError
from policyglot.formats import jsonld
from policyglot.store.folder import graph_folder
from policyglot.store.ingest import Progress, ingest
from policyglot.store.query import ask

distributed = pytest.importorskip("distributed", reason="the extra `corpus` is not installed")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # Dask's own, about its event loop and sockets when workers die
def test_cluster_ingests_although_a_worker_dies(tmp_path: Path) -> None:
    many = [replace(ALPHA, sha256=f"{n:012x}" + "0" * 52, source=f"{n}") for n in range(200)]
    source = tmp_path / "all.jsonl"
    source.write_text("".join(json.dumps({"text": jsonld.write(p).decode(), "id": p.source}) + "\n" for p in many))
    killed: list[int] = []
    with (
        warnings.catch_warnings(),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
    ):
        warnings.simplefilter("ignore")
        with distributed.Client(cluster) as client:
            workers = sorted(client.run(os.getpid).values())

            def report(progress: Progress) -> None:
                if not killed and progress.read:
                    killed.append(workers[0])
                    os.kill(workers[0], signal.SIGKILL)

            progress = ingest([str(source)], tmp_path / "store", scheduler=cluster.scheduler_address, report=report)
    assert killed
    assert (progress.read, progress.failed) == (200, 0)
    result = ask("SELECT (COUNT(*) AS ?n) { ?p a pg:Policy }", store=graph_folder(tmp_path / "store"))
    assert [c.value for c in result.rows[0] if c] == ["200"]


@pytest.mark.filterwarnings("ignore")  # the same
def test_scheduler_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="scheduler cannot be reached"):
        ingest([], tmp_path / "store", scheduler="tcp://127.0.0.1:1")
