from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyglot.extract.lexicon import CUES, Lexicon, load_lexicon
from policyglot.extract.reading import unnested
from policyglot.vocabulary import curie


def named(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    found = unnested(lexicon.match(lexicon.tokenize(text)))
    return [(curie(m.concept), text[m.start : m.end]) for m in found if m.scheme != CUES]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("your Name and e-mail", [("pd:Name", "Name")]),
        ("names, email addresses", [("pd:Name", "names"), ("pd:EmailAddress", "email addresses")]),
        ("to improve our web services", [("dpv:ServiceOptimisation", "improve our web services")]),
        ("enhance the site", [("dpv:ServiceOptimisation", "enhance the site")]),
        ("develop products", [("dpv:ServiceOptimisation", "develop products")]),
        ("develop new products", [("dpv:ServiceOptimisation", "develop new products")]),
        ("improve. The site", []),
        ("improve one two three four five services", []),
        ("social media companies", [("pg:SocialNetworkProvider", "social media companies")]),
        ("providers of a service", []),
        ("third-party cookies", [("dpv:ThirdParty", "third-party")]),
    ],
)
def test_names_are_found_in_any_inflection(small_lexicon: Lexicon, text: str, expected: list[tuple[str, str]]) -> None:
    assert named(small_lexicon, text) == expected


def test_longest_name_wins_within_a_scheme(small_lexicon: Lexicon) -> None:
    assert named(small_lexicon, "personal information") == [("dpv:PersonalData", "personal information")]


@given(st.text(alphabet="improve service site, third party name ", max_size=200))
def test_matches_of_one_scheme_never_overlap(small_lexicon: Lexicon, text: str) -> None:
    found = small_lexicon.match(small_lexicon.tokenize(text))
    terms = [m for m in found if m.scheme != CUES]
    for one in terms:
        others = [m for m in terms if m is not one and m.scheme == one.scheme]
        assert not any(one.start < m.end and m.start < one.end for m in others)


def test_rights_in_one_phrase_are_all_named() -> None:
    lexicon = load_lexicon()
    found = lexicon.match(lexicon.tokenize("You may review and update your account information."))
    assert {curie(m.concept) for m in found if m.scheme == "rights"} >= {"pg:RightOfAccess", "pg:AccountEdit"}


def test_following_somebody_is_no_determiner() -> None:
    lexicon = load_lexicon()
    told = lexicon.match(lexicon.tokenize("Cookies do not tell us who you are."))
    assert "pd:SocialNetwork" not in {curie(m.concept) for m in told}
    known = lexicon.match(lexicon.tokenize("We look at the people you follow."))
    assert "pd:SocialNetwork" in {curie(m.concept) for m in known}
