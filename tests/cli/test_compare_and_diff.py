from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.store.samples import ALPHA, BETA

from policyglot.cli import main
from policyglot.formats import jsonld


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str, str]:
    newer = replace(ALPHA, sha256="c" * 64, practices=ALPHA.practices[1:])
    for name, policy in (("alpha", ALPHA), ("beta", BETA), ("newer", newer)):
        (tmp_path / f"{name}.jsonld").write_bytes(jsonld.write(policy))
    return str(tmp_path / "alpha.jsonld"), str(tmp_path / "beta.jsonld"), str(tmp_path / "newer.jsonld")


def test_matrix_as_csv(files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", *files[:2], "--format", "csv"]) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows[0][:3] == ["about", "processing", "concept"]
    assert ["data", "pg:Sell", "pd:Location", "denied", "stated and denied"] in rows


def test_matrix_as_markdown_with_differences_only(
    files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", *files[:2], "--format", "markdown", "--differences"]) == 0
    out = capsys.readouterr().out
    assert "| data | pg:Sell | pd:Location | denied | stated and denied |" in out
    assert "| data | dpv:Share | pd:Location |" not in out


@pytest.mark.parametrize(("columns", "blocks"), [(60, 3), (80, 2), (120, 1)])
def test_thirty_policies_fit_the_width(
    tmp_path: Path,
    columns: int,
    blocks: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(30):
        policy = replace(ALPHA if number else BETA, sha256=f"{number:064}", controller=None)
        (tmp_path / f"{number:02}.jsonld").write_bytes(jsonld.write(policy))
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.chdir(tmp_path)
    assert main(["compare", *sorted(path.name for path in tmp_path.iterdir()), "--about", "data"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) < columns
    assert lines[29] == "  30  29.jsonld"
    assert "+ stated   - denied   ± stated and denied   · silent" in lines
    told = [line.split() for line in lines if line.startswith("  location data")]
    # Collected by none, used by none, shared by all, sold by one that also denies it and denied by all others.
    assert [len([row for row in told if row[2] == count]) for count in ("30", "1")] == [blocks, blocks]
    assert sum(row.count("±") for row in told) == 1
    assert sum(row.count("-") for row in told) == 29


def test_sign_that_the_output_lacks_is_ascii(
    files: tuple[str, str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict"))
    assert main(["compare", *files[:2], "--about", "right"]) == 0


def test_unusable_file_is_said_and_left_out(
    files: tuple[str, str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.txt").write_text("Nothing here.")
    assert main(["compare", *files[:2], str(tmp_path / "empty.txt"), "--format", "csv"]) == 2
    told = capsys.readouterr()
    assert "no privacy policy" in told.err
    assert "1 file unusable" in told.err
    assert told.out.startswith("about,")


def test_unknown_aspect_is_refused(files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", *files[:2], "--about", "colour"]) == 2
    assert "legal basis" in capsys.readouterr().err


def test_compare_needs_two(files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", files[0]]) == 2
    assert "at least two" in capsys.readouterr().err


def test_changes_as_text(files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", files[0], files[2]]) == 1
    told = capsys.readouterr()
    assert "Retention\n=========\n\ndropped\n  - collect and use: email address; for marketing\n" in told.out
    assert "  old  “We collect your address.”\n" in told.out
    assert "1 change, 3 practices unchanged" in told.err


@pytest.fixture
def versions(tmp_path: Path) -> tuple[str, str]:
    opening = "# Privacy policy of Shop\n\nThis privacy policy says what we do.\n\n## Our *logs*\n\n"
    for name, said in (("old", "We keep log files for 30 days."), ("new", "We keep log files | for 90 days.")):
        (tmp_path / f"{name}.md").write_text(opening + said)
    return str(tmp_path / "old.md"), str(tmp_path / "new.md")


def test_prose_is_told_with_its_section(versions: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *versions]) == 1
    out = capsys.readouterr().out
    assert "changed\n  + retention: stated retention period (P90D)\n  - retention: stated" in out
    assert "  old  in Privacy policy of Shop › Our logs:\n       “We keep log files for 30 days.”" in out


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_text_keeps_to_the_width(
    versions: tuple[str, str], columns: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert main(["diff", *versions]) == 1
    assert max(map(len, capsys.readouterr().out.splitlines())) < columns


def test_changes_as_markdown(versions: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *versions, "--format", "markdown"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("## Retention\n\n- **changed**\n  - now: retention: ")
    assert "We keep log files \\| for 90 days." in out


def test_changes_as_csv(versions: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *versions, "--format", "csv"]) == 1
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert list(row) == ["theme", "kind", "assertion", "gained", "lost", "old section", "old", "new section", "new"]
    assert (row["kind"], row["lost"]) == ("changed", "retention: stated retention period (P30D)")


def test_long_sentence_is_cut_to_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for name, period in (("old", 30), ("new", 90)):
        rest = "other records are in a place that only few people know of; " * 8
        text = f"# Privacy policy\n\nWe keep log files for {period} days; {rest}and that is all.\n"
        (tmp_path / f"{name}.md").write_text(text)
        told.append(str(tmp_path / f"{name}.md"))
    assert main(["diff", *told]) == 1
    assert "“We keep log files for 90 days; …”" in capsys.readouterr().out


def test_standard_input_is_one_of_the_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "-", "-"]) == 2
    assert "only one of OLD and NEW" in capsys.readouterr().err


def test_changes_as_json(files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", files[2], files[0], "--format", "json"]) == 1
    (change,) = json.loads(capsys.readouterr().out)["changes"]
    assert change["kind"] == "added"
    assert change["new"] == [{"exact": "We collect your address.", "start": 0, "end": 24}]


def test_no_change_is_exit_code_zero(files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", files[0], files[0]]) == 0
    assert "0 changes" in capsys.readouterr().err
