"""Fitting: one logistic regression a label, thresholds from policies left out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from policyglot.extract.classify import FACT, write_classifier
from policyglot.train.examples import Example
from policyglot.train.result import LabelScore, Training

FACT_VALUE = 0.15
# How much facts count beside words differs with what is learnt: the better one is taken.
FACT_SHARES = (0.2, 0.6)
COST = 8.0
# Rarity of a common word; it sets where COST stands between fitting and holding back.
_TYPICAL_RARITY = 6.5
FOLDS = 4
FEWEST_EXAMPLES = 4
FEWEST_CLAUSES = 2
_STEPS = 127
_GRID = np.arange(0.10, 0.80, 0.02)
# A label's own best threshold counts as much as the common one where it has this many examples.
_SHRINK = 20

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Examples as numbers.

    Attributes:
        features: Column names.
        values: One row an example; what the classifier will count, times `emphasis`.
        emphasis: One factor a feature: the rarer it is, the more it says.
        labels: Column names of `flags`.
        flags: Whether an example has a label.
        policies: Policy of each example.
    """

    features: tuple[str, ...]
    values: Any
    emphasis: Numbers
    labels: tuple[str, ...]
    flags: Flags
    policies: NDArray[np.str_]


def matrix_of(examples: Sequence[Example], *, fact_share: float = FACT_SHARES[0]) -> Matrix:
    """Return the examples as a matrix, without what is too rare to learn from.

    Args:
        examples: What there is to learn from.
        fact_share: How much a fact counts beside a word of the same rarity.

    Source: Spärck Jones, A statistical interpretation of term specificity, 1972 (inverse document frequency).
    """
    frequency = Counter(f for e in examples for f in e.features)
    features = tuple(sorted(f for f, n in frequency.items() if n >= FEWEST_CLAUSES))
    column = {f: i for i, f in enumerate(features)}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for at, example in enumerate(examples):
        known = sorted(column[f] for f in example.features if f in column)
        words = sum(features[c][0] != FACT for c in known)
        rows += [at] * len(known)
        columns += known
        values += [FACT_VALUE if features[c][0] == FACT else 1 / math.sqrt(words) for c in known]
    rarity = [1 + math.log((1 + len(examples)) / (1 + frequency[f])) for f in features]
    emphasis = np.array(
        [r * fact_share if f[0] == FACT else r / _TYPICAL_RARITY for f, r in zip(features, rarity, strict=True)]
    )
    held = Counter(label for e in examples for label in e.labels)
    labels = tuple(sorted(label for label, n in held.items() if n >= FEWEST_EXAMPLES))
    return Matrix(
        features=features,
        values=csr_matrix((values, (rows, columns)), shape=(len(examples), len(features))).multiply(emphasis).tocsr(),
        emphasis=emphasis,
        labels=labels,
        flags=np.array([[label in e.labels for label in labels] for e in examples], dtype=bool),
        policies=np.array([e.policy for e in examples]),
    )


def _regression(values: Any, flags: Flags, cost: float) -> tuple[Numbers, float]:
    """Return weights and bias; a label that all or none have gets a bias alone."""
    if flags.all() or not flags.any():
        return np.zeros(values.shape[1]), 5.0 if flags.all() else -5.0
    # The dual is seven times as fast here, and the same to four digits.
    model = LogisticRegression(C=cost, solver="liblinear", dual=True, tol=0.01, max_iter=1000, random_state=0)
    model.fit(values, flags)
    return model.coef_[0], float(model.intercept_[0])


def left_out(matrix: Matrix, *, cost: float = COST, folds: int = FOLDS) -> Numbers:
    """Return the probability of every label of every example, from models that never saw its policy."""
    found = np.zeros(matrix.flags.shape)
    folds = min(folds, len(set(matrix.policies)))
    for seen, unseen in GroupKFold(folds).split(matrix.values, groups=matrix.policies):
        for k in range(len(matrix.labels)):
            weights, bias = _regression(matrix.values[seen], matrix.flags[seen, k], cost)
            found[unseen, k] = 1 / (1 + np.exp(-(matrix.values[unseen] @ weights + bias)))
    return found


def f1(said: Flags, gold: Flags) -> float:
    """Return the micro F1 of two arrays of one shape; 0 where both are empty."""
    total = int(said.sum() + gold.sum())
    return 2 * int((said & gold).sum()) / total if total else 0.0


