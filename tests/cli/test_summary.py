from __future__ import annotations

from dataclasses import replace

import pytest

from policyglot.cli.summary import PLAIN_DURATION, summary_of
from policyglot.findings import Finding, Location, Severity
from policyglot.generation import Generated
from policyglot.model import (
    Assertion,
    Choice,
    Contact,
    ContactKind,
    Controller,
    Document,
    Evidence,
    Mention,
    Policy,
    Practice,
    Retention,
    Span,
)
from policyglot.vocabulary import iri, load_vocabulary

DOCUMENT = Document(text="", blocks=(), language="en", title=None, source="a.txt", media_type="text/plain")
WORDS = (Evidence(span=Span(0, 1), exact="x"),)
PRACTICE = Practice(processing=(iri("dpv:Share"),), evidence=WORDS)


def shown(policy: Policy, *findings: Finding) -> dict[str, str]:
    made = Generated(
        document=DOCUMENT,
        policy=policy,
        files={"policy.jsonld": b""},
        findings=findings,
        questions=(),
        extracted=policy,
    )
    return dict(summary_of(made, source="a.txt"))


def policy(*practices: Practice) -> Policy:
    return Policy(source="a.txt", sha256="0" * 64, practices=practices)


def mention(curie: str, name: str | None = None) -> Mention:
    return Mention(concept=iri(curie), name=name)


def test_stated_and_denied_are_counted_apart() -> None:
    said = shown(policy(PRACTICE, replace(PRACTICE, assertion=Assertion.DENIED)))
    assert said["practices"] == "1 stated, 1 denied"


def test_denied_practice_is_in_no_other_line() -> None:
    denied = replace(PRACTICE, assertion=Assertion.DENIED, recipients=(mention("dpv:ThirdParty", "Acme"),))
    said = shown(policy(denied))
    assert "Acme" in said["denied"]
    assert said["recipients"] == ""
    assert said["stated"] == ""


def test_purpose_comes_once_with_all_the_means_to_refuse_it() -> None:
    def with_means(*curies: str) -> Practice:
        choice = Choice(kind=iri("dpv:OptingOutFromProcess"), means=tuple(mention(c) for c in curies))
        return replace(PRACTICE, purposes=(mention("dpv:DirectMarketing"),), choices=(choice,))

    said = shown(policy(with_means("pg:OptOutLink"), with_means("pg:OptOutByContact", "pg:OptOutLink")))
    assert said["purposes"].count("(") == 1
    link = load_vocabulary()["pg:OptOutLink"].label
    assert said["purposes"].count(link) == 1


@pytest.mark.parametrize(
    ("retention", "expected"),
    [
        (Retention(concept=iri("pg:StatedPeriod"), duration="P30D"), "30 days"),
        (Retention(concept=iri("pg:StatedPeriod"), duration="P1Y6M"), "1 year 6 months"),
        (Retention(concept=iri("pg:StatedPeriod"), duration="PT12H"), "12 hours"),
        (Retention(concept=iri("pg:StatedPeriod"), duration="R5/P1D"), "R5/P1D"),
        (
            Retention(concept=iri("dpv:UntilEventDuration"), event="you close your account"),
            "until you close your account",
        ),
        (Retention(concept=iri("dpv:UntilEventDuration"), event="until you leave"), "until you leave"),
    ],
)
def test_retention_in_words(retention: Retention, expected: str) -> None:
    assert shown(policy(replace(PRACTICE, retention=retention)))["retention"] == expected


def test_controller_with_contacts() -> None:
    contact = Contact(kind=ContactKind.EMAIL, value="a@shop.example")
    named = replace(policy(), controller=Controller(name="Shop Ltd", contacts=(contact,)))
    assert shown(named)["controller"] == "Shop Ltd (a@shop.example)"
    assert shown(policy())["controller"] == "not named"


def test_errors_are_shown_and_the_rest_counted() -> None:
    error = Finding(
        rule="PG401", severity=Severity.ERROR, message="m", location=Location(source="a.txt"), hint="answer site"
    )
    note = replace(error, severity=Severity.NOTE)
    said = shown(policy(), error, note, note)
    assert said["findings"] == "1 error, 2 notes"
    assert said["error"] == "PG401 m; answer site"


@pytest.mark.parametrize("text", ["P1Y", "P2W", "P1Y2M3W4DT5H"])
def test_plain_duration(text: str) -> None:
    assert PLAIN_DURATION.fullmatch(text)


@pytest.mark.parametrize("text", ["1Y", "P1.5Y", "PT5M", "R/P1D"])
def test_no_plain_duration(text: str) -> None:
    assert not PLAIN_DURATION.fullmatch(text)
