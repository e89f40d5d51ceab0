from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from policyglot.answers import apply_answers, fill_retention, questions, read_answers, write_questions
from policyglot.errors import InputError
from policyglot.findings import Finding, Location, Severity
from policyglot.model import (
    Assertion,
    Choice,
    Contact,
    ContactKind,
    Controller,
    Evidence,
    Policy,
    Practice,
    Retention,
    Span,
)
from policyglot.vocabulary import iri

WORDS = (Evidence(span=Span(0, 5), exact="words"),)
COLLECT = Practice(processing=(iri("dpv:Collect"),), evidence=WORDS)
EMPTY = Policy(source="shop.txt", sha256="0" * 64)
FULL = replace(
    EMPTY,
    site="https://shop.example/",
    policy_url="https://shop.example/privacy",
    access=iri("p3p:access-all"),
    expires="P1D",
    controller=Controller(
        name="Shop Ltd",
        contacts=(Contact(kind=ContactKind.EMAIL, value="a@shop.example"),),
    ),
    practices=(replace(COLLECT, retention=Retention(concept=iri("pg:AsNeeded"), exact="as needed")),),
)

FILLED = b"""
site = "https://shop.example/"
policy_url = "https://shop.example/privacy"
choice_url = ""
access = "ident-contact"
retention = "business-practices"

[controller]
name = "Shop Ltd"
city = "Oslo"
email = "privacy@shop.example"

[[disputes]]
type = "law"
service = "https://authority.example/"
remedies = ["correct", "law"]
"""


def test_an_empty_policy_leaves_all_open_required_first() -> None:
    asked = questions(replace(EMPTY, practices=(COLLECT,)))
    required = [question.is_required for question in asked]
    assert required == sorted(required, reverse=True)
    assert [q.key for q in asked if q.is_required] == ["site", "controller.name", "controller.email"]
    assert {q.key for q in asked if not q.is_required} >= {"policy_url", "access", "retention", "disputes", "expires"}


def test_what_p3p_takes_from_the_policy_is_not_asked() -> None:
    place = Location(source="shop.txt")
    assumed = Finding(rule="PG404", severity=Severity.WARNING, message="m", location=place)
    keys = {q.key for q in questions(replace(EMPTY, practices=(COLLECT,)), findings=(assumed,))}
    assert "retention" in keys
    assert "access" not in keys


def test_a_complete_policy_needs_nothing() -> None:
    assert [q.key for q in questions(FULL) if q.is_required] == []


def test_a_choice_asks_where_it_is_explained() -> None:
    choice = Choice(kind=iri("dpv:OptingOutFromProcess"))
    asked = questions(replace(EMPTY, practices=(replace(COLLECT, choices=(choice,)),)))
    assert "choice_url" in {q.key for q in asked}
    assert "choice_url" not in {q.key for q in questions(EMPTY)}


def test_known_contact_is_not_asked_for_again() -> None:
    assert "controller.email" not in {q.key for q in questions(FULL)}


def test_questions_become_toml_that_reads_as_unanswered() -> None:
    policy = replace(EMPTY, practices=(COLLECT,))
    text = write_questions(policy, questions(policy))
    tomllib.loads(text)
    answers = read_answers(text.encode(), "answers.toml")
    assert answers.given == {}
    assert answers.disputes == ()
    assert answers.findings == ()
    assert apply_answers(policy, answers) == policy


def test_values_to_choose_from_are_listed() -> None:
    policy = replace(EMPTY, practices=(COLLECT,))
    text = write_questions(policy, questions(policy))
    for value in ("contact-and-other", "stated-purpose", "nonident"):
        assert f"#   {value}: " in text


def test_answers_fill_what_is_open() -> None:
    denied = replace(COLLECT, assertion=Assertion.DENIED)
    policy = apply_answers(replace(EMPTY, practices=(COLLECT, denied)), read_answers(FILLED, "a.toml"))
    assert policy.site == "https://shop.example/"
    assert policy.policy_url == "https://shop.example/privacy"
    assert policy.choice_url is None
    assert policy.access == iri("p3p:access-ident-contact")
    assert policy.controller is not None
    assert policy.controller.name == "Shop Ltd"
    assert ("contact-info.postal.city", "Oslo") in policy.controller.parts
    assert [c.value for c in policy.controller.contacts] == ["privacy@shop.example"]
    assert policy.disputes[0].concept == iri("p3p:resolution-law")
    assert policy.disputes[0].remedies == (iri("p3p:remedy-correct"), iri("p3p:remedy-law"))
    assert policy.practices == (COLLECT, denied)
    assert [q.key for q in questions(policy) if q.is_required] == []


def test_retention_fills_stated_practices_only() -> None:
    denied, known = replace(COLLECT, assertion=Assertion.DENIED), FULL.practices[0]
    filled = fill_retention(replace(EMPTY, practices=(COLLECT, denied, known)), read_answers(FILLED, "a.toml"))
    first, second, third = filled.practices
    assert first.retention == Retention(concept=iri("p3p:business-practices"))
    assert (second, third) == (denied, known)
    assert "retention" not in {q.key for q in questions(filled)}


def test_answers_do_not_change_what_the_words_say() -> None:
    policy = apply_answers(FULL, read_answers(FILLED, "a.toml"))
    assert policy.access == FULL.access
    assert policy.practices == FULL.practices


def test_applying_twice_changes_nothing_more() -> None:
    answers = read_answers(FILLED, "a.toml")
    once = apply_answers(replace(EMPTY, practices=(COLLECT,)), answers)
    assert apply_answers(once, answers) == once


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"site = ", r"a\.toml: the answers file is no TOML"),
        (b"\xff\xfe", r"a\.toml: the answers file is not UTF-8"),
        (b"site = 3", r"a\.toml: site must be a text in quotes"),
        (b'site = "shop.example"', "site must be the base URL of a site"),
        (b'site = "https://shop.example/#x"', "site must be the base URL of a site"),
        (b'policy_url = "file:///etc/passwd"', "policy_url must be an absolute URL"),
        (b'controller.url = "shop.example"', "controller.url must be an absolute URL"),
        (b'access = "some"', "access cannot be 'some'.*nonident"),
        (b'retention = "10 years"', "retention cannot be '10 years'.*stated-purpose"),
        (b'controller = "Shop"', "controller must be a table"),
        (b'disputes = "law"', "disputes must be tables"),
        (b'[[disputes]]\ntype = "duel"', "disputes.type cannot be 'duel'"),
        (b'[[disputes]]\nsevice = "x"', "disputes has no 'sevice'"),
        (b'[[disputes]]\nremedies = "law"\nservice="x"', "remedies must be a list"),
    ],
)
def test_unusable_answers_are_refused_with_the_file_and_the_key(content: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_answers(content, "a.toml")


def test_unknown_keys_are_reported_with_what_was_meant() -> None:
    answers = read_answers(b'sitte = "x"\n[controller]\nnmae = "y"\n', "a.toml")
    assert [(f.rule, f.location.pointer, f.hint) for f in answers.findings] == [
        ("answers/unknown-key", "sitte", "did you mean site?"),
        ("answers/unknown-key", "controller.nmae", "did you mean controller.name?"),
    ]
