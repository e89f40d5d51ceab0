from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyglot.errors import InputError
from policyglot.extract.classify import Classifier, read_classifier, write_classifier

STEPS = {"keep": (127, -20), "we": (1, 0), "=kind item": (-127, 127), "e mail": (5, 9)}


def model(steps: dict[str, tuple[int, int]] = STEPS) -> bytes:
    return write_classifier(
        labels=("retention", "share"),
        biases=(-1.0, 0.25),
        scales=(0.05, 0.01),
        thresholds=(0.4, 0.5),
        steps=steps,
        fact_value=0.35,
        card={"trained on": "nothing"},
    )


def classifier() -> Classifier:
    return read_classifier(model(), "test")


def probability(score: float) -> float:
    return 1 / (1 + math.exp(-score))


def test_empty_clause_has_the_bias() -> None:
    assert classifier().classify([]) == {"retention": probability(-1.0), "share": probability(0.25)}


def test_words_share_their_weight_and_facts_keep_theirs() -> None:
    found = classifier().classify(["keep", "we", "=kind item", "unknown"])
    assert found["retention"] == pytest.approx(probability(-1.0 + 0.05 * (128 / math.sqrt(2) - 127 * 0.35)))
    assert found["share"] == pytest.approx(probability(0.25 + 0.01 * (-20 / math.sqrt(2) + 127 * 0.35)))


@given(st.lists(st.tuples(st.integers(-127, 127), st.integers(-127, 127)), max_size=300))
def test_packed_sums_are_exact(steps: list[tuple[int, int]]) -> None:
    named = {f"w{n}": step for n, step in enumerate(steps)}
    found = read_classifier(model(named or {"x": (0, 0)}), "test").classify(list(named))
    share = 1 / math.sqrt(len(steps)) if steps else 0.0
    for k, (label, bias, scale) in enumerate((("retention", -1.0, 0.05), ("share", 0.25, 0.01))):
        score = bias + scale * sum(step[k] for step in steps) * share
        assert found[label] == pytest.approx(probability(max(-30.0, min(30.0, score))))


def test_confidence_is_a_half_at_the_threshold() -> None:
    found = classifier()
    for features in ([], ["keep"], ["we"], ["=kind item"]):
        for label, confidence in found.confidences(features).items():
            probability_said = found.classify(features)[label]
            assert (confidence >= 0.5) == (probability_said >= found.thresholds[label])
            assert 0 <= confidence <= 1


def test_same_model_gives_same_bytes() -> None:
    assert model() == model(dict(reversed(STEPS.items())))


def test_thresholds_and_card_are_kept() -> None:
    assert classifier().thresholds == {"retention": 0.4, "share": 0.5}
    assert classifier().card == {"trained on": "nothing"}


@pytest.mark.parametrize("content", [b"", b"{}", b"\x1f\x8b", model()[:-9], model()[:40]])
def test_broken_file_is_refused_with_advice(content: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_classifier(content, "broken.gz")
    assert caught.value.source == "broken.gz"
    assert caught.value.advice
