from __future__ import annotations

from benchmarks.gold.reliability import RANGES, reliability, reliability_lines

GOLD = [{"id": "p#1", "labels": ["use"]}, {"id": "p#2", "labels": []}]
SAID = [
    {"id": "p#1", "labels": ["use"], "confidence": {"use": 0.95, "share": 0.55}},
    {"id": "p#2", "labels": ["use"], "confidence": {"use": 0.9}},
    {"id": "elsewhere#1", "labels": ["use"], "confidence": {"use": 0.9}},
]


def test_statements_are_counted_by_confidence() -> None:
    found = {low: (total, right) for low, total, right in reliability(GOLD, SAID)}
    assert found == {low: {0.5: (1, 0), 0.9: (2, 1)}.get(low, (0, 0)) for low in RANGES}


def test_empty_ranges_are_left_out_of_the_table() -> None:
    assert list(reliability_lines(GOLD, SAID))[2:] == ["| 0.5 | 1 | 0 | 0.000 |", "| 0.9 | 2 | 1 | 0.500 |"]
