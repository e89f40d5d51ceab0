from __future__ import annotations

import pytest

from policyglot.compare import Aspect, Fact, Theme
from policyglot.compare.claims import AGE
from policyglot.compare.known import fold, operation
from policyglot.compare.themes import theme_of
from policyglot.compare.version import words_of
from policyglot.compare.wording import phrases
from policyglot.vocabulary import iri


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("under age 13,", "13"),
        ("under 16.", "16"),
        ("(18)", "18"),
        ("people of 13 to 17 years", "13"),
    ],
)
def test_age(text: str, age: str) -> None:
    found = AGE.search(text)
    assert found is not None
    assert found[0] == age


@pytest.mark.parametrize(
    "text", ["in 2024", "§13", "Art. 6.1", "12.5", "10%", "1998-05-01", "A4", "$ 1,000", "100 people"]
)
def test_no_age(text: str) -> None:
    assert AGE.search(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don’t — “sell” it!", ("don", "t", "sell", "it")),
        ("snake_case, ﬁle №1", ("snake", "case", "file", "no1")),
        ("• · –", ()),
    ],
)
def test_words_are_without_typography(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


def test_operations_come_to_few() -> None:
    assert {operation(iri(act)) for act in ("dpv:Collect", "dpv:Use", "dpv:Store", "dpv:Record")} == {"handle"}
    assert {operation(iri(act)) for act in ("dpv:Share", "dpv:Transfer", "dpv:MakeAvailable")} == {"give"}
    assert operation(iri("pg:Sell")) == iri("pg:Sell")
    assert operation("") == ""


def test_name_is_the_same_recipient_of_whatever_kind() -> None:
    facts = [
        Fact(aspect=Aspect.RECIPIENT, processing=iri("dpv:Share"), concept=iri(kind), detail=name)
        for kind, name in (("dpv:ThirdParty", "Adnet Ltd"), ("pg:AdvertisingNetwork", "ADNET Ltd."))
    ]
    assert fold(facts[0]) == fold(facts[1])


def test_most_important_theme_wins() -> None:
    use = Fact(aspect=Aspect.PURPOSE, processing=iri("dpv:Use"), concept=iri("dpv:Advertising"))
    face = Fact(aspect=Aspect.DATA, processing=iri("dpv:Use"), concept=iri("pd:FacialPrint"))
    share = Fact(aspect=Aspect.DATA, processing=iri("dpv:Share"), concept=iri("pd:Name"))
    assert theme_of([use]) is Theme.PURPOSES
    assert theme_of([use, face]) is Theme.SENSITIVE
    assert theme_of([use, face, share]) is Theme.SHARING
    assert theme_of([use], is_denial=True) is Theme.DENIALS


def test_facts_of_the_same_operations_are_one_phrase() -> None:
    collect, use = iri("dpv:Collect"), iri("dpv:Use")
    facts = [
        Fact(aspect=Aspect.DATA, processing=collect, concept=iri("pd:Name")),
        Fact(aspect=Aspect.DATA, processing=use, concept=iri("pd:Name")),
        Fact(aspect=Aspect.PURPOSE, processing=use, concept=iri("dpv:Advertising")),
        Fact(aspect=Aspect.DATE, concept="http://purl.org/dc/terms/issued", detail="2026-01-31"),
        Fact(aspect=Aspect.TRANSFER, concept=iri("dpv:Transfer"), detail="Norway"),
    ]
    assert phrases(facts) == (
        "collect and use: name",
        "use: for advertising",
        "date: issued 2026-01-31",
        "transfer: transfer (Norway)",
    )
