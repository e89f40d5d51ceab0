"""Workers that hang, die, or cannot start: one bad policy never stops a run, and what does is said."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.store.samples import ALPHA

from policyglot.errors import WorkerError
from policyglot.formats import jsonld
from policyglot.store import shard
from policyglot.store.deadline import Log, OutOfTime, deadline, last_words
from policyglot.store.ingest import Progress, ingest
from policyglot.store.pieces import Piece
from policyglot.store.shard import Shard, compile_shard
from policyglot.store.workers import WorkerProcesses

# Python runs this in every new process: an extractor that hangs on one policy and dies on another. What hangs holds
# signals off, as C code does that does not return.
_BROKEN_EXTRACTOR = """
import os, signal
try:
    import policyglot.load as load
except ImportError:
    load = None
else:
    real = load.load_policy
    def load_policy(content, source, **given):
        if b"HANG" in content:
            if b"DEAF" in content:
                signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
            while True:
                pass
        if b"DIE" in content:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(content, source, **given)
    load.load_policy = load_policy
"""


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let workers have the broken extractor; return a folder with good policies."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(_BROKEN_EXTRACTOR)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"), prepend=os.pathsep)
    source = tmp_path / "in"
    source.mkdir()
    for number in range(4):
        (source / f"good-{number}.jsonld").write_bytes(jsonld.write(ALPHA).replace(b"a" * 64, b"%064x" % number))
    return source


def _failures(store: Path) -> dict[str, str]:
    lines = [json.loads(line) for line in (store / "failures.jsonl").read_text().splitlines()]
    return {Path(line["source"]).name: line["reason"] for line in lines}


def test_policy_that_hangs_is_given_up_and_the_run_goes_on(broken: Path, tmp_path: Path) -> None:
    (broken / "a.txt").write_text("HANG")
    done = ingest([str(broken)], tmp_path / "store", seconds_per_policy=1.0)
    assert (done.read, done.failed) == (4, 1)
    assert _failures(tmp_path / "store") == {"a.txt": "it did not end within 1 seconds"}
    assert list((tmp_path / "store" / "parts").iterdir()) == []
    assert ingest([str(broken)], tmp_path / "store").known == 5


@pytest.mark.slow
def test_worker_that_heeds_no_signal_is_ended(broken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (broken / "a.txt").write_text("HANG DEAF")
    done = ingest([str(broken)], tmp_path / "store", seconds_per_policy=0.5)
    assert (done.read, done.failed) == (4, 1)
    assert _failures(tmp_path / "store") == {"a.txt": "it did not end within 0.5 seconds"}


@pytest.mark.slow
def test_policy_on_which_its_worker_dies_is_left_out(broken: Path, tmp_path: Path) -> None:
    (broken / "a.txt").write_text("DIE")
    (broken / "good-2.txt").write_text("DIE too")
    done = ingest([str(broken)], tmp_path / "store", workers=2)
    assert (done.read, done.failed) == (4, 2)
    assert set(_failures(tmp_path / "store").values()) == {"the process that read it died"}


@pytest.mark.slow
def test_workers_that_die_at_their_start_are_said_and_nothing_is_marked_as_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys, os\nif '--multiprocessing-fork' in sys.argv: os._exit(3)")
    (tmp_path / "a.jsonld").write_bytes(jsonld.write(ALPHA))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(WorkerError, match="die as soon as they are started") as caught:
        ingest([str(tmp_path / "a.jsonld")], tmp_path / "store")
    assert "__main__" in (caught.value.advice or "")
    monkeypatch.delenv("PYTHONPATH")
    assert ingest([str(tmp_path / "a.jsonld")], tmp_path / "store").read == 1


def test_shard_goes_on_after_a_policy_that_took_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(content: bytes, source: str, *, site: str | None) -> object:
        if source == "slow":
            try:
                time.sleep(60)
            except Exception as error:
                raise AssertionError("a handler of all exceptions swallowed it") from error
        return ALPHA

    monkeypatch.setattr(shard, "load_policy", load)
    pieces = tuple(Piece(name=name, series=name, content=name.encode(), size=3) for name in ("one", "slow", "two"))
    manifest = compile_shard(Shard(name="s", pieces=pieces), str(tmp_path), 0.05)
    assert [entry["source"] for entry in manifest["done"]] == ["one", "two"]
    assert [(f["source"], f["reason"]) for f in manifest["failed"]] == [("slow", "it did not end within 0.05 seconds")]
    assert manifest["size"] == 9
    assert not (tmp_path / "s.log").exists()


def test_what_ends_in_time_is_left_alone(tmp_path: Path) -> None:
    log = Log(tmp_path / "log")
    with deadline(60, log.file):
        pass
    with pytest.raises(OutOfTime), deadline(0.01, log.file):
        time.sleep(60)
    time.sleep(0.02)
    assert last_words(tmp_path / "log") == (None, False)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (b"", (None, False)),
        (b"0\n1\n", (1, False)),
        (b"0\nTimeout (0:00:05)!\nThread 0x01 (most recent call first):\n", (0, True)),
    ],
)
def test_last_words_of_a_worker(tmp_path: Path, said: bytes, words: tuple[int | None, bool]) -> None:
    (tmp_path / "log").write_bytes(said)
    assert last_words(tmp_path / "log") == words
    assert last_words(tmp_path / "nothing") == (None, False)


def test_thread_that_hangs_ends_its_process(tmp_path: Path) -> None:
    code = (
        "import sys, threading\nfrom pathlib import Path\nfrom policyglot.store.deadline import Log, deadline\n"
        "log = Log(Path(sys.argv[1]))\n"
        "def hang():\n    with deadline(0.2, log.file):\n        while True: pass\n"
        "log.takes(7)\nthreading.Thread(target=hang).start()"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "log")], check=False, timeout=60)
    assert done.returncode == 1
    assert last_words(tmp_path / "log") == (7, True)


def test_time_left_is_foretold_from_what_was_read_and_not_from_what_was_known() -> None:
    assert Progress(total=100).seconds_left is None
    assert Progress(total=100, size=50, skipped=50, seconds=1).seconds_left is None
    assert Progress(total=100, size=75, skipped=50, seconds=10).seconds_left == 10
    assert Progress(total=100, size=120, seconds=10).seconds_left == 0


def test_interrupt_ends_the_work_of_a_process_and_no_process_speaks_of_it(capfd: pytest.CaptureFixture[str]) -> None:
    with WorkerProcesses(1) as executor:
        number = executor.submit(os.getpid).result()
        os.kill(number, signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            executor.submit(os.getpid).result()
        with pytest.raises(KeyboardInterrupt):
            executor.submit(signal.raise_signal, signal.SIGINT).result()
        assert executor.submit(os.getpid).result() == number
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    assert capfd.readouterr().err == ""
