"""Extraction: from a document's clauses to its policy.

The pipeline, top to bottom: the document is cut into clauses, each clause is read
(concepts, acts, surroundings), the kinds of statement it makes are decided, and the
decided statements are assembled into one policy.
"""

from __future__ import annotations

from policyglot.extract.assemble import assemble
from policyglot.extract.decide import rule_labels
from policyglot.extract.lexicon import load_lexicon
from policyglot.extract.reading import Reader
from policyglot.model import Document, Policy
from policyglot.read import segment
from policyglot.vocabulary import load_vocabulary

__all__ = ["extract"]


def extract(document: Document, *, site: str | None = None, min_confidence: float = 0.0) -> Policy:
    """Return what a document states about data of people.

    Args:
        document: A policy's prose.
        site: Base URL of the site that it holds for; it becomes part of the policy's IRI.
        min_confidence: 0 to 1; statements less certain are left out.

    Returns:
        A policy in which every practice, right, measure and contact has its words as evidence.
    """
    vocabulary = load_vocabulary()
    readings = Reader(load_lexicon(), vocabulary).read(segment(document))
    return assemble(
        document,
        readings,
        decisions=[rule_labels(reading, vocabulary) for reading in readings],
        vocabulary=vocabulary,
        site=site,
        min_confidence=min_confidence,
    )
