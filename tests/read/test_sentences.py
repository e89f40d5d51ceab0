from __future__ import annotations

import pytest

from policyglot.read.sentences import sentence_ends


def sentences(text: str) -> list[str]:
    start, found = 0, []
    for end in sentence_ends(text):
        found.append(text[start:end].strip())
        start = end
    return found


@pytest.mark.parametrize(
    "text",
    [
        "We use cookies, e.g. for logins, and beacons, i.e. small images.",
        "Acme Inc. and Beta Ltd. share data.",
        "We follow the EU-U.S. Data Privacy Framework and the laws of the U.S. Department of Commerce.",
        "See No. 5 and Art. 13 of the law.",
        "Write to Mr. J. Smith at 12 St. John Street.",
        "It costs 3.50 dollars, see https://example.org/a.b?c=d. e. for more.",
        "Mail privacy@example.org. or call us.",
        "We share it (a) with partners; (b) as required by law; and (c) after a sale.",
        "1. We collect names.",
        "(a) We collect names.",
        "We ask Yahoo! to do it.",
        "Dots ... and more dots.",
        "The statute (Cal. Civ. Code § 1798) applies.",
    ],
)
def test_one_sentence_stays_whole(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We collect names. We sell nothing.", 2),
        ("Why? Because we must! Yes.", 3),
        ("He said “we never sell data.” We agree.", 2),
        ("(See below.) We agree.", 2),
        ("We share it with Acme Inc. We do not sell it.", 2),
        ("It is kept in the U.S. The law of the E.U. applies.", 2),
        ("We keep it until 5 p.m. You may ask.", 2),
        ("Ask for vitamin C. We answer.", 2),
        ("We delete your details.We never sell them.", 2),
        ("Use a phone. iPhone users may opt out.", 2),
        ("The answer is no. 7 days later it is gone.", 1),
        ("We say no. We mean it.", 2),
    ],
)
def test_sentences_are_counted_right(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_last_end_is_the_end_of_the_block() -> None:
    assert sentence_ends("no stop here")[-1] == len("no stop here")
