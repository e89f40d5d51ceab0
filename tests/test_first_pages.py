"""The commands that the first pages show are run, and print what the pages say."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from policyglot.cli import main

ROOT = Path(__file__).parents[1]
PAGES = ("run-a-site.md", "compare-companies.md", "check-files.md")
# A block of a page that shows a terminal.
CONSOLE = re.compile(r"```console\n(?P<lines>.*?)```", re.DOTALL)


def sessions(page: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the arguments of each command and the lines that it prints."""
    for block in CONSOLE.finditer((ROOT / "docs" / page).read_text(encoding="utf-8")):
        shown: list[str] = []
        arguments: list[str] = []
        for line in block["lines"].splitlines():
            if line.startswith("$ "):
                if arguments:
                    yield arguments, shown
                arguments, shown = shlex.split(line.removeprefix("$ policyglot ")), []
            else:
                shown.append(line)
        yield arguments, shown


def missing(shown: list[str], printed: list[str]) -> str | None:
    """Return the first line that is not printed in its place; "…" stands for anything, space is not compared."""
    printed = [" ".join(line.split()) for line in printed]
    at = 0
    for line in shown:
        wanted, cut, _ = " ".join(line.split()).partition("…")
        wanted = wanted.rstrip()
        found = next(
            (i for i in range(at, len(printed)) if (printed[i].startswith(wanted) if cut else printed[i] == wanted)),
            None,
        )
        if found is None:
            return line
        at = found + (1 if wanted else 0)
    return None


@pytest.mark.parametrize("page", PAGES)
def test_page_shows_what_is_printed(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "tests" / "data" / "policies", tmp_path, dirs_exist_ok=True)
    shutil.copytree(ROOT / "output" / "example", tmp_path / "published")
    monkeypatch.chdir(tmp_path)
    commands = list(sessions(page))
    assert len(commands) >= 4
    for arguments, shown in commands:
        assert main(arguments) in (0, 1), arguments
        said = capsys.readouterr()
        assert missing(shown, [*said.err.splitlines(), *said.out.splitlines()]) is None, arguments


@pytest.mark.parametrize(
    ("shown", "wrong"),
    [(["a…", "c"], None), (["…", "b…"], None), (["c", "a"], "a"), (["b"], "b")],
)
def test_missing_line(shown: list[str], wrong: str | None) -> None:
    assert missing(shown, ["a 1", "b 2", "c"]) == wrong
