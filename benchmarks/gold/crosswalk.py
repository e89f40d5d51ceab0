"""The crosswalk: what a concept is called in each annotation scheme."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from policyglot.vocabulary import Vocabulary, iri, load_vocabulary

TABLE = Path(__file__).with_name("crosswalk.csv")
# A row that says that a concept, and what lies below it, has no counterpart.
NOTHING = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """Counterparts of concepts.

    Attributes:
        rows: (scheme, facet, IRI) to values, in the order of the table.
        vocabulary: Where the broader concepts are looked up.
    """

    rows: Mapping[tuple[str, str, str], tuple[str, ...]]
    vocabulary: Vocabulary

    def values(self, scheme: str, facet: str, concept: str) -> tuple[str, ...]:
        """Return the values of a concept, or those of the nearest broader concept that has any.

        Args:
            scheme: "opp115", "gdpr200" or "clauses".
            facet: What is asked for ("data", "Security Measure", …).
            concept: IRI.

        Returns:
            Values, empty where the scheme has none.
        """
        for candidate in (concept, *_ancestors(self.vocabulary, concept)):
            found = self.rows.get((scheme, facet, candidate))
            if found is not None:
                return () if found == (NOTHING,) else found
        return ()

    def lists(self, scheme: str, facet: str, concept: str) -> bool:
        """Say whether the table has a row for the concept itself."""
        return (scheme, facet, concept) in self.rows

    def value(self, scheme: str, facet: str, concept: str) -> str | None:
        """Return the first value, or None."""
        return next(iter(self.values(scheme, facet, concept)), None)


def _ancestors(vocabulary: Vocabulary, concept: str) -> tuple[str, ...]:
    return _walk(concept) if vocabulary is load_vocabulary() else vocabulary.ancestors(concept)


@lru_cache(maxsize=4096)
def _walk(concept: str) -> tuple[str, ...]:
    return load_vocabulary().ancestors(concept)


def read_crosswalk(path: Path, vocabulary: Vocabulary) -> Crosswalk:
    """Read a table with the columns scheme, facet, concept (a CURIE) and value."""
    rows: dict[tuple[str, str, str], tuple[str, ...]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            key = (row["scheme"], row["facet"], iri(row["concept"]))
            rows[key] = (*rows.get(key, ()), row["value"])
    return Crosswalk(rows=rows, vocabulary=vocabulary)


@cache
def load_crosswalk() -> Crosswalk:
    """Return the crosswalk of the shipped vocabulary."""
    return read_crosswalk(TABLE, load_vocabulary())
