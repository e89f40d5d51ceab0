from __future__ import annotations

from typing import Any

from benchmarks.gold.mistakes import costliest, mistakes
from benchmarks.gold.score import WHOLE, kept_aside, parse_whole, row

GOLD: list[dict[str, Any]] = [
    {"id": "p#1", "text": "We never sell data.", "labels": ["no-share"], "spans": [["data-", "data", "personal"]]},
    {"id": "p#2", "text": "How we share", "labels": [], "spans": []},
    {"id": "p#3", "text": "We keep names.", "labels": ["collect"], "spans": [["data", "names", "name"]]},
]
SAID: list[dict[str, Any]] = [
    {"id": "p#1", "labels": ["share"], "spans": [["data", "data", "personal"]]},
    {"id": "p#2", "labels": ["share"], "spans": [["data", "x", "email"]]},
    {"id": "p#3", "labels": ["collect"], "spans": [["data", "names", "username"]]},
]


def test_errors_have_their_kind() -> None:
    found = {(m.unit, m.kind, m.what) for m in mistakes(GOLD, SAID)}
    assert found == {
        ("p#1", "wrong polarity", "label no-share (gold)"),
        ("p#1", "wrong polarity", "label share (said)"),
        ("p#1", "wrong polarity", "data- personal (gold)"),
        ("p#1", "wrong polarity", "data personal (said)"),
        ("p#2", "heading taken for a practice", "label share (said)"),
        ("p#3", "wrong concept", "data name (gold)"),
        ("p#3", "wrong concept", "data username (said)"),
    }


def test_party_errors_are_told_apart() -> None:
    first, third = "First Party Collection/Use", "Third Party Sharing/Collection"
    gold = [
        {"policy": "p", "segments": [{"segment": 1, "text": "x", "categories": [first], "facts": [], "denied": []}]}
    ]
    said = [{"policy": "p", "segments": [{"segment": 1, "categories": [third], "facts": [], "denied": []}]}]
    assert [m.kind for m in mistakes(gold, said)] == ["wrong party", "wrong party"]


def test_costliest_errors_come_first() -> None:
    found = list(mistakes(GOLD, SAID))
    assert costliest([*found, found[0]], 1) == [(2, "wrong polarity", "label no-share (gold)", [])]


def test_every_fourth_policy_is_kept_aside() -> None:
    assert kept_aside([{"id": f"p{n}#1"} for n in range(9)]) == {"p3", "p7"}


def test_absent_measure_is_zero() -> None:
    assert row({}, "by label / dnt")["f1"] == 0.0


def test_whole_scorer_line_is_read() -> None:
    line = "0 failed; categories P 0.83 R 0.71 F1 0.765; access P 1.00 R 1.00 F1 1.000"
    assert parse_whole(line)["categories"] == {"precision": 0.83, "recall": 0.71, "f1": 0.765}
    assert set(parse_whole(line)) == {"categories", "access"}
    assert not WHOLE.search("0 failed; nothing")
