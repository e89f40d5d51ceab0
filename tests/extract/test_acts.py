from __future__ import annotations

import pytest

from policyglot.extract.acts import CONDITION, ActFinder, Form, Who
from policyglot.extract.lexicon import Lexicon, load_lexicon
from policyglot.extract.reading import operation_index
from policyglot.model import Modality
from policyglot.vocabulary import iri, load_vocabulary

OPERATIONS = {
    iri("dpv:Collect"): "collect",
    iri("dpv:Use"): "use",
    iri("dpv:Share"): "share",
    iri("pg:Sell"): "share",
}


def acts(lexicon: Lexicon, text: str) -> list[tuple[str, Who, bool]]:
    tokens = lexicon.tokenize(text)
    finder = ActFinder(tokens, lexicon.match(tokens), OPERATIONS)
    return [(act.operation, act.who, act.denied) for act in finder.find()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We collect your name.", [("collect", Who.FIRST, False)]),
        ("We may collect and use your name.", [("collect", Who.FIRST, False), ("use", Who.FIRST, False)]),
        ("We do not sell, rent or disclose it.", [("share", Who.FIRST, True)] * 3),
        ("We never share your name.", [("share", Who.FIRST, True)]),
        ("Third parties collect information.", [("collect", Who.THIRD, False)]),
        ("Information is collected by third parties.", [("collect", Who.THIRD, False)]),
        ("Information is not sold.", [("share", Who.FIRST, True)]),
        ("You share information.", [("share", Who.SECOND, False)]),
        ("We collect names, including but not limited to it.", [("collect", Who.FIRST, False)]),
        ("We and our third parties collect it.", [("collect", Who.FIRST, False)]),
        ("We help third parties that collect it.", [("collect", Who.THIRD, False)]),
        ("We use it but do not sell it.", [("use", Who.FIRST, False), ("share", Who.NOBODY, True)]),
    ],
)
def test_subject_and_polarity(small_lexicon: Lexicon, text: str, expected: list[object]) -> None:
    assert acts(small_lexicon, text) == expected


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("We collect it.", Form.MAIN),
        ("It is collected.", Form.PASSIVE),
        ("We do it to collect names.", Form.INFINITIVE),
        ("We need to collect names.", Form.MAIN),
        ("the information that we collect", Form.RELATIVE),
        ("the information we collect", Form.RELATIVE),
    ],
)
def test_form_of_the_verb(small_lexicon: Lexicon, text: str, form: Form) -> None:
    tokens = small_lexicon.tokenize(text)
    (act,) = ActFinder(tokens, small_lexicon.match(tokens), OPERATIONS).find()
    assert act.form is form


def test_may_makes_an_act_possible(small_lexicon: Lexicon) -> None:
    tokens = small_lexicon.tokenize("We may share it.")
    (act,) = ActFinder(tokens, small_lexicon.match(tokens), OPERATIONS).find()
    assert act.modality is Modality.MAY


def test_exception_opens_a_region(small_lexicon: Lexicon) -> None:
    tokens = small_lexicon.tokenize("We do not share it except with a service provider.")
    regions = ActFinder(tokens, small_lexicon.match(tokens), OPERATIONS).regions
    assert [r.is_exception for r in regions] == [False, True]
    assert (regions[0].first, regions[-1].last) == (0, len(tokens))


def test_list_of_exceptions_goes_on_after_semicolons(small_lexicon: Lexicon) -> None:
    tokens = small_lexicon.tokenize("We do not share it except with (a) third parties; (b) providers; we use it.")
    regions = ActFinder(tokens, small_lexicon.match(tokens), OPERATIONS).regions
    assert [r.is_exception for r in regions] == [False, True, True, False]


def test_object_that_is_nobody_denies() -> None:
    lexicon = load_lexicon()
    tokens = lexicon.tokenize("We share your address with nobody.")
    (act,) = ActFinder(tokens, lexicon.match(tokens), operation_index(load_vocabulary())).find()
    assert act.denied


@pytest.mark.parametrize(
    ("text", "is_condition"),
    [
        ("We provide your name to our partners.", False),
        ("You provide better service.", False),
        ("We may share it, provided that you agree.", True),
        ("We may share it if you agree.", True),
    ],
)
def test_giving_is_no_condition(text: str, is_condition: bool) -> None:
    lexicon = load_lexicon()
    assert any(m.concept == CONDITION for m in lexicon.match(lexicon.tokenize(text))) is is_condition


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Third parties share your name with us.", ("collect", Who.FIRST)),
        ("Your name is sent to us.", ("collect", Who.FIRST)),
        ("Your name is sent to our partners.", ("share", Who.FIRST)),
        ("We share your name with partners, so that you hear from us.", ("share", Who.FIRST)),
    ],
)
def test_what_is_shared_with_us_is_collected(text: str, expected: tuple[str, Who]) -> None:
    lexicon = load_lexicon()
    tokens = lexicon.tokenize(text)
    found = ActFinder(tokens, lexicon.match(tokens), operation_index(load_vocabulary())).find()
    assert (found[0].operation, found[0].who) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is our policy not to share your name.", ("share", Who.NOBODY, True)),
        ("We need no consent before we share your name.", ("share", Who.FIRST, False)),
        ("Before we ask you, we do not share your name.", ("share", Who.FIRST, True)),
        ("Never share your name with strangers.", ("share", Who.SECOND, True)),
        ("Never do we share your name with strangers.", ("share", Who.FIRST, True)),
    ],
)
def test_what_a_negation_reaches(text: str, expected: tuple[str, Who, bool]) -> None:
    lexicon = load_lexicon()
    tokens = lexicon.tokenize(text)
    found = ActFinder(tokens, lexicon.match(tokens), operation_index(load_vocabulary())).find()
    assert (found[-1].operation, found[-1].who, found[-1].denied) == expected
