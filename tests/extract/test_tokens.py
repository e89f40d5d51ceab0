from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyglot.extract.inflection import Inflections
from policyglot.extract.tokens import EMAIL, NUMBER, URL, Tokens, tokenize

COMPOUNDS = {"web": {"site": "websit"}, "e": {"mail": "email"}}


def tokens_of(text: str) -> Tokens:
    return tokenize(text, inflections=Inflections({}), compounds=COMPOUNDS)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("We don't sell it.", ["we", "don't", "sell", "it", "."]),
        ("third-party cookies", ["third", "party", "cooky"]),
        ("“Personal Data”", ["personal", "data"]),
        ("our web site's e-mail", ["our", "websit", "email"]),
        ("within 30 days", ["within", NUMBER, "day"]),
        ("write to help@shop.example!", ["writ", "to", EMAIL, "!"]),
        ("see https://shop.example/privacy.", ["see", URL, "."]),
        ("terms & data", ["term", "and", "data"]),
        ("you — or we", ["you", ",", "or", "we"]),
    ],
)
def test_text_becomes_keys(text: str, keys: list[str]) -> None:
    assert tokens_of(text).keys == keys


@given(st.text())
def test_every_token_lies_where_it_says(text: str) -> None:
    tokens = tokenize(text, inflections=Inflections({}), compounds=COMPOUNDS, offset=7)
    assert len(tokens.keys) == len(tokens.starts) == len(tokens.ends) == len(tokens.words)
    places = list(zip(tokens.starts, tokens.ends, strict=True))
    assert all(7 <= start < end <= 7 + len(text) for start, end in places)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(places))
