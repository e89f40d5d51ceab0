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
IGNORABLE = load_lexicon().ignorable


def phrases(*paragraphs: str) -> list[tuple[str, str]]:
    reading = readings(*paragraphs)[-1]
    return [
        (" ".join(reading.tokens.words[p.first : p.last]), p.opening)
        for p in purpose_phrases(reading, VERBS, IGNORABLE)
    ]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["We use the email address you gave to us to answer."], ("answer", "to")),
        (["We use your data for billing, and to prevent fraud."], ("prevent fraud", "to")),
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


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("We use it to protect the rights, comfort, or safety of our guests.",
         "protect the rights, comfort, or safety of our guests"),
        ("We use it to deliver the letters that you write to us.", "deliver the letters that you write to us"),
        ("We use it to maintain and repair the boats.", "maintain and repair the boats"),
        ("Your number serves to contact you in connection with your rental and its return.",
         "contact you in connection with your rental and its return"),
        ("We keep it to show pictures to other members.", "show pictures to other members"),
        ("To answer your letter, we read your name.", "answer your letter"),
        ("We use it to run the ferry and may sell nothing.", "run the ferry"),
        ("We use it to answer you and we keep nothing.", "answer you"),
        ("We use it to send news with your consent.", "send news"),
    ],
)  # fmt: skip
def test_a_purpose_keeps_its_objects_and_ends_where_the_sentence_goes_on(text: str, whole: str) -> None:
    spelt = [words.replace(" ,", ",") for words, _ in phrases(text)]
    assert whole in spelt


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("We use it to sort the mail, deliver parcels and train new staff.",
         ["sort the mail", "deliver parcels", "train new staff"]),
        ("We use it for fraud prevention, billing and market research.",
         ["fraud prevention", "billing", "market research"]),
        ("We use it to: (a) answer you; and (b) keep the accounts.", ["answer you", "keep the accounts"]),
    ],
)  # fmt: skip
def test_purposes_of_a_list_are_told_apart(text: str, parts: list[str]) -> None:
    assert [words for words, _ in phrases(text) if words in parts] == parts


def test_an_item_begins_after_its_number_and_determiner() -> None:
    assert ("rigging of your boat", "item") in phrases("We use your data for:", "- 3. The rigging of your boat")


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
    found = purpose_phrases(reading, VERBS, IGNORABLE)
    assert all(a.last <= b.first for a, b in itertools.pairwise(found))
    assert all(0 <= p.first < p.last <= len(reading.tokens) for p in found)
