from __future__ import annotations

import pytest
from tests.extract.prose import readings

from policyglot.extract.reading import BARE_NAME, DEFINITION, operation_index, statement_index
from policyglot.vocabulary import curie, iri, load_vocabulary


def test_list_item_completes_its_lead_in() -> None:
    lead_in, item = readings("You have the right to:", "- have your data erased.")
    assert item.lead_in is lead_in
    assert "pg:RightToErasure" in [curie(m.concept) for m in item.of("rights")]
    assert not lead_in.of("rights") or "pg:RightToErasure" not in [curie(m.concept) for m in lead_in.of("rights")]


def test_completed_name_quotes_the_item_alone() -> None:
    _, item = readings("If you wish, you can opt out of:", "- our newsletter.")
    for match in item.matches:
        assert item.clause.span.start <= match.start < match.end <= item.clause.span.end
        assert 0 <= match.first < match.last <= len(item.tokens)


def test_topics_are_named_in_headings_nearest_first() -> None:
    *_, reading = readings("# Cookies", "We use them.")
    assert [curie(t.concept) for t in reading.topics if t.scheme == "data-categories"] == ["pg:CookieIdentifier"]


def test_heading_is_a_reading_that_states_nothing() -> None:
    heading, text = readings("# What we collect", "We collect names.")
    assert heading.is_heading
    assert not text.is_heading


def test_region_of_a_match() -> None:
    (reading,) = readings("We do not share your name except with our affiliates.")
    (name,) = reading.of("data-categories")
    (affiliate,) = reading.of("recipients")
    assert reading.region_of(name) == 0
    assert reading.regions[reading.region_of(affiliate)].is_exception


@pytest.mark.parametrize(
    ("concept", "label"),
    [("dpv:Collect", "collect"), ("dpv:Share", "share"), ("dpv:Use", "use"), ("pg:RightOfAccess", "access")],
)
def test_statement_that_a_concept_makes(concept: str, label: str) -> None:
    assert statement_index(load_vocabulary())[iri(concept)] == label


def test_only_processing_is_an_operation() -> None:
    vocabulary = load_vocabulary()
    assert set(operation_index(vocabulary).values()) == {"collect", "use", "share"}
    assert {vocabulary.concepts[c].scheme for c in operation_index(vocabulary)} == {"processing"}


def test_examples_complete_the_sentence_before() -> None:
    first, second = readings(
        "We share your address with companies that help us. This includes delivery companies and our agents."
    )
    assert second.lead_in is first
    assert second.clause.lead_in == first.clause.span


def test_examples_of_nobody_complete_nothing() -> None:
    found = readings("We collect your address. This includes the street.")
    assert [reading.lead_in for reading in found] == [None, None]


@pytest.mark.parametrize(
    ("text", "is_definition"),
    [
        ("Device means anything that opens the site.", True),
        ("“Partner firm” (see part two) means a firm that works for us.", True),
        ("Usage Data refers to what is logged as you browse.", True),
        ("The term Account shall mean a profile of yours.", True),
        ("* Operator - means the ferry company.", True),
        ("This means that we ask you first.", False),
        ("We use reasonable means to keep it safe.", False),
        ("The means by which data are read are simple.", False),
        ("Please refer to the policy of that firm.", False),
        ("Your account means a lot. We collect your name.", True),
        ("we collect what this means", False),
    ],
)
def test_definitions(text: str, is_definition: bool) -> None:
    assert (DEFINITION.match(text) is not None) is is_definition
    assert readings(text)[0].is_definition is is_definition


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("Glimmerbase", True),
        ("* Pebble Analytics for Firebase", True),
        ("Acme Tools, Inc.", False),
        ("Testing tools", False),
        ("We share it", False),
        ("Your name", False),
        ("our hosts", False),
        ("One Two Three Four Five Six", False),
    ],
)
def test_bare_names(text: str, is_name: bool) -> None:
    assert (BARE_NAME.fullmatch(text) is not None) is is_name


def test_names_below_an_introduction_of_recipients_complete_it() -> None:
    *_, known, unknown = readings("Policies of the service providers that the game uses", "AdMob", "Glimmerbase")
    assert known.lead_in is not None
    assert unknown.lead_in is known.lead_in
    (named,) = unknown.of("recipients")
    assert curie(named.concept) == "dpv:DataProcessor"
    assert (named.start, named.end) == (unknown.clause.span.start, unknown.clause.span.end)


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["We share your data with service providers.", "Glimmerbase"],
        ["# Service providers", "Glimmerbase"],
        ["How your data are kept:", "Glimmerbase"],
    ],
)
def test_a_name_below_a_sentence_or_a_heading_is_no_recipient(paragraphs: list[str]) -> None:
    assert readings(*paragraphs)[-1].of("recipients") == []


def test_a_recipient_before_another_only_describes_it() -> None:
    (reading,) = readings("We show third-party advertising companies to serve ads on our behalf.")
    assert [curie(m.concept) for m in reading.of("recipients")] == ["pg:AdvertisingNetwork"]
