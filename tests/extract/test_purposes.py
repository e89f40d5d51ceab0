from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extract.prose import readings

from policyglot.extract.lexicon import load_lexicon
from policyglot.extract.purposes import purpose_phrases, purpose_verbs
from policyglot.vocabulary import load_vocabulary

VERBS = purpose_verbs(load_lexicon(), load_vocabulary())


def phrases(*paragraphs: str) -> list[tuple[str, str]]:
    reading = readings(*paragraphs)[-1]
    return [(" ".join(reading.tokens.words[p.first : p.last]), p.opening) for p in purpose_phrases(reading, VERBS)]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["We use the email address you gave to us to answer."], ("answer", "to")),
        (["We use your data for billing, and to prevent fraud."], ("prevent fraud", "named")),
        (["We use your name to:", "- ship the goods;"], ("ship the goods", "item")),
        (["We use the data for our own reasons unless you object to it."], ("our own reasons", "for")),
        (["We use it to xyzzy and improve the site"], ("xyzzy", "item")),
    ],
)
def test_purposes_stand_after_what_introduces_them(paragraphs: list[str], expected: tuple[str, str]) -> None:
    assert expected[0] in [words for words, _ in phrases(*paragraphs)] or expected in phrases(*paragraphs)


def test_a_condition_ends_a_purpose() -> None:
    found = [words for words, _ in phrases("We use the information that you give us to send news unless you object.")]
    assert "send news" in found


def test_purpose_verbs_come_from_the_vocabulary() -> None:
    keys = {load_lexicon().tokenize(word).keys[0] for word in ("improve", "send", "prevent", "provide")}
    assert keys <= VERBS
    assert "the" not in VERBS


@given(
    st.lists(
        st.sampled_from(
            [
                "we",
                "use",
                "your",
                "data",
                "to",
                "improve",
                "prevent",
                "fraud",
                ",",
                "and",
                "for",
                ";",
                "the",
                "site",
                "or",
                "you",
            ]
        )
    )
)
def test_phrases_do_not_overlap(words: list[str]) -> None:
    text = " ".join(words).strip()
    if not text:
        return
    (reading,) = readings(text)
    found = purpose_phrases(reading, VERBS)
    assert all(a.last <= b.first for a, b in itertools.pairwise(found))
    assert all(0 <= p.first < p.last <= len(reading.tokens) for p in found)
