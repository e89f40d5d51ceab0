"""The vocabulary: every concept says what it is, in words that find it, and leads where it must."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from policyglot.errors import VocabularyError
from policyglot.extract.lexicon import load_lexicon
from policyglot.vocabulary import PREFIXES, Concept, curie, iri, load_vocabulary, read_concepts

VOCABULARY = load_vocabulary()
# What a policy can say; the other schemes are words of the language, or P3P's own values.
SPOKEN = (
    "audiences",
    "choices",
    "data-categories",
    "data-sources",
    "decisions",
    "legal-bases",
    "measures",
    "notices",
    "processing",
    "purposes",
    "recipients",
    "retention",
    "rights",
    "signals",
    "transfers",
)
P3P = {
    "data-categories": "p3p-categories",
    "purposes": "p3p-purposes",
    "recipients": "p3p-recipients",
    "retention": "p3p-retention",
}
DPV_FILES = {"dpv": "dpv", "pd": "pd", "eu-gdpr": "eu-gdpr", "legal-us": "legal-us", "tech": "tech"}
CONCEPTS = [concept for scheme in SPOKEN for concept in VOCABULARY.scheme(scheme)]
# Schemes whose concepts are found by their words alone, with no other part of a clause.
NAMED = ("data-categories", "purposes", "recipients")

each_concept = pytest.mark.parametrize("concept", CONCEPTS, ids=[curie(c.iri) for c in CONCEPTS])


def _is_pattern(phrase: str) -> bool:
    return any(mark in phrase for mark in "*|?")


def _key(phrase: str, scheme: str) -> str:
    """Return what the matcher makes of a phrase: two phrases with one key are the same phrase.

    Outside the schemes whose words alone decide, only spelling counts: articles of law differ
    by their number, and the part of a right or choice that is meant follows from the clause.
    """
    if _is_pattern(phrase) or scheme not in NAMED:
        return " ".join(phrase.lower().replace("-", " ").split())
    lexicon = load_lexicon()
    return " ".join(key for key in lexicon.tokenize(phrase).keys if key not in lexicon.ignorable)


def _named(text: str, scheme: str) -> list[str]:
    """Return the IRIs of the concepts of a scheme that a text names, in order."""
    lexicon = load_lexicon()
    return [m.concept for m in lexicon.match(lexicon.tokenize(text)) if m.scheme == scheme]


@cache
def _subjects(path: Path) -> frozenset[str]:
    """Return the IRIs of the terms that a DPV file defines."""
    text = path.read_text(encoding="utf-8")
    found = set(re.findall(r"^([a-z-]+:[\w-]+) a ", text, re.MULTILINE))
    return frozenset(iri(c) for c in found if c.partition(":")[0] in PREFIXES)


@each_concept
def test_concept_is_defined_and_exemplified(concept: Concept) -> None:
    assert concept.definition.endswith((".", ".'", '."'))
    assert concept.examples


@each_concept
def test_broader_links_end_at_dpv(concept: Concept) -> None:
    """What DPV lacks lies below a concept of DPV, or below one that does."""
    if concept.iri.startswith(PREFIXES["pg"]):
        above = VOCABULARY.ancestors(concept.iri)
        assert any(term.startswith("https://w3id.org/dpv") for term in above), "no concept of DPV above it"


@pytest.mark.shared
@each_concept
def test_dpv_target_exists(concept: Concept, shared: Path) -> None:
    folder = shared / "reference" / "dpv-2.3"
    for term in (concept.iri, *concept.broader):
        prefix = curie(term).partition(":")[0]
        if prefix in DPV_FILES:
            assert term in _subjects(folder / f"{DPV_FILES[prefix]}.ttl")


@pytest.mark.parametrize("scheme", SPOKEN)
def test_a_phrase_names_one_concept_of_a_scheme(scheme: str) -> None:
    owners: dict[str, set[str]] = {}
    for concept in VOCABULARY.scheme(scheme):
        for phrase in concept.phrases:
            owners.setdefault(_key(phrase, scheme), set()).add(curie(concept.iri))
    assert {key: sorted(found) for key, found in owners.items() if len(found) > 1} == {}


@pytest.mark.parametrize("scheme", NAMED)
def test_no_phrase_is_made_of_skipped_words_alone(scheme: str) -> None:
    assert [p for c in VOCABULARY.scheme(scheme) for p in c.phrases if not _key(p, scheme)] == []


@pytest.mark.parametrize("scheme", [*SPOKEN, "lookalikes"])
def test_no_pattern_begins_or_ends_with_a_gap(scheme: str) -> None:
    """A gap at an end says nothing, and a gap in front would be tried at every word."""
    starred = [p for c in VOCABULARY.scheme(scheme) for p in c.patterns if p.startswith("* ") or p == "*"]
    if scheme in (*NAMED, "lookalikes"):
        starred += [p for c in VOCABULARY.scheme(scheme) for p in c.patterns if p.endswith(" *")]
        assert starred == []


@pytest.mark.parametrize(("scheme", "target"), P3P.items())
def test_a_p3p_value_is_reachable(scheme: str, target: str) -> None:
    lost = [curie(c.iri) for c in VOCABULARY.scheme(scheme) if VOCABULARY.matched(c.iri, target) is None]
    assert lost == []


@pytest.mark.parametrize(
    ("concept", "scheme", "value"),
    [
        ("pd:Name", "p3p-categories", "physical"),
        ("pg:MobileNumber", "p3p-categories", "physical"),
        ("pd:PostalCode", "p3p-categories", "demographic"),
        ("pd:EmailAddressWork", "p3p-categories", "online"),
        ("pd:Username", "p3p-categories", "uniqueid"),
        ("pd:IPAddress", "p3p-categories", "computer"),
        ("pg:PagesVisited", "p3p-categories", "navigation"),
        ("pg:SearchQuery", "p3p-categories", "interactive"),
        ("pg:SessionCookie", "p3p-categories", "state"),
        ("pg:OrderData", "p3p-categories", "purchase"),
        ("pd:FinancialAccountNumber", "p3p-categories", "financial"),
        ("pd:Passport", "p3p-categories", "government"),
        ("pd:SexualPreference", "p3p-categories", "health"),
        ("pd:Religion", "p3p-categories", "political"),
        ("pg:Review", "p3p-categories", "content"),
        ("dpv:SensitivePersonalData", "p3p-categories", "other-category"),
        ("dpv:DeliveryOfGoods", "p3p-purposes", "current"),
        ("dpv:FraudPreventionAndDetection", "p3p-purposes", "admin"),
        ("dpv:ResearchAndDevelopment", "p3p-purposes", "develop"),
        ("dpv:TargetedAdvertising", "p3p-purposes", "individual-decision"),
        ("dpv:DirectMarketing", "p3p-purposes", "contact"),
        ("pg:Telemarketing", "p3p-purposes", "telemarketing"),
        ("pg:BusinessTransfer", "p3p-purposes", "other-purpose"),
        ("pg:HostingProvider", "p3p-recipients", "ours"),
        ("pg:DeliveryService", "p3p-recipients", "delivery"),
        ("pg:Subsidiary", "p3p-recipients", "same"),
        ("pg:Sponsor", "p3p-recipients", "other-recipient"),
        ("pg:Court", "p3p-recipients", "unrelated"),
        ("pg:SearchEngine", "p3p-recipients", "public"),
    ],
)
def test_p3p_value_is_the_one_that_a_careful_reader_takes(concept: str, scheme: str, value: str) -> None:
    assert VOCABULARY.matched(iri(concept), scheme) == PREFIXES["p3p"] + value


@pytest.mark.parametrize("scheme", NAMED)
def test_example_names_its_concept(scheme: str) -> None:
    missed = [
        curie(concept.iri)
        for concept in VOCABULARY.scheme(scheme)
        for example in concept.examples
        if not any(VOCABULARY.is_a(term, concept.iri) for term in _named(example, scheme))
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "scheme", "concepts"),
    [
        (
            "we ask for your name, e-mail address and ZIP code",
            "data-categories",
            "pd:Name pd:EmailAddress pd:PostalCode",
        ),
        ("your web site log-in, password and IP address", "data-categories", "pd:Password pd:IPAddress"),
        ("our legitimate interests", "data-categories", ""),
        ("in order to ship goods", "data-categories", ""),
        ("children under the age of thirteen", "data-categories", ""),
        ("your age and your interests", "data-categories", "pd:Age pd:Interest"),
        ("improve and develop our web site", "purposes", "dpv:ServiceOptimisation"),
        ("to personalise content and show you relevant ads", "purposes", "dpv:Personalisation dpv:TargetedAdvertising"),
        ("to personalize content and show you relevant ads", "purposes", "dpv:Personalisation dpv:TargetedAdvertising"),
        ("your rights under data protection law", "purposes", ""),
        ("your payment information and billing address", "purposes", ""),
        (
            "with affiliates and Google Analytics",
            "recipients",
            "pg:Affiliate pg:AnalyticsProvider",
        ),
        ("a court order", "recipients", ""),
        ("we receive data from third parties", "recipients", ""),
        ("disclosed to third parties", "recipients", "dpv:ThirdParty"),
    ],
)
def test_words_name_concepts(text: str, scheme: str, concepts: str) -> None:
    assert [curie(term) for term in _named(text, scheme)] == concepts.split()


def test_lexicon_is_large() -> None:
    assert sum(len(concept.phrases) for concept in CONCEPTS) >= 3500


def test_vocabulary_has_no_phrase_twice_in_a_concept() -> None:
    twice = {
        curie(c.iri): [p for p, n in Counter(c.phrases).items() if n > 1]
        for c in VOCABULARY.concepts.values()
        if len(set(c.phrases)) < len(c.phrases)
    }
    assert twice == {}


def test_unknown_term_and_scheme_are_refused_with_advice() -> None:
    with pytest.raises(VocabularyError, match="no concept"):
        VOCABULARY["pg:NoSuchThing"]
    with pytest.raises(VocabularyError, match="no scheme"):
        VOCABULARY.scheme("no-such-scheme")
    with pytest.raises(VocabularyError, match="unknown prefix"):
        iri("nowhere:Thing")


def test_broken_file_is_refused_by_name() -> None:
    with pytest.raises(VocabularyError, match="broken vocabulary file"):
        list(read_concepts("broken.ttl", b"<a> <b> "))


def test_concept_without_a_scheme_is_refused() -> None:
    content = (
        b"@prefix skos: <http://www.w3.org/2004/02/skos/core#> . <http://a/b> a skos:Concept ; skos:prefLabel 'b' ."
    )
    with pytest.raises(VocabularyError, match="exactly one scheme"):
        list(read_concepts("loose.ttl", content))


def test_ancestors_come_nearest_first_and_end() -> None:
    found = VOCABULARY.ancestors(iri("pg:MobileNumber"))
    assert found[:2] == (iri("pd:TelephoneNumber"), iri("pd:Contact"))
    assert VOCABULARY.ancestors("https://example.org/nothing") == ()
