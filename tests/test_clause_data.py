"""The project's own labelled clauses: training data for the classifier and cases for the extractor.

Labels and spans are those of `tests/data/clauses/README.md`.
"""

from __future__ import annotations

import functools
import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CLAUSES = Path(__file__).parent / "data" / "clauses"
FILES = sorted(CLAUSES.glob("*.jsonl"))

PRACTICES = {"collect", "use", "share", "sell", "no-collect", "no-use", "no-share", "no-sell"}
RIGHTS = {"access", "rectify", "erase", "portability", "restrict", "object", "withdraw-consent", "complain"}
OTHERS = {"choice", "retention", "security", "transfer", "children", "region", "change", "contact", "controller"} | {
    "dnt",
    "legal-basis",
    "source",
    "automated",
}
LABELS = PRACTICES | RIGHTS | OTHERS
DENIALS = {"no-collect", "no-use", "no-share", "no-sell"}
ALLOWED_DENIED = {"data", "purpose", "recipient"}
# Labels of which a clause needs one to carry a span of the type.
NEEDS = {
    "data": PRACTICES | {"retention", "transfer"},
    "purpose": PRACTICES | {"retention", "transfer", "legal-basis"},
    "recipient": {"share", "no-share", "transfer", "use", "legal-basis"},  # who gets data, not from whom they come
    "retention": {"retention"},
    "choice": {"choice", "dnt"} | RIGHTS,
    "measure": {"security", "transfer"},
}
FIELDS = ["id", "headings", "lead_in", "text", "labels", "spans"]


def read(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@functools.cache
def keys() -> dict[str, dict[str, str]]:
    with (CLAUSES / "keys.toml").open("rb") as file:
        return tomllib.load(file)


def faults_of(clause: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a clause as a whole."""
    labels = set(clause["labels"])
    if list(clause) != FIELDS:
        yield "fields"
    if not clause["text"] or clause["text"] != clause["text"].strip():
        yield "text is empty or has white space around it"
    if not labels <= LABELS or clause["labels"] != sorted(labels):
        yield f"labels {sorted(labels - LABELS)} unknown, or not sorted"
    if ("sell" in labels and "share" not in labels) or ("no-sell" in labels and "no-share" not in labels):
        yield "a sale is a disclosure"
    marked = Counter((kind, words) for kind, words, _ in clause["spans"])
    yield from (f"{words!r} is marked twice" for (_, words), times in marked.items() if times > 1)
    for span in clause["spans"]:
        yield from faults_of_span(span, clause["text"], labels)


def faults_of_span(span: list[str], text: str, labels: set[str]) -> Iterator[str]:
    """Yield what is wrong with one span of a clause."""
    kind, words, key = span
    name = kind.removesuffix("-")
    if key not in keys().get(name, {}) or (kind != name and name not in ALLOWED_DENIED):
        yield f"{kind} {key} is unknown"
    if words not in text or words != words.strip() or not words:
        yield f"{words!r} is not in the text"
    if kind != name and not labels & DENIALS:
        yield f"{words!r} is denied without a label"
    if not labels & NEEDS[name]:
        yield f"{words!r} needs one of the labels {sorted(NEEDS[name])}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_clauses_are_well_formed(path: Path) -> None:
    faults = {clause["id"]: found for clause in read(path) if (found := list(faults_of(clause)))}
    assert faults == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_clauses_of_a_policy_follow_each_other(path: Path) -> None:
    numbers: dict[str, list[int]] = {}
    for clause in read(path):
        policy, _, number = clause["id"].partition("#")
        numbers.setdefault(policy, []).append(int(number))
    for policy, found in numbers.items():
        assert found == list(range(found[0], found[0] + len(found))), policy


def test_ids_and_long_texts_are_unique() -> None:
    clauses = [clause for path in FILES for clause in read(path)]
    assert [found for found, times in Counter(clause["id"] for clause in clauses).items() if times > 1] == []
    # Short headings ("Security") recur in any two policies; a sentence must not.
    long = Counter(clause["text"].casefold() for clause in clauses if len(clause["text"].split()) > 5)
    assert [text for text, times in long.items() if times > 1] == []
