from __future__ import annotations

import csv
import io
import json
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


def test_compare_needs_two(files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", files[0]]) == 2
    assert "at least two" in capsys.readouterr().err


def test_changes_as_text(files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", files[0], files[2]]) == 1
    told = capsys.readouterr()
    assert "dropped\n  - data: dpv:Collect pd:EmailAddress" in told.out
    assert "old: “We collect your address.”" in told.out
    assert "1 change, 3 practices unchanged" in told.err


def test_changes_as_json(files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", files[2], files[0], "--format", "json"]) == 1
    (change,) = json.loads(capsys.readouterr().out)["changes"]
    assert change["kind"] == "added"
    assert change["new"] == [{"exact": "We collect your address.", "start": 0, "end": 24}]


def test_no_change_is_exit_code_zero(files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", files[0], files[0]]) == 0
    assert "0 changes" in capsys.readouterr().err
