from __future__ import annotations

import pytest
from tests.extract.prose import readings

from policyglot.extract.classify import Classifier, read_classifier, write_classifier
from policyglot.extract.lexicon import load_lexicon
from policyglot.extract.mentions import MentionModels, candidates, key_of, refine
from policyglot.extract.reading import Reading
from policyglot.vocabulary import curie, iri, load_vocabulary

VOCABULARY, LEXICON = load_vocabulary(), load_lexicon()
COLLECTS = {"collect": 0.9}


def weights(*labels: str, steps: dict[str, tuple[int, ...]]) -> Classifier:
    """Return a model that says nothing where it knows no feature."""
    content = write_classifier(
        labels=labels,
        biases=[-2.0] * len(labels),
        scales=[0.1] * len(labels),
        thresholds=[0.5] * len(labels),
        steps=steps,
        fact_value=1.0,
        card={},
    )
    return read_classifier(content, "test")


def refined(models: dict[str, Classifier], *paragraphs: str, labels: dict[str, float] = COLLECTS) -> Reading:
    found = readings(*paragraphs)
    decisions = [labels] * len(found)
    return refine(found, decisions, models=MentionModels(by_kind=models), lexicon=LEXICON, vocabulary=VOCABULARY)[-1]


def concepts(reading: Reading, scheme: str) -> list[str]:
    return [curie(m.concept) for m in reading.of(scheme)]


def test_without_weights_the_lexicon_decides() -> None:
    assert concepts(refined({}, "We collect your name and age."), "data-categories") == ["pd:Name", "pd:Age"]


def test_weights_drop_what_they_do_not_keep() -> None:
    models = {"data": weights("data", steps={"=concept Name": (100,)})}
    assert concepts(refined(models, "We collect your name and age."), "data-categories") == ["pd:Name"]


def test_a_kind_without_weights_stays_as_it_was() -> None:
    models = {"data": weights("data", steps={"=nothing": (1,)})}
    found = refined(models, "We share your name with our affiliates.")
    assert concepts(found, "data-categories") == []
    assert concepts(found, "recipients") == ["pg:Affiliate"]


def test_clause_without_a_practice_stays_as_it_is() -> None:
    models = {"data": weights("data", steps={"=nothing": (1,)})}
    found = refined(models, "We protect your name.", labels={"security": 0.9})
    assert concepts(found, "data-categories") == ["pd:Name"]


def test_purposes_are_found_without_a_label_of_the_lexicon() -> None:
    models = {"purpose": weights("fraud", "legal", steps={"xyzzy": (100, -100)})}
    found = refined(models, "We use your name to xyzzy.", labels={"use": 0.9})
    (purpose,) = found.of("purposes")
    assert (curie(purpose.concept), purpose.start, purpose.end) == ("dpv:FraudPreventionAndDetection", 20, 25)


def test_the_narrower_concept_of_the_lexicon_wins() -> None:
    key = key_of(VOCABULARY, "purpose", iri("dpv:TargetedAdvertising"))
    assert key is not None
    models = {"purpose": weights(key, steps={"=names TargetedAdvertising": (100,)})}
    found = refined(models, "We use your name to show you targeted ads.", labels={"use": 0.9})
    assert concepts(found, "purposes") == ["dpv:TargetedAdvertising"]


def test_item_is_read_with_its_refined_lead_in() -> None:
    models = {"data": weights("data", steps={"=concept Name": (100,)})}
    found = refined(models, "We collect your name and age to:", "- ship the goods")
    assert found.lead_in is not None
    assert concepts(found.lead_in, "data-categories") == ["pd:Name"]


def test_features_of_a_candidate_are_its_own_and_those_around() -> None:
    (reading,) = readings("We collect your name and age.")
    found = [c for c in candidates(reading, ["collect"], lexicon=LEXICON, vocabulary=VOCABULARY) if c.model == "data"]
    assert len({c.around for c in found}) == 1
    assert len({c.own for c in found}) == len(found) == 2
    assert all(c.features == c.own + c.around for c in found)


@pytest.mark.parametrize(
    ("concept", "kind", "key"),
    [
        ("pd:EmailAddress", "data", "email"),
        ("dpv:DataProcessor", "recipient", "processor"),
        ("pg:RightOfAccess", "data", None),
    ],
)
def test_key_of_the_nearest_concept_that_has_one(concept: str, kind: str, key: str | None) -> None:
    assert key_of(VOCABULARY, kind, iri(concept)) == key
