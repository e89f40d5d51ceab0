from __future__ import annotations

from typing import Any

import pytest

from policyglot.model import Span
from policyglot.train.documents import Unit
from policyglot.train.labels import GAP, unit_labels

TEXT = "We log your visits. We never rent your name to anybody."


def labels(record: dict[str, Any]) -> dict[str, set[str]]:
    unit = Unit(policy="p", key=1, text=TEXT, span=Span(10, 10 + len(TEXT)))
    found: dict[str, set[str]] = {}
    for place, said in unit_labels(unit, record):
        found.setdefault(place.of(TEXT), set()).update(said)
    return found


def reading(annotator: int, category: str, **attributes: tuple[str, str]) -> dict[str, Any]:
    return {
        "annotator": annotator,
        "category": category,
        "attributes": {name.replace("_", " "): list(said) for name, said in attributes.items()},
    }


FIRST, THIRD = "First Party Collection/Use", "Third Party Sharing/Collection"


def test_clause_labels_hold_for_the_whole_clause() -> None:
    assert labels({"labels": ["collect", "no-share"]}) == {TEXT: {"collect", "no-share"}}


def test_two_annotators_agree_where_their_words_overlap() -> None:
    practices = [
        reading(0, FIRST, Personal_Information_Type=("User online activities", "your visits")),
        reading(1, FIRST, Personal_Information_Type=("User online activities", "log your visits")),
        reading(1, FIRST, Personal_Information_Type=("Contact", "your name")),
    ]
    assert labels({"practices": practices}) == {"your visits": {"collect"}, "log your visits": {"collect"}}


def test_one_annotator_is_no_majority() -> None:
    assert labels({"practices": [reading(0, THIRD, Third_Party_Entity=("Public", "anybody"))]}) == {}


def test_denied_sharing_is_its_own_label() -> None:
    attributes = {"Does/Does Not": ["Does Not", None], "Third Party Entity": ["Public", "anybody"]}
    practices = [{"annotator": n, "category": THIRD, "attributes": attributes} for n in (0, 1)]
    assert labels({"practices": practices}) == {"anybody": {"no-share"}}


def test_requirements_take_the_quoted_words() -> None:
    annotations = [["Data Categories", "your visits", True], ["Data Recipients", "rent PLACEHOLDER anybody", False]]
    assert labels({"annotations": annotations}) == {
        "your visits": {"collect"},
        "rent": {"no-share"},
        "anybody": {"no-share"},
    }


@pytest.mark.parametrize("text", ["PLACEHOLDER", " [...] "])
def test_gap_matches(text: str) -> None:
    assert GAP.fullmatch(text)


@pytest.mark.parametrize("text", ["placeholder", "...", "[x]"])
def test_gap_matches_no_words(text: str) -> None:
    assert not GAP.search(text)
