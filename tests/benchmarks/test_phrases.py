"""Noun phrases as annotators of apps quote them."""

from __future__ import annotations

import pytest
from benchmarks.gold.phrases import AFTER, BEFORE, noun_phrase

from policyglot.model import Span


@pytest.mark.parametrize(
    ("text", "name", "phrase"),
    [
        ("We log your IP address, and more.", "IP address", "your IP address"),
        ("the pages that you visit, and", "pages", "the pages that you visit"),
        ("the type of device you use or", "type of device", "the type of device you use"),
        ("other users and friends", "users", "other users"),
        ("name and email address", "name", "name"),
        ("We store names.", "names", "names"),
    ],
)
def test_a_name_is_quoted_with_what_belongs_to_it(text: str, name: str, phrase: str) -> None:
    start = text.index(name)
    assert noun_phrase(text, Span(start, start + len(name))).of(text) == phrase


@pytest.mark.parametrize(
    ("text", "matches"), [("we use your ", True), ("any other ", True), ("collect ", False), ("bathe ", False)]
)
def test_determiners_stand_right_before_a_name(text: str, *, matches: bool) -> None:
    assert bool(BEFORE.search(text)) is matches


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        (" of your visit,", True),
        (" that you use.", True),
        (" and more", False),
        (", of which", False),
        (" offered", False),
    ],
)
def test_descriptions_follow_a_name(text: str, *, matches: bool) -> None:
    assert bool(AFTER.match(text)) is matches
