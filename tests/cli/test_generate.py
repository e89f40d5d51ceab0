from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from policyglot.cli import main
from policyglot.generation import FILES

POLICIES = Path(__file__).parents[1] / "data" / "policies"
SHOP, ANSWERS = POLICIES / "shop.txt", POLICIES / "shop.answers.toml"


def run(*arguments: str, stdin: bytes = b"", cwd: Path) -> subprocess.CompletedProcess[bytes]:
    code = "import sys; from policyglot.cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], input=stdin, capture_output=True, cwd=cwd, check=False
    )


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Here = Callable[..., Ran]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    """Run a command in this process, in an empty folder: a new process for each would take a second."""

    def call(*arguments: str) -> Ran:
        monkeypatch.chdir(tmp_path)
        code = main(arguments)
        shown = capsys.readouterr()
        return Ran(code, shown.out, shown.err)

    return call


def written(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_answered_policy_is_written_whole_and_valid(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(SHOP), "--answers", str(ANSWERS), "-o", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert written(tmp_path / "shop") == set(FILES)
    assert main(["validate", str(tmp_path)]) == 0
    assert "Larkspur & Finch Ltd" in shown
    assert "stated" in shown
    assert "needed" not in shown


def test_open_questions_exit_with_1_and_leave_drafts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(SHOP), "-o", str(tmp_path)]) == 1
    shown = capsys.readouterr().out
    assert "site (needed)" in shown
    assert f"policyglot answers {SHOP}" in shown
    assert b"example.invalid" in (tmp_path / "shop/w3c/policy.xml").read_bytes()


def test_fail_on_never_exits_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(SHOP), "-o", str(tmp_path), "--fail-on", "never"]) == 0
    capsys.readouterr()


def test_answers_round_trip_from_questions_to_a_clean_policy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "answers.toml"
    assert main(["answers", str(SHOP), "-o", str(answers)]) == 0
    filled = answers.read_text().replace('site = ""', 'site = "https://shop.example/"', 1)
    answers.write_text(filled)
    assert main(["generate", str(SHOP), "--answers", str(answers), "-o", str(tmp_path)]) == 0
    capsys.readouterr()


def test_answers_are_not_overwritten_unasked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "answers.toml"
    mine.write_text("mine")
    assert main(["answers", str(SHOP), "-o", str(mine)]) == 2
    assert mine.read_text() == "mine"
    assert "--force" in capsys.readouterr().err
    assert main(["answers", str(SHOP), "-o", str(mine), "--force"]) == 0
    assert "site" in mine.read_text()


def test_unknown_answer_is_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text(ANSWERS.read_text() + '\n[nonsense]\nx = "y"\n')
    assert main(["generate", str(SHOP), "--answers", str(answers), "-o", str(tmp_path)]) == 0
    report = json.loads((tmp_path / "shop/findings.json").read_text())
    assert "answers/unknown-key" in {finding["rule"] for finding in report["findings"]}
    assert "answers: nobody asks for 'nonsense'; " in capsys.readouterr().out


def test_earlier_output_is_not_read_as_prose(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "shop.txt").write_bytes(SHOP.read_bytes())
    (tmp_path / "report.html").write_bytes(SHOP.read_bytes())
    for _ in range(2):
        main(["generate", str(tmp_path), "-o", str(tmp_path / "output")])
        capsys.readouterr()
    assert sorted(p.name for p in (tmp_path / "output").iterdir()) == ["report", "shop"]


def test_several_sources_get_a_folder_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a/privacy.txt", "b/privacy.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(SHOP.read_bytes())
    out = tmp_path / "out"
    given = [str(tmp_path / "a/privacy.txt"), str(tmp_path / "b/privacy.txt")]
    assert main(["generate", *given, "-o", str(out), "--fail-on", "never"]) == 0
    assert {path.name for path in out.iterdir()} == {"privacy", "privacy-2"}
    capsys.readouterr()


def test_one_bad_source_does_not_lose_the_others(tmp_path: Path, here: Here) -> None:
    ran = here("generate", "missing.txt", str(SHOP), "--fail-on", "never")
    assert ran.code == 2
    assert ran.err == "policyglot: missing.txt: no such file\n"
    assert written(tmp_path / "output/shop") == set(FILES)


