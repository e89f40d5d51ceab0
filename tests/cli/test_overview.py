from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from policyglot.cli import COMMANDS, main, overview


def run(*arguments: str, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    code = "import sys; from policyglot.cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], input=stdin, capture_output=True, cwd=cwd, check=False
    )


@pytest.mark.parametrize("flag", ["--help", "-h", "help"])
def test_help_names_every_command_and_ends_with_an_example(flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([flag]) == 0
    shown = capsys.readouterr().out
    assert shown == overview()
    assert all(f"\n  {name} " in shown for name in COMMANDS)
    assert "Example:" in shown.rstrip().splitlines()[-2]


def test_no_arguments_show_the_help_as_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == overview()


@pytest.mark.parametrize("name", COMMANDS)
def test_command_has_help_with_an_example_last(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    lines = capsys.readouterr().out.rstrip().splitlines()
    assert lines[0].startswith(f"Usage: policyglot {name} ")
    assert any(line.strip() in ("Example:", "Examples:") for line in lines[-12:-1])
    assert lines[-1].strip().startswith(f"policyglot {name}")


@pytest.mark.parametrize("name", COMMANDS)
def test_overview_says_what_the_command_says(name: str) -> None:
    command: click.Command = import_module(f"policyglot.cli.{name}").command
    assert command.short_help == COMMANDS[name]
    assert (command.help or "").splitlines()[0] == COMMANDS[name]


def test_every_command_module_is_in_the_overview() -> None:
    folder = Path(str(import_module("policyglot.cli").__file__)).parent
    with_command = {path.stem for path in folder.glob("*.py") if "\ndef command(" in path.read_text(encoding="utf-8")}
    assert with_command == set(COMMANDS)


def test_version() -> None:
    ran = run("--version")
    assert ran.returncode == 0
    assert ran.stdout.startswith(b"policyglot ")


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["generate"], ["generate", "--nonsense"], ["convert", "x"], ["validate"], ["--nonsense"]],
)
def test_wrong_usage_is_said_on_standard_error(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Error:" in shown.err


@pytest.mark.parametrize("command", [["generate"], ["answers"], ["validate"], ["convert", "--to", "turtle"]])
@pytest.mark.parametrize("source", ["missing.txt", "http://127.0.0.1:9/privacy"])
def test_unusable_source_is_one_message_with_its_name(command: list[str], source: str, tmp_path: Path) -> None:
    ran = run(*command, source, cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stdout == b""
    assert ran.stderr.startswith(f"policyglot: {source}: ".encode())
    assert ran.stderr.count(b"\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_broken_pipe_is_quiet() -> None:
    code = "import sys; from policyglot.cli import main; sys.exit(main())"
    producer = subprocess.Popen(
        [sys.executable, "-c", code, "vocab", "p3p-data"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert producer.stdout is not None
    assert producer.stderr is not None
    producer.stdout.close()
    said = producer.stderr.read()
    producer.stderr.close()
    assert producer.wait() == 141
    assert said == b""


def test_interrupt_is_quiet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("policyglot.cli.dispatch.run", interrupt)
    assert main(["vocab"]) == 130
    assert capsys.readouterr().err == ""
