"""`policyglot train` and the model that it writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from policyglot.cli import main

DATA = Path(__file__).parents[1] / "data"
POLICY = str(DATA / "policies" / "shop.txt")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("sklearn", reason="training needs the extra `train`")
    path = tmp_path_factory.mktemp("model") / "model.json.gz"
    files = sorted((DATA / "clauses").glob("*.jsonl"))[:2]
    assert main(["train", *(a for f in files for a in ("--gold", str(f))), "--out", str(path)]) == 0
    return path


def test_trained_model_generates(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", POLICY, "--model", str(model), "-o", str(tmp_path), "--fail-on", "never"]) == 0
    assert "practices" in capsys.readouterr().out
    assert (tmp_path / "shop" / "policy.jsonld").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["train", "--gold", "nowhere.jsonl", "--out", "m.gz"], "cannot read annotations from nowhere.jsonl"),
        (["train", "--gold", POLICY, "--out", "m.gz"], "one JSON object a line"),
        (["generate", POLICY, "--model", POLICY], "is no model of this version"),
        (["generate", POLICY, "--model", "nowhere.gz"], "cannot read the model nowhere.gz"),
    ],
)
def test_unusable_files_are_named(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_rules_alone_and_a_high_bar(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = ["generate", POLICY, "-o", str(tmp_path), "--fail-on", "never"]
    assert main([*base, "--engine", "rules"]) == 0
    assert main([*base, "--min-confidence", "0.95"]) == 0
    assert "less certain than asked for" in capsys.readouterr().out
