"""Ingesting: whatever happens, the store opens, and nothing is read twice or lost."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet
import pytest
from tests.store.samples import ALPHA, BETA

from policyglot.cli import main
from policyglot.errors import InputError, StoreError
from policyglot.formats import jsonld, rdf
from policyglot.model import Policy
from policyglot.store.catalogue import query_named
from policyglot.store.folder import graph_folder, open_writer
from policyglot.store.ingest import Progress, ingest
from policyglot.store.pieces import Piece
from policyglot.store.query import ask
from policyglot.store.shard import Shard, compile_shard
from policyglot.store.tables import COLUMNS


def _write(folder: Path, *policies: Policy) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for policy in policies:
        (folder / f"{policy.sha256[:8]}.jsonld").write_bytes(jsonld.write(policy))
    return folder


def _count(store: Path) -> int:
    result = ask("SELECT (COUNT(*) AS ?n) { ?p a pg:Policy }", store=graph_folder(store))
    (cell,) = result.rows[0]
    return int(cell.value) if cell else -1


def _done(progress: Progress) -> tuple[int, int, int]:
    return progress.read, progress.failed, progress.known


def test_policies_come_into_graph_and_tables(tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert _done(ingest([str(_write(tmp_path / "in", ALPHA, BETA))], store)) == (2, 0, 0)
    assert _count(store) == 2
    rows = ask(query_named("sale"), store=graph_folder(store)).rows
    assert len(rows) == 3
    assert {p.name.split("-")[0] for p in (store / "tables").iterdir()} == set(COLUMNS)
    practices = pyarrow.parquet.read_table(next((store / "tables").glob("practices-*"))).to_pylist()
    assert len(practices) == 7
    sells = next(p for p in practices if p["assertion"] == "stated" and p["processing"] == ["pg:Sell"])
    assert (sells["data"], sells["recipient_names"]) == (["pd:Location"], [])
    evidence = pyarrow.parquet.read_table(next((store / "tables").glob("evidence-*"))).to_pylist()
    (words,) = [e for e in evidence if e["exact"] == "We sell it."]
    assert (words["start"], words["end"]) == (100, 111)
    assert list((store / "parts").iterdir()) == []


def test_second_run_does_nothing_and_a_third_takes_what_is_new(tmp_path: Path) -> None:
    source, store = _write(tmp_path / "in", ALPHA), tmp_path / "store"
    ingest([str(source)], store)
    before = sorted(p.name for p in (store / "tables").iterdir())
    assert _done(ingest([str(source)], store)) == (0, 0, 1)
    assert sorted(p.name for p in (store / "tables").iterdir()) == before
    _write(source, BETA)
    assert _done(ingest([str(source)], store)) == (1, 0, 1)
    assert _count(store) == 2


def test_bad_policy_does_not_stop_the_run(tmp_path: Path) -> None:
    source, store = _write(tmp_path / "in", ALPHA), tmp_path / "store"
    (source / "bad.jsonld").write_bytes(b"{")
    (source / "empty.txt").write_bytes(b"")
    (source / "list.jsonl").write_text('{"text": 5}\n')
    (source / "a.zip").write_bytes(b"PK no zip")
    assert _done(ingest([str(source)], store)) == (1, 4, 0)
    failures = [json.loads(line) for line in (store / "failures.jsonl").read_text().splitlines()]
    assert {Path(f["source"]).name for f in failures} == {"a.zip", "bad.jsonld", "empty.txt", "list.jsonl:1"}
    assert all(f["reason"] for f in failures)
    assert _done(ingest([str(source)], store)) == (0, 0, 5)


def test_versions_are_linked_in_the_order_of_their_dates(tmp_path: Path) -> None:
    source, store = tmp_path / "in" / "alpha", tmp_path / "store"
    source.mkdir(parents=True)
    newer = replace(ALPHA, sha256="c" * 64, practices=ALPHA.practices[1:])
    newest = replace(ALPHA, sha256="d" * 64)
    for date, policy in (("2025-01-01", newer), ("2024-01-01", ALPHA), ("2026-01-01", newest)):
        (source / f"{date}.jsonld").write_bytes(jsonld.write(policy))
    ingest([str(source)], store)
    rows = [
        [c.value if c else None for c in row] for row in ask(query_named("versions"), store=graph_folder(store)).rows
    ]
    assert [(row[1], row[2], row[3]) for row in rows] == [
        (ALPHA.iri, "2024-01-01", None),
        (newer.iri, "2025-01-01", ALPHA.iri),
        (newest.iri, "2026-01-01", newer.iri),
    ]
    changes = ask(query_named("changes"), store=graph_folder(store)).rows
    assert [row[2].value for row in changes if row[2]] == ["dropped", "added"]


def test_finished_part_of_a_killed_run_is_kept_and_an_unfinished_one_dropped(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with open_writer(store) as writer:
        content = jsonld.write(ALPHA)
        compile_shard(Shard(name="left", pieces=(Piece(name="a", series="a", content=content),)), str(writer.parts))
        (writer.parts / "half.nq").write_bytes(rdf.write_nquads(BETA))
    ingest([], store)
    assert _count(store) == 1
    assert list((store / "parts").iterdir()) == []


@pytest.mark.slow
def test_run_that_is_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    many = [replace(ALPHA, sha256=f"{n:012x}" + "0" * 52, source=f"{n}") for n in range(300)]
    source = tmp_path / "all.jsonl"
    source.write_text("".join(json.dumps({"text": jsonld.write(p).decode(), "id": p.source}) + "\n" for p in many))
    store = tmp_path / "store"
    command = [sys.executable, "-m", "policyglot", "ingest", str(source), "--store", str(store), "--workers", "1"]
    run = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not list(store.glob("tables/policies-*")):
        assert run.poll() is None
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    assert _count(store) > 0
    progress = ingest([str(source)], store)
    assert _count(store) == 300
    assert progress.failed == 0


def test_two_writers_are_refused(tmp_path: Path) -> None:
    store = tmp_path / "store"
    ingest([str(_write(tmp_path / "in", ALPHA))], store)
    with (store / "store.json").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(StoreError, match="in use"):
            ingest([str(tmp_path / "in")], store)
    assert _count(store) == 1


def test_reader_is_welcome_while_somebody_writes(tmp_path: Path) -> None:
    store = tmp_path / "store"
    ingest([str(_write(tmp_path / "in", ALPHA))], store)
    with open_writer(store):
        assert _count(store) == 1


def test_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    store = tmp_path / "store"
    ingest([str(_write(tmp_path / "in", ALPHA))], store)
    (store / "store.json").write_text('{"layout": 99}')
    with pytest.raises(StoreError, match="layout 99"):
        ingest([str(tmp_path / "in")], store)
    with pytest.raises(StoreError, match="layout 99"):
        graph_folder(store)


def test_store_of_an_older_version_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "store.json").write_text('{"layout": 1}')
    with pytest.raises(StoreError) as caught:
        graph_folder(tmp_path)
    assert caught.value.advice == "ingest again, into a new folder"


def test_full_disk_is_said_and_nothing_that_was_merged_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "store"
    ingest([str(_write(tmp_path / "in", ALPHA))], store)
    _write(tmp_path / "in", BETA)

    def full(*_: object) -> Path:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        with pytest.raises(StoreError, match="the disk is full") as caught:
            ingest([str(tmp_path / "in")], store)
    assert "run again" in (caught.value.advice or "")
    assert _count(store) >= 1
    ingest([str(tmp_path / "in")], store)
    assert _count(store) == 2


def test_what_waits_to_be_loaded_is_there_after_a_crash(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with open_writer(store) as writer:
        for name, policy in (("00000000", ALPHA), ("00000001", BETA)):
            piece = Piece(name=name, series=name, content=jsonld.write(policy))
            writer.merge(compile_shard(Shard(name=name, pieces=(piece,)), str(writer.parts)))
        assert writer.count() == (0, 0)
    with open_writer(store) as writer:
        assert writer.recover() == 2
        assert writer.count() == (2, 0)
        assert writer.next_shard() == 2
    assert _count(store) == 2


def test_shards_are_loaded_together_once_there_are_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policyglot.store.folder._SHARDS", 2)
    with open_writer(tmp_path / "store") as writer:
        for number in range(3):
            piece = Piece(
                name=f"{number}", series="", content=jsonld.write(replace(ALPHA, sha256=f"{number:012x}" + "0" * 52))
            )
            writer.merge(compile_shard(Shard(name=f"{number:08d}", pieces=(piece,)), str(writer.parts)))
        assert writer.count() == (2, 0)
        assert {path.name.split(".")[0] for path in writer.parts.iterdir()} == {"00000002"}


def test_table_of_an_earlier_run_is_never_overwritten(tmp_path: Path) -> None:
    source, store = _write(tmp_path / "in", ALPHA), tmp_path / "store"
    ingest([str(source)], store)
    # A shard that left no table: its number is taken no less.
    (store / "tables" / "policies-00000000.parquet").rename(store / "tables" / "policies-00000007-r01.parquet")
    ingest([str(_write(source, BETA))], store)
    assert (store / "tables" / "policies-00000008.parquet").exists()
    assert (store / "tables" / "policies-00000007-r01.parquet").exists()


def test_interrupt_says_that_the_run_can_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> Progress:
        raise KeyboardInterrupt

    monkeypatch.setattr("policyglot.store.ingest.ingest", interrupted)
    assert main(["ingest", str(tmp_path), "--store", str(tmp_path / "store")]) == 130
    assert "the same command goes on" in capsys.readouterr().err


def test_progress_in_a_pipe_is_plain_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policyglot.cli.ingest._EVERY", 0.0)
    source = _write(tmp_path / "in", ALPHA, BETA)
    assert main(["ingest", str(source), "--store", str(tmp_path / "store"), "--workers", "1"]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert lines[-1].startswith("2 read, 0 failed, ")
    assert lines[-2].startswith("100 %, 2 policies, 0 failed, ")
    assert lines[-2].endswith(" MB/s, 0 s left")


def test_progress_on_a_terminal_is_a_bar(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policyglot.cli.console.is_terminal", lambda stream: True)
    monkeypatch.setenv("COLUMNS", "100")
    source = _write(tmp_path / "in", ALPHA)
    assert main(["ingest", str(source), "--store", str(tmp_path / "store"), "--workers", "1"]) == 0
    assert "100% 1 policies, " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(None, "time left unknown"), (0.0, "0 s left"), (61.0, "1 min 01 s left"), (90_000.0, "25 h 00 min left")],
)
def test_time_left_for_people(seconds: float | None, said: str) -> None:
    from policyglot.cli.ingest import _left

    assert _left(seconds) == said


def test_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    source = _write(tmp_path / "in", ALPHA)
    with pytest.raises(StoreError, match="no store"):
        ingest([str(source)], source)
    assert [p.suffix for p in source.iterdir()] == [".jsonld"]


def test_missing_source_and_absent_scheduler_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        ingest([str(tmp_path / "nothing")], tmp_path / "store")


def test_command_line_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, store = _write(tmp_path / "in", ALPHA), str(tmp_path / "store")
    (source / "bad.jsonld").write_bytes(b"{")
    arguments = ["ingest", str(source), "--store", store, "--workers", "1", "--fail-on", "error"]
    assert main(arguments) == 1
    assert "1 read, 1 failed, 0 known already" in capsys.readouterr().err
    assert main(["query", "--store", store, "sale", "--format", "csv"]) == 0
    assert "We never sell where you are." in capsys.readouterr().out
    assert main(["query", "--store", str(source), "sale"]) == 2
    assert "this is no store" in capsys.readouterr().err
