"""Predictions come from evidence spans alone; the policies here are built by hand."""

from __future__ import annotations

from benchmarks.gold.crosswalk import Crosswalk
from benchmarks.gold.evidence import stated_in
from benchmarks.gold.operations import Prediction
from benchmarks.gold.schemes import SCHEMES

from policyglot.model import (
    Assertion,
    Choice,
    Contact,
    ContactKind,
    Controller,
    Evidence,
    Mention,
    Party,
    Policy,
    Practice,
    Provision,
    Retention,
    Span,
)
from policyglot.train.documents import Unit
from policyglot.vocabulary import Vocabulary, iri

TEXT = "We collect your e-mail address. We never sell it to brokers. Children may not register. Write to x@y.example."
FIRST, SECOND = Span(0, 31), Span(32, 60)
THIRD, FOURTH = Span(61, 87), Span(88, len(TEXT))
TABLE = {
    "clauses": {
        "processing": {"dpv:Collect": "collect", "pg:Sell": "sell", "dpv:Use": "use", "dpv:Store": "collect"},
        "data": {"pd:EmailAddress": "email"},
        "recipient": {"dpv:ThirdParty": "third-party"},
        "audience": {"dpv:Child": "children"},
        "choice": {"dpv:OptingOutFromProcess": "unspecified"},
        "retention": {"pg:StatedPeriod": "stated-period"},
        "right": {"pg:RightOfAccess": "access"},
    },
    "opp115": {
        "processing": {"dpv:Collect": "first", "pg:Sell": "third", "dpv:Store": "first"},
        "Personal Information Type": {"pd:EmailAddress": "Contact"},
        "Third Party Entity": {"dpv:ThirdParty": "Unnamed third party"},
        "Audience Type": {"dpv:Child": "Children"},
        "Retention Period": {"pg:StatedPeriod": "Stated Period"},
    },
    "gdpr200": {},
}
CROSSWALK = Crosswalk(
    rows={
        (scheme, facet, iri(concept)): (value,)
        for scheme, facets in TABLE.items()
        for facet, values in facets.items()
        for concept, value in values.items()
    },
    vocabulary=Vocabulary(concepts={}, schemes={}),
)


def words(span: Span) -> tuple[Evidence, ...]:
    return (Evidence(span=span, exact=span.of(TEXT)),)


def mention(concept: str, quoted: str, name: str | None = None) -> Mention:
    start = TEXT.index(quoted)
    return Mention(concept=iri(concept), span=Span(start, start + len(quoted)), exact=quoted, name=name)


COLLECTS = Practice(
    processing=(iri("dpv:Collect"),), data=(mention("pd:EmailAddress", "e-mail address"),), evidence=words(FIRST)
)
NEVER_SELLS = Practice(
    processing=(iri("pg:Sell"),),
    assertion=Assertion.DENIED,
    recipients=(mention("dpv:ThirdParty", "brokers"),),
    # "it" was resolved to the words of the clause before: they do not count here.
    data=(mention("pd:EmailAddress", "e-mail address"),),
    evidence=words(SECOND),
)
POLICY = Policy(
    source="x",
    sha256="0" * 64,
    practices=(COLLECTS, NEVER_SELLS),
    audiences=(Provision(concept=iri("dpv:Child"), evidence=words(THIRD)),),
    controller=Controller(contacts=(Contact(kind=ContactKind.EMAIL, value="x@y.example", evidence=words(FOURTH)),)),
)


def said(scheme: str, span: Span, policy: Policy = POLICY) -> Prediction:
    unit = Unit(policy="p", key=7, text=span.of(TEXT), span=span)
    return SCHEMES[scheme](unit, stated_in(policy, span), CROSSWALK)


def test_collection_gives_label_and_span() -> None:
    assert said("clauses", FIRST) == {
        "id": 7,
        "labels": ["collect"],
        "spans": [["data", "e-mail address", "email"]],
        "confidence": {"collect": 1.0},
    }


