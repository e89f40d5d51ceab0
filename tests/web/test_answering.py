"""The answers form: whatever is typed comes back from the file, and a fault is named by its field."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyglot.answers import ENTITY_FIELDS, read_answers, values_of
from policyglot.web.answering import (
    DISPUTE_NAME,
    UNPRINTABLE,
    Filled,
    answers_file,
    faults,
    filled_file,
    filled_form,
)
from policyglot.web.received import Form

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
KEYS = ("expires", *(f"controller.{key}" for key in ENTITY_FIELDS if key != "url"))


@given(st.dictionaries(st.sampled_from(KEYS), WORDS), st.lists(st.fixed_dictionaries({"service": WORDS}), max_size=3))
def test_what_was_filled_in_comes_back(said: dict[str, str], disputes: list[dict[str, str]]) -> None:
    filled = Filled(given=said, disputes=tuple(disputes))
    found = filled_file(answers_file(filled))
    assert dict(found.given) == said
    assert list(found.disputes) == disputes


def test_no_file_holds_nothing() -> None:
    assert filled_file(None) == Filled()


def test_form_is_read_by_the_questions_that_were_asked() -> None:
    form = Form(
        fields={
            "site": (" https://a.example/ ",),
            "controller.city": ("",),
            "unasked": ("x",),
            "disputes.1.type": ("court",),
            "disputes.1.remedies": ("correct", "law"),
            "disputes.0.type": ("service",),
            "disputes.0.service": ("",),
            "disputes.0.nonsense": ("x",),
        }
    )
    found = filled_form(form, ["site", "controller.city", "disputes"])
    assert found.given == {"site": "https://a.example/"}
    assert found.disputes == ({"type": "court", "remedies": ["correct", "law"]},)


def test_every_fault_is_named_by_its_field() -> None:
    filled = Filled(
        given={"site": "shop", "access": "everything", "controller.city": "Bonn", "policy_url": "x y"},
        disputes=({"type": "service"}, {"type": "king", "remedies": ["correct", "mercy"]}),
    )
    assert set(faults(filled)) == {"site", "access", "policy_url", "disputes.1.type", "disputes.1.remedies"}
    assert "https://www.example.com/" in faults(filled)["site"]


def test_every_offered_value_is_taken() -> None:
    for key in ("access", "retention"):
        for value in values_of(f"p3p-{key}"):
            assert faults(Filled(given={key: value})) == {}
    remedies = list(values_of("p3p-remedies"))
    for kind in values_of("p3p-resolutions"):
        filled = Filled(disputes=({"type": kind, "remedies": remedies},))
        assert faults(filled) == {}
        assert read_answers(answers_file(filled), "answers.toml").disputes[0].remedies


@pytest.mark.parametrize("name", ["disputes.0.type", "disputes.19.remedies"])
def test_dispute_name(name: str) -> None:
    assert DISPUTE_NAME.fullmatch(name)


@pytest.mark.parametrize(
    "name", ["disputes", "disputes.type", "disputes.100.type", "disputes.-1.type", "disputes.0.type.x"]
)
def test_no_dispute_name(name: str) -> None:
    assert not DISPUTE_NAME.fullmatch(name)


@pytest.mark.parametrize("letter", ["\n", "\t", "\x00", "\x1f", "\x7f"])
def test_unprintable(letter: str) -> None:
    assert UNPRINTABLE.fullmatch(letter)


@pytest.mark.parametrize("letter", [*string.printable[:95], "é", "\u2028"])
def test_printable(letter: str) -> None:
    assert not UNPRINTABLE.fullmatch(letter)
