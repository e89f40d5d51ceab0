"""Extraction as a whole: what it claims is in the text, and it claims the same every time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.extract.prose import document, evidence_of, mentions_of, policy

from policyglot.errors import InputError
from policyglot.extract import ENGINES, extract
from policyglot.extract.lexicon import load_lexicon
from policyglot.formats import jsonld
from policyglot.model import Document, Policy
from policyglot.read import read_document
from policyglot.vocabulary import Concept, curie, load_vocabulary

FOLDER = Path(__file__).parents[1] / "data" / "policies"
SAMPLES = sorted(p for p in FOLDER.iterdir() if p.suffix in (".txt", ".html", ".md") and p.stem != "README")
VOCABULARY = load_vocabulary()
# Schemes whose concepts a clause states on its own.
STATED = ("rights", "measures", "notices", "signals", "decisions", "retention", "choices")


def assert_true_to_its_words(found: Policy, text: str) -> None:
    for evidence in evidence_of(found):
        assert evidence.span is not None
        assert evidence.exact == evidence.span.of(text) != ""
        assert text[: evidence.span.start].endswith(evidence.prefix)
        assert text[evidence.span.end :].startswith(evidence.suffix)
    for mention in mentions_of(found):
        if mention.span is not None:
            assert mention.exact == mention.span.of(text) != ""
    for practice in found.practices:
        assert practice.evidence
        assert 0 <= practice.confidence <= 1
        if practice.retention is not None and practice.retention.span is not None:
            assert practice.retention.exact == practice.retention.span.of(text)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
@pytest.mark.parametrize("engine", ENGINES)
def test_every_claim_quotes_the_text(path: Path, engine: str) -> None:
    prose = read_document(path)
    assert_true_to_its_words(extract(prose, engine=engine), prose.text)


@pytest.mark.shared
def test_every_claim_about_the_seeds_quotes_the_text(shared: Path) -> None:
    for path in sorted((shared / "seeds").iterdir()):
        prose = read_document(path)
        assert_true_to_its_words(extract(prose), prose.text)


PARAGRAPHS = [
    paragraph
    for path in SAMPLES
    for paragraph in (block.span.of(prose.text) for prose in [read_document(path)] for block in prose.blocks)
]
NOISE = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@st.composite
def mutated_documents(draw: st.DrawFn) -> Document:
    """Paragraphs of the samples in any order, cut, with noise put in."""
    paragraphs = []
    for paragraph in draw(st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=6)):
        cut = draw(st.integers(0, len(paragraph)))
        words = (paragraph[:cut] + draw(NOISE) + paragraph[cut:]).replace("\n", " ").strip()
        paragraphs.append(draw(st.sampled_from(["", "# ", "- "])) + (words or "x"))
    return document(*paragraphs)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated_documents())
def test_claims_about_mutilated_policies_quote_the_text(prose: Document) -> None:
    assert_true_to_its_words(extract(prose), prose.text)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_same_text_gives_same_bytes(path: Path) -> None:
    first, second = (jsonld.write(extract(read_document(path))) for _ in range(2))
    assert first == second


def test_what_is_less_certain_is_left_out() -> None:
    prose = read_document(SAMPLES[0])
    everything, certain = extract(prose), extract(prose, min_confidence=0.9)
    assert 0 < len(certain.practices) < len(everything.practices)
    assert all(p.confidence >= 0.9 for p in certain.practices)


def test_site_is_part_of_the_policys_name() -> None:
    found = extract(document("We collect your name."), site="https://shop.example/")
    assert found.iri.startswith("https://shop.example/#policy-")


def test_unknown_engine_and_missing_model_are_refused(tmp_path: Path) -> None:
    prose = document("We collect your name.")
    with pytest.raises(InputError, match="no engine magic"):
        extract(prose, engine="magic")
    with pytest.raises(InputError, match="cannot read the model"):
        extract(prose, model=tmp_path / "none.gz")


def named_by(concept: Concept, sentence: str) -> set[str]:
    """Return the concepts of a scheme that a sentence on its own is found to name."""
    lexicon = load_lexicon()
    return {m.concept for m in lexicon.match(lexicon.tokenize(sentence)) if m.scheme == concept.scheme}


@pytest.mark.parametrize("scheme", STATED)
def test_example_of_a_concept_is_found_to_name_it(scheme: str) -> None:
    missed = [
        curie(concept.iri)
        for concept in VOCABULARY.scheme(scheme)
        for example in concept.examples
        if not any(VOCABULARY.is_a(term, concept.iri) for term in named_by(concept, example))
    ]
    assert missed == []


@pytest.mark.parametrize("group", ["rights", "measures", "notices", "signals"])
def test_example_of_a_provision_is_extracted(group: str) -> None:
    examples = [(c, example) for c in VOCABULARY.scheme(group) for example in c.examples]
    missed = [
        curie(concept.iri)
        for concept, example in examples
        if not any(VOCABULARY.is_a(p.concept, concept.iri) for p in getattr(policy(example), group))
    ]
    assert missed == []


def test_a_definition_states_only_the_data_that_it_lists() -> None:
    listing = extract(document("Personal Data means your name, your e-mail address and your telephone number."))
    assert all(p.processing == ("https://w3id.org/dpv#Collect",) for p in listing.practices)
    partner = extract(document("Service Provider means a firm that processes data on our behalf to run the site."))
    assert partner.practices == ()