def test_denied_sale_is_a_denied_share_too() -> None:
    assert said("clauses", SECOND) == {
        "id": 7,
        "labels": ["no-sell", "no-share"],
        "spans": [["recipient-", "brokers", "third-party"]],
        "confidence": {"no-sell": 1.0, "no-share": 1.0},
    }


def test_audience_and_contact_have_their_labels() -> None:
    assert said("clauses", THIRD)["labels"] == ["children"]
    assert said("clauses", FOURTH)["labels"] == ["contact"]


def test_third_party_on_the_site_collects_by_sharing() -> None:
    practice = Practice(processing=(iri("dpv:Collect"),), party=Party.THIRD_PARTY, evidence=words(FIRST))
    policy = Policy(source="x", sha256="", practices=(practice,))
    assert said("clauses", FIRST, policy)["labels"] == ["share"]
    assert said("opp115", FIRST, policy)["categories"] == ["Third Party Sharing/Collection"]


def test_storage_for_a_period_is_retention_alone() -> None:
    start = TEXT.index("register")
    retention = Retention(concept=iri("pg:StatedPeriod"), span=Span(start, start + 8), exact="register")
    practice = Practice(processing=(iri("dpv:Store"),), retention=retention, evidence=words(THIRD))
    policy = Policy(source="x", sha256="", practices=(practice,))
    assert said("clauses", THIRD, policy) == {
        "id": 7,
        "labels": ["retention"],
        "spans": [["retention", "register", "stated-period"]],
        "confidence": {"retention": 1.0},
    }
    assert said("opp115", THIRD, policy)["facts"] == [["Data Retention", "Retention Period", "Stated Period"]]


def test_choice_of_a_practice_counts_where_its_words_are() -> None:
    choice = Choice(kind=iri("dpv:OptingOutFromProcess"), evidence=words(SECOND))
    practice = Practice(processing=(iri("dpv:Use"),), choices=(choice,), evidence=words(FIRST))
    policy = Policy(source="x", sha256="", practices=(practice,))
    assert said("clauses", FIRST, policy)["labels"] == ["use"]


def test_denials_are_no_facts() -> None:
    found = said("opp115", SECOND)
    assert found["categories"] == ["Third Party Sharing/Collection"]
    assert found["facts"] == []
    assert found["denied"] == [["Third Party Sharing/Collection", "Third Party Entity", "Unnamed third party"]]


def test_a_proper_name_is_a_named_third_party() -> None:
    practice = Practice(
        processing=(iri("pg:Sell"),),
        recipients=(mention("dpv:ThirdParty", "brokers", name="Brokers"),),
        evidence=words(SECOND),
    )
    policy = Policy(source="x", sha256="", practices=(practice,))
    assert said("opp115", SECOND, policy)["facts"] == [
        ["Third Party Sharing/Collection", "Third Party Entity", "Named third party"]
    ]


def test_other_is_what_says_nothing_or_gives_contacts() -> None:
    assert said("opp115", FOURTH)["categories"] == ["Other"]
    assert said("opp115", THIRD)["categories"] == ["International and Specific Audiences"]


def test_requirements_quote_the_mentions() -> None:
    assert said("gdpr200", FIRST) == {
        "passage": 7,
        "requirements": ["Data Categories"],
        "spans": [["Data Categories", "your e-mail address"]],
    }
    assert said("gdpr200", FOURTH)["requirements"] == ["Controller Contact"]


def test_a_name_alone_does_not_say_who_the_controller_is() -> None:
    named = Controller(name="We", evidence=(Evidence(span=Span(0, 2), exact="We"),))
    policy = Policy(source="x", sha256="", controller=named)
    assert said("clauses", FIRST, policy)["labels"] == []
    assert said("gdpr200", FIRST, policy)["requirements"] == ["Controller Name"]
    stating = Policy(source="x", sha256="", controller=Controller(name="We", evidence=words(FIRST)))
    assert said("clauses", FIRST, stating)["labels"] == ["controller"]
