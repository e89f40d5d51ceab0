"""What the annotation schemes have in common: the operations of a practice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.gold.crosswalk import Crosswalk

from policyglot.model import Practice
from policyglot.vocabulary import iri

Prediction = Mapping[str, Any]


def operations(scheme: str, practice: Practice, crosswalk: Crosswalk) -> set[str]:
    """Return what a scheme calls the operations of a practice."""
    return {v for p in practice.processing for v in crosswalk.values(scheme, "processing", p)}


def is_only_storage(practice: Practice) -> bool:
    """Say whether the practice stores and does nothing else."""
    return set(practice.processing) <= {iri("dpv:Store")}
