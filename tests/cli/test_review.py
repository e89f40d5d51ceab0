from __future__ import annotations

from pathlib import Path

import pytest

from policyglot.cli import main

PROSE = Path(__file__).parents[1] / "data" / "corrections" / "prose.txt"
RULES = ("--engine", "rules")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_reviewed_file_goes_into_generate(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(PROSE), *RULES, "-o", "corrections.toml"]) == 0
    assert "4 practices and 2 provisions, 6 undecided: corrections.toml" in capsys.readouterr().err
    file = folder / "corrections.toml"
    first, second, *rest = file.read_text().split('decision = ""')
    file.write_text(first + 'decision = "accept"' + second + 'decision = "reject"' + 'decision = ""'.join(rest))
    generate = ["generate", str(PROSE), *RULES, "--corrections", "corrections.toml", "--fail-on", "never"]
    assert main(generate) == 0
    shown = capsys.readouterr().out
    assert "2 applied (1 accept, 1 reject), 4 undecided" in shown
    assert "telephone number" not in shown


def test_what_is_not_applied_is_said_with_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "c.toml").write_text(
        '\n[[practices]]\ndecision = "reject"\nprocessing = ["collect"]\nwords = ["We collect shoes."]\n'
    )
    assert main(["generate", str(PROSE), *RULES, "--corrections", "c.toml", "--fail-on", "never"]) == 0
    shown = capsys.readouterr().out
    assert "none applied, 1 not applied, 6 undecided" in shown
    assert "c.toml:2: PG310 words of a practice that was rejected are not in the policy" in shown


def test_unknown_term_is_unusable_input_with_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "c.toml").write_text('[[practices]]\ndecision = "accept"\ndata = ["nmae"]\n')
    assert main(["generate", str(PROSE), "--corrections", "c.toml"]) == 2
    assert "c.toml:3: 'nmae' is not a data category (did you mean name" in capsys.readouterr().err
    assert not (folder / "output").exists()


@pytest.mark.parametrize("command", ["review", "generate"])
def test_missing_corrections_file_is_said(folder: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, str(PROSE), "--corrections", "none.toml"]) == 2
    assert "none.toml: no such file" in capsys.readouterr().err


def test_corrections_are_about_one_policy(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(PROSE), str(PROSE), "--corrections", "c.toml"]) == 2
    assert "is about one policy" in capsys.readouterr().err


def test_decisions_are_not_overwritten_but_kept_on_request(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(PROSE), *RULES, "-o", "c.toml"]) == 0
    file = folder / "c.toml"
    decided = file.read_text().replace('decision = ""', 'decision = "accept"')
    file.write_text(decided)
    assert main(["review", str(PROSE), *RULES, "-o", "c.toml"]) == 2
    assert "--force replaces it" in capsys.readouterr().err
    assert main(["review", str(PROSE), *RULES, "--corrections", "c.toml", "-o", "c.toml"]) == 0
    assert file.read_text() == decided
    assert "0 undecided" in capsys.readouterr().err
    assert main(["review", str(PROSE), *RULES, "-o", "c.toml", "--force"]) == 0
    assert 'decision = "accept"' not in file.read_text().split("[[practices]]", 1)[1]
    capsys.readouterr()


def test_without_a_file_it_goes_to_standard_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(PROSE), *RULES]) == 0
    shown = capsys.readouterr()
    assert shown.out.count("[[practices]]\n") == 4
    assert shown.err == ""
