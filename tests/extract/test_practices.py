from __future__ import annotations

import pytest
from tests.extract.prose import document, names, policy, practice, readings

from policyglot.extract.decide import decide
from policyglot.extract.practices import PracticeBuilder
from policyglot.extract.scope import Scope
from policyglot.model import Assertion, Identifiability, Modality, Party, Practice
from policyglot.vocabulary import curie, iri, load_vocabulary


def built(text: str, **labels: float) -> list[Practice]:
    """Return the practices of a clause of which it is decided what it states."""
    (reading,) = readings(text)
    scope = Scope(document=document(text), vocabulary=load_vocabulary(), controller="Acme Ltd")
    stated = {label.replace("_", "-"): confidence for label, confidence in labels.items()}
    return PracticeBuilder(scope, reading, labels=stated, audiences=()).build()


def test_enumeration_is_one_practice_with_all_its_data() -> None:
    found = practice("We collect your name, postal address and phone number.")
    assert names(found.data) == {"pd:Name", "pd:PhysicalAddress", "pd:TelephoneNumber"}
    assert [curie(p) for p in found.processing] == ["dpv:Collect"]


def test_denial_is_no_practice_that_takes_place() -> None:
    found = policy("We do not sell or rent your name.")
    assert found.stated == ()
    assert {curie(p) for practice in found.denied for p in practice.processing} >= {"pg:Sell"}


def test_exception_of_a_denial_is_its_condition() -> None:
    found = policy("We do not share your name unless you consent.")
    (denied,) = found.denied
    assert denied.condition == "unless you consent"


def test_recipients_of_an_exception_are_stated_and_those_of_the_denial_denied() -> None:
    found = policy("We do not share your name with advertisers except with our affiliates.")
    (denied,) = found.denied
    (stated,) = found.stated
    assert names(denied.recipients) == {"pg:AdvertisingNetwork"}
    assert names(stated.recipients) == {"pg:Affiliate"}
    assert names(stated.data) == {"pd:Name"}


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("When you register for the service we collect your name.", "When you register for the service"),
        ("When you use our website we collect your IP address.", "When you use our website"),
        ("If you enter a contest, we collect your name.", "If you enter a contest"),
        ("We collect your name when you register.", "when you register"),
        ("We collect your name where we need it.", "where we need it"),
        ("We collect your name.", None),
    ],
)
def test_condition_ends_where_the_statement_begins(text: str, condition: str | None) -> None:
    (found,) = built(text, collect=0.9)
    assert found.condition == condition


@pytest.mark.parametrize(
    ("text", "modality"), [("We may collect your name.", Modality.MAY), ("We collect your name.", Modality.DOES)]
)
def test_modality(text: str, modality: Modality) -> None:
    assert practice(text).modality is modality


def test_use_carries_its_purposes() -> None:
    (found,) = built("We use your email address to send you our newsletter.", use=0.9)
    assert names(found.purposes) == {"dpv:DirectMarketing"}
    assert names(found.data) == {"pd:EmailAddress"}


def test_company_with_a_legal_form_is_a_named_recipient_and_the_controller_is_none() -> None:
    (found,) = built("We share your name with Quillpost Media Inc. and Acme Ltd.", share=0.9)
    assert [m.name for m in found.recipients] == ["Quillpost Media Inc."]
    assert [curie(m.concept) for m in found.recipients] == ["dpv:ThirdParty"]


def test_third_parties_that_collect_on_the_site() -> None:
    (found,) = built("Third parties may collect your IP address through cookies on our site.", share=0.9)
    assert found.party is Party.THIRD_PARTY
    assert [curie(p) for p in found.processing] == ["dpv:Collect"]


def test_named_source_is_kept() -> None:
    (found,) = built("We obtain your name from data brokers.", collect=0.9, source=0.9)
    assert names(found.data_sources)


def test_aggregated_data_are_no_identified_data() -> None:
    (found,) = built("We share aggregated data with our partners.", share=0.9)
    assert found.identifiability is Identifiability.AGGREGATED
    (both,) = built("We share your name and aggregated data with our partners.", share=0.9)
    assert both.identifiability is None


def test_opt_in_and_opt_out_of_a_practice() -> None:
    (asked,) = built("We use your name for marketing only with your consent.", use=0.9, choice=0.9)
    (refused,) = built("We use your name for marketing, but you may opt out.", use=0.9, choice=0.9)
    assert [curie(c.kind) for c in asked.choices] == ["dpv:OptingInToProcess"]
    assert [curie(c.kind) for c in refused.choices] == ["dpv:OptingOutFromProcess"]


def test_retention_is_a_practice_of_its_own() -> None:
    (found,) = built("We keep your name for 30 days.", retention=0.9)
    assert [curie(p) for p in found.processing] == ["dpv:Store"]
    assert found.retention is not None
    assert found.retention.duration == "P30D"
    assert names(found.data) == {"pd:Name"}


def test_item_takes_what_it_lacks_from_its_lead_in() -> None:
    found = policy("We share your name with:", "- our affiliates")
    shared = [p for p in found.stated if p.recipients]
    assert names(shared[0].data) == {"pd:Name"}
    assert shared[0].evidence[0].lead_in == "We share your name with:"


def test_section_for_some_people_is_limited_to_them() -> None:
    found = policy("# California residents", "We collect your name.")
    assert "pg:CaliforniaAudience" in {curie(a) for p in found.practices for a in p.audiences} or any(
        load_vocabulary().is_a(a, iri("pg:CaliforniaAudience")) for p in found.practices for a in p.audiences
    )


def test_confidence_is_that_of_the_statement() -> None:
    (found,) = built("We collect and use your name.", collect=0.6, use=0.8)
    assert (found.confidence, found.assertion) == (0.8, Assertion.STATED)


def test_no_label_no_practice() -> None:
    assert built("We collect your name.", security=0.9) == []
    assert decide(readings("Welcome."), load_vocabulary(), None) == [{}]