def test_standard_input_and_plain_text_in_a_pipe(tmp_path: Path) -> None:
    ran = run("generate", "-", "--fail-on", "never", stdin=SHOP.read_bytes(), cwd=tmp_path)
    assert ran.returncode == 0
    assert ran.stdout.startswith(b"standard input -> ")
    assert b"\x1b" not in ran.stdout
    assert ran.stderr == b""
    assert written(tmp_path / "output/standard-input") == set(FILES)


def test_same_bytes_on_every_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("one", "two"):
        main(["generate", str(SHOP), "-o", str(tmp_path / folder), "--fail-on", "never"])
    capsys.readouterr()
    for path in FILES:
        assert (tmp_path / "one/shop" / path).read_bytes() == (tmp_path / "two/shop" / path).read_bytes(), path


PROSE = b"We collect your name and e-mail address to answer your questions. "
BAD_INPUT: dict[str, bytes] = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "nul.txt": b"\x00" * 4000,
    "binary.html": bytes(range(256)) * 40,
    "truncated.html": b"<html><body><h1>Privacy policy</h1><p>We collect your na",
    "nested.html": b"<div>" * 200_000,
    "large.txt": PROSE * 100_000,
    "error.html": b"<html><title>404 Not Found</title><h1>Not Found</h1><p>The page was not found on this server.</p>",
    "german.txt": b"Wir verarbeiten Ihre personenbezogenen Daten, wenn Sie unsere Seite besuchen. " * 30,
    "cjk.txt": "我们收集您的姓名和电子邮件地址，用于回答您的问题。".encode() * 60,
    "arabic.txt": "نحن نجمع اسمك وعنوان بريدك الإلكتروني للرد على أسئلتك. ".encode() * 40,
    "utf-7.txt": b"+ADw-script+AD4-" * 30,
}


@pytest.mark.parametrize("name", BAD_INPUT)
def test_bad_input_is_one_message_with_the_file_and_leaves_nothing(name: str, tmp_path: Path, here: Here) -> None:
    (tmp_path / name).write_bytes(BAD_INPUT[name])
    ran = here("generate", name)
    assert ran.code == 2, ran.err
    assert ran.err.startswith(f"policyglot: {name}: ")
    assert ran.err.count("\n") == 1
    assert ran.out == ""
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["."], "the folder has no file to read"),
        (["shop.txt", "--answers", "missing.toml"], "missing.toml: no such file"),
        (["shop.txt", "--answers", "broken.toml"], "broken.toml: the answers file is no TOML"),
        (["shop.txt", "--site", "shop.example"], "not the base URL of a site"),
        (["shop.txt", "--site", "https://shop.example/<>"], "not the base URL of a site"),
        (["shop.txt", "shop.txt", "--answers", "broken.toml"], "answers the questions of one policy"),
        (["shop.txt", "--min-confidence", "2"], "--min-confidence"),
        (["shop.txt", "-o", "occupied"], "occupied/shop: cannot write here"),
    ],
)
def test_wrong_use_is_refused_before_anything_is_written(
    arguments: list[str], message: str, tmp_path: Path, here: Here
) -> None:
    if arguments != ["."]:
        (tmp_path / "shop.txt").write_bytes(SHOP.read_bytes())
        (tmp_path / "broken.toml").write_text("site = ")
        (tmp_path / "occupied").write_text("a file in the way")
    before = written(tmp_path)
    ran = here("generate", *arguments)
    assert ran.code == 2
    assert message in ran.err
    assert written(tmp_path) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_unwritable_folder_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    ran = run("generate", str(SHOP), "-o", "out", cwd=tmp_path)
    tmp_path.chmod(0o700)
    assert ran.returncode == 2
    assert b"cannot write here" in ran.stderr


def test_tables_of_a_terminal_keep_to_its_width(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="needs a pseudo-terminal")
    leader, follower = pty.openpty()
    code = "import sys; from policyglot.cli import main; sys.exit(main())"
    environment = {**os.environ, "COLUMNS": "72", "NO_COLOR": "1", "TERM": "xterm"}
    process = subprocess.Popen(
        [sys.executable, "-c", code, "generate", str(SHOP), "-o", str(tmp_path)],
        stdout=follower,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            piece = os.read(leader, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(leader)
    assert process.wait() == 1
    rows = shown.decode().replace("\r", "").splitlines()[1:]
    assert rows
    assert max(map(len, rows)) <= 72
