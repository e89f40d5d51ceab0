from __future__ import annotations

import json
from pathlib import Path

import pytest

from policyglot.errors import InputError
from policyglot.extract.classify import read_classifier
from policyglot.train import train

KEPT = ["We keep your name for ten years.", "Your orders are kept for a year.", "Data are kept until you leave."]
GIVEN = ["We share your name with carriers.", "We give your orders to partners.", "Data are shared with advertisers."]


@pytest.fixture
def annotated(tmp_path: Path) -> Path:
    lines = [
        {"id": f"{policy}#{n}", "headings": [], "lead_in": "", "text": text, "labels": [label], "spans": []}
        for policy in ("shop", "bank", "club")
        for n, (text, label) in enumerate([(t, "retention") for t in KEPT] + [(t, "share") for t in GIVEN])
    ]
    path = tmp_path / "clauses.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def test_model_predicts_what_it_was_taught(annotated: Path) -> None:
    pytest.importorskip("sklearn", reason="training needs the extra `train`")
    training = train([annotated], attribution="Nobody")
    assert training.policies == 3
    assert training.clauses == 18
    assert training.micro_f1 == 1.0
    classifier = read_classifier(training.model, "model")
    assert set(classifier.labels) == {"retention", "share"}
    assert classifier.card["attribution"] == "Nobody"
    found = classifier.classify(["keep", "your", "year", "$"])
    assert found["retention"] > found["share"]


def test_training_gives_the_same_bytes(annotated: Path) -> None:
    pytest.importorskip("sklearn", reason="training needs the extra `train`")
    assert train([annotated]).model == train([annotated]).model


@pytest.mark.parametrize("content", ["", "no json", "[1]", '{"text": "no annotations"}'])
def test_foreign_files_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        train([path])
    assert caught.value.source == str(path)


def test_one_policy_is_not_enough(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps({"id": "a#1", "headings": [], "lead_in": "", "text": "Hi.", "labels": []}), "utf-8")
    with pytest.raises(InputError, match="two policies"):
        train([path])
