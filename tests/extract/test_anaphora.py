from __future__ import annotations

import pytest
from tests.extract.prose import document, readings

from policyglot.extract.anaphora import resolve_parties
from policyglot.vocabulary import curie


def recipients(*paragraphs: str) -> list[tuple[str, str]]:
    reading = resolve_parties(readings(*paragraphs))[-1]
    text = document(*paragraphs).text
    return [(curie(m.concept), text[m.start : m.end]) for m in reading.of("recipients")]


@pytest.mark.parametrize("words", ["These companies", "They", "Such providers"])
def test_party_named_before_is_the_one_that_acts(words: str) -> None:
    found = recipients("We work with ad networks.", f"{words} collect your IP address.")
    assert found == [("pg:AdvertisingNetwork", "ad networks")]


def test_nearest_naming_wins() -> None:
    found = recipients("We work with ad networks.", "We work with affiliates.", "They collect your IP address.")
    assert [concept for concept, _ in found] == ["pg:Affiliate"]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("We work with ad networks.", "# Security", "They collect your IP address."),
        ("We work with ad networks.", "One.", "Two.", "Three.", "They collect your IP address."),
        ("We work with ad networks.", "We collect your IP address."),
        ("They collect your IP address.",),
    ],
)
def test_nothing_is_taken_over_from_elsewhere(paragraphs: tuple[str, ...]) -> None:
    assert recipients(*paragraphs) == []


def test_own_words_come_first() -> None:
    found = recipients("We work with ad networks.", "They and our affiliates collect your IP address.")
    assert [concept for concept, _ in found] == ["pg:Affiliate"]
