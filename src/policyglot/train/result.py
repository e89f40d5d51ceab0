"""What training returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelScore:
    """How well a label is predicted on policies left out of training.

    Attributes:
        precision: 0 to 1.
        recall: 0 to 1.
        f1: 0 to 1.
        count: Clauses that have the label.
        threshold: Probability from which it holds.
    """

    precision: float
    recall: float
    f1: float
    count: int
    threshold: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """What training returns.

    Attributes:
        model: The model file.
        clauses: Number of clauses learnt from.
        policies: Number of policies.
        micro_f1: Cross-validated by policy, over all labels.
        scores: The same for each label.
    """

    model: bytes
    clauses: int
    policies: int
    micro_f1: float
    scores: Mapping[str, LabelScore]
