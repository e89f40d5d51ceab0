"""`policyglot serve` as its user meets it: it starts, says where it is, and ends when it is told to."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from importlib import util
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from policyglot.cli import main


def started(folder: Path, *more: str) -> tuple[subprocess.Popen[str], str]:
    """Start the workbench on any free port; return its process and URL."""
    command = [sys.executable, "-m", "policyglot", "serve", "--port", "0", "--folder", str(folder), *more]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said = process.stderr.readline()
    found = re.match(r"(http://\S+) is the workbench; Ctrl-C ends it", said)
    assert found is not None, said + process.stderr.read()
    return process, found[1]


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_and_ends_with_a_word(tmp_path: Path, end: signal.Signals) -> None:
    process, url = started(tmp_path / "new" / "folder")
    with urllib.request.urlopen(url, timeout=20) as page:  # noqa: S310 - our own, on loopback
        assert b"I run a site" in page.read()
    with urllib.request.urlopen(f"{url}generate", timeout=20) as page:  # noqa: S310 - the same; it warms a process
        assert page.status == 200
    process.send_signal(end)
    out, said = process.communicate(timeout=20)
    assert (out, said) == ("", "the workbench has ended\n")
    assert process.returncode == 0
    assert (tmp_path / "new" / "folder" / "key").stat().st_mode & 0o777 == 0o600


def test_port_in_use_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port), "--folder", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert f"127.0.0.1:{port}" in said
    assert "another program has this port" in said
    assert "--port" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--host", "0.0.0.0"], "--token"),  # noqa: S104 - refused
        (["--host", "::"], "--token"),
        (["--host", "example.org"], "--token"),
        (["--token", "short"], "at least 16 characters"),
        (["--store", "nowhere"], "this is no store"),
        (["--host", "203.0.113.1", "--token", "x" * 16], "--host"),
        (["--host", "no.such.host.invalid", "--token", "x" * 16], "cannot listen"),
        (["--port", "70000"], "70000"),
    ],
)
def test_what_cannot_be_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["serve", "--folder", str(tmp_path), "--port", "0", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_token_is_read_from_the_environment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYGLOT_TOKEN", "short")
    assert main(["serve", "--folder", str(tmp_path), "--port", "0"]) == 2
    assert "at least 16 characters" in capsys.readouterr().err


def test_folder_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert main(["serve", "--folder", str(tmp_path / "file"), "--port", "0"]) == 2
    assert "--folder" in capsys.readouterr().err


def test_missing_extra_is_advised(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = util.find_spec

    def without(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "starlette" else real(name, package)

    monkeypatch.setattr("policyglot.cli.serve.find_spec", without)
    assert main(["serve", "--folder", str(tmp_path)]) == 2
    assert "policyglot[web]" in capsys.readouterr().err
