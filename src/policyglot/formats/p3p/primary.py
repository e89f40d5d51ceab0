"""Primary purposes of P3P 1.1, which say what kind of service `current` is.

Source: P3P 1.1, section 3.3.5.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from policyglot.formats.p3p.terms import PG
from policyglot.vocabulary import load_vocabulary

SCHEME = "p3p-primary-purposes"


@cache
def _carried() -> Mapping[str, str]:
    """Return concept to element name of the primary purpose that is written for it."""
    return MappingProxyType(
        {
            carried: concept.notations["element"]
            for concept in load_vocabulary().scheme(SCHEME)
            for carried in concept.properties.get(PG + "carries", ())
        }
    )


def primary_purposes(concepts: Iterable[str]) -> tuple[str, ...]:
    """Return the element names of the primary purposes of some purposes, in the order of the vocabulary."""
    vocabulary = load_vocabulary()
    found = {
        next((_carried()[c] for c in (concept, *vocabulary.ancestors(concept)) if c in _carried()), None)
        for concept in concepts
    }
    return tuple(c.notations["element"] for c in vocabulary.scheme(SCHEME) if c.notations["element"] in found)