def thresholds(probabilities: Numbers, flags: Flags) -> Numbers:
    """Return one threshold a label: its best, drawn towards the common best where examples are few."""
    common = max(_GRID, key=lambda t: f1(probabilities >= t, flags))
    found = []
    for k in range(flags.shape[1]):
        scores = np.array([f1(probabilities[:, k] >= t, flags[:, k]) for t in _GRID])
        best = float(_GRID[scores >= scores.max() - 0.005].mean())
        share = flags[:, k].sum() / (flags[:, k].sum() + _SHRINK)
        found.append(share * best + (1 - share) * float(common))
    return np.array(found)


def _best(probabilities: Numbers, flags: Flags) -> float:
    """Return the F1 that probabilities reach with the thresholds that suit them."""
    return f1(probabilities >= thresholds(probabilities, flags), flags)


def nested_flags(probabilities: Numbers, matrix: Matrix) -> Flags:
    """Return what holds when the thresholds of one half of the policies come from the other half."""
    names = sorted(set(matrix.policies))
    half = np.isin(matrix.policies, names[::2])
    said = np.zeros(matrix.flags.shape, dtype=bool)
    for side in (half, ~half):
        said[~side] = probabilities[~side] >= thresholds(probabilities[side], matrix.flags[side])
    return said


def _model(matrix: Matrix, limits: Numbers, card: Mapping[str, Any]) -> bytes:
    """Fit on all examples and return the model file."""
    fitted = [_regression(matrix.values, matrix.flags[:, k], COST) for k in range(len(matrix.labels))]
    # The emphasis goes into the weights, so that it costs the classifier nothing.
    fitted = [(weights * matrix.emphasis, bias) for weights, bias in fitted]
    scales = [max(float(np.abs(weights).max()), 1e-6) / _STEPS for weights, _ in fitted]
    table = np.stack([np.rint(w / s) for (w, _), s in zip(fitted, scales, strict=True)], axis=1).astype(int)
    kept = np.flatnonzero(np.abs(table).max(axis=1) > 0)
    return write_classifier(
        labels=matrix.labels,
        biases=[bias for _, bias in fitted],
        scales=scales,
        thresholds=[float(t) for t in limits],
        steps={matrix.features[i]: table[i].tolist() for i in kept},
        fact_value=FACT_VALUE,
        card=card,
    )


def _scores(said: Flags, matrix: Matrix, limits: Numbers) -> dict[str, LabelScore]:
    found = {}
    for k, label in enumerate(matrix.labels):
        hits = int((said[:, k] & matrix.flags[:, k]).sum())
        claimed, held = int(said[:, k].sum()), int(matrix.flags[:, k].sum())
        found[label] = LabelScore(
            precision=hits / claimed if claimed else 0.0,
            recall=hits / held,
            f1=f1(said[:, k], matrix.flags[:, k]),
            count=held,
            threshold=round(float(limits[k]), 3),
        )
    return found


def fit(examples: Sequence[Example], *, names: Sequence[str], attribution: str) -> Training:
    """Fit a model to examples and measure it on policies left out.

    Args:
        examples: Of at least two policies.
        names: Names of the files that they come from, for the card.
        attribution: Credit for the texts, for the card.
    """
    with threadpool_limits(1):  # the matrices are small: threads would only wait for each other
        return _fit(examples, names=names, attribution=attribution)


def _fit(examples: Sequence[Example], *, names: Sequence[str], attribution: str) -> Training:
    tried = [matrix_of(examples, fact_share=share) for share in FACT_SHARES]
    found = [left_out(matrix) for matrix in tried]
    matrix, probabilities = max(zip(tried, found, strict=True), key=lambda pair: _best(pair[1], pair[0].flags))
    said = nested_flags(probabilities, matrix)
    limits = thresholds(probabilities, matrix.flags)
    policies = len(set(matrix.policies))
    card = {
        "files": list(names),
        "clauses": len(examples),
        "policies": policies,
        "cross-validated micro F1": round(f1(said, matrix.flags), 4),
        "attribution": attribution,
    }
    return Training(
        model=_model(matrix, limits, card),
        clauses=len(examples),
        policies=policies,
        micro_f1=f1(said, matrix.flags),
        scores=_scores(said, matrix, limits),
    )
