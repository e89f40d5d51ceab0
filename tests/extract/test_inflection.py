from __future__ import annotations

import pytest

from policyglot.extract.inflection import Inflections, regular_base


@pytest.mark.parametrize(
    ("forms", "key"),
    [
        (["company", "companies"], "company"),
        (["share", "shares", "shared", "sharing"], "shar"),
        (["ship", "ships", "shipped", "shipping"], "ship"),
        (["address", "addresses", "addressed", "addressing"], "address"),
        (["process", "processes", "processed", "processing"], "process"),
        (["sell", "sells", "selling"], "sell"),
        (["notify", "notifies", "notified"], "notify"),
        (["purpose", "purposes"], "purpos"),
        (["user", "users", "user's", "users'"[:-1]], "user"),
        (["tax", "taxes"], "tax"),
        (["make", "makes", "making"], "make"),
        (["save", "saved", "saving"], "save"),
        (["log", "logs", "logged", "logging"], "log"),
        (["add", "adds", "added", "adding"], "add"),
        (["buy", "buys", "buying"], "buy"),
    ],
)
def test_forms_of_a_word_have_one_key(forms: list[str], key: str) -> None:
    inflections = Inflections({})
    assert {inflections[form] for form in forms} == {key}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("provider", "provide"),
        ("person", "personal"),
        ("advertiser", "advertise"),
        ("use", "us"),
        ("note", "not"),
        ("business", "busy"),
        ("analysis", "analyse"),
    ],
)
def test_derived_words_keep_apart(one: str, other: str) -> None:
    inflections = Inflections({})
    assert inflections[one] != inflections[other]


def test_irregular_forms_go_before_the_rules() -> None:
    inflections = Inflections({"sold": "sell", "using": "use"})
    assert inflections["sold"] == inflections["sell"]
    assert inflections["using"] == inflections["use"]


@pytest.mark.parametrize("word", ["us", "is", "bed", "ring", "", "s", "ing", "gdpr", "übersetzungen"])
def test_short_and_foreign_words_stay(word: str) -> None:
    assert regular_base(word) == word
