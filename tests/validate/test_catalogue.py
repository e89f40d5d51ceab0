from __future__ import annotations

import pytest

from policyglot.validate.catalogue import FAMILIES, PART, catalogue
from policyglot.validate.engine import rule_ids


def test_every_rule_is_explained_in_four_parts() -> None:
    assert tuple(catalogue()) == rule_ids()
    for entry in catalogue().values():
        assert [word for word, _ in entry.parts] == ["What", "Why", "Fix", "Source"], entry.rule.id
        assert entry.family in FAMILIES


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What: a\nWhy: b\n c\n", [("What", "a\n"), ("Why", "b\n c\n")]),
        ("Somewhat: a", []),
        (" What: a", []),
        ("Fix:a", []),
    ],
)
def test_pattern_of_parts(text: str, found: list[tuple[str, str]]) -> None:
    assert PART.findall(text) == found
