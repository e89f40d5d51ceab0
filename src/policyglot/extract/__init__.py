"""Extraction: from a document's clauses to its policy.

The pipeline, top to bottom: the document is cut into clauses, each clause is read
(concepts, acts, surroundings), the kinds of statement it makes are decided, the mentions
of those that state a practice are refined, and all is assembled into one policy.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from policyglot.errors import InputError
from policyglot.extract.anaphora import resolve_parties
from policyglot.extract.assemble import assemble
from policyglot.extract.classify import Classifier, load_classifier, read_classifier
from policyglot.extract.decide import decide
from policyglot.extract.lexicon import load_lexicon
from policyglot.extract.mentions import MentionModels, load_mention_models, refine
from policyglot.extract.parties import find_controller
from policyglot.extract.publisher import own_names
from policyglot.extract.reading import Reader
from policyglot.model import Document, Policy
from policyglot.read import segment
from policyglot.vocabulary import load_vocabulary

__all__ = ["ENGINES", "extract"]

ENGINES = ("rules", "classifier")


def extract(
    document: Document,
    *,
    site: str | None = None,
    min_confidence: float = 0.0,
    engine: str = "classifier",
    model: str | PathLike[str] | None = None,
) -> Policy:
    """Return what a document states about data of people.

    Args:
        document: A policy's prose.
        site: Base URL of the site that it holds for; it becomes part of the policy's IRI.
        min_confidence: 0 to 1; statements less certain are left out.
        engine: "classifier" lets trained weights decide what a clause states, "rules" does without them.
        model: Weights that `policyglot train` wrote, instead of those that ship.

    Returns:
        A policy in which every practice, right, measure and contact has its words as evidence.

    Raises:
        InputError: `model` cannot be read.
    """
    classifier = _weights(engine, model)
    mentions = None if engine == "rules" else load_mention_models()
    return extract_with(document, classifier=classifier, mentions=mentions, site=site, min_confidence=min_confidence)


def extract_with(
    document: Document,
    *,
    classifier: Classifier | None,
    mentions: MentionModels | None,
    site: str | None = None,
    min_confidence: float = 0.0,
) -> Policy:
    """Return what a document states, as `extract` does, read with the weights given.

    Args:
        document: A policy's prose.
        classifier: Decides what a clause states, or None to let the rules decide.
        mentions: Decides which words are mentions, or None to keep all that the lexicon finds.
        site: As for `extract`.
        min_confidence: As for `extract`.
    """
    vocabulary, lexicon = load_vocabulary(), load_lexicon()
    clauses = segment(document)
    controller = find_controller(document, clauses, site)
    readings = Reader(lexicon, vocabulary, own=own_names(document, controller)).read(clauses)
    decisions = decide(readings, vocabulary, classifier)
    if mentions is not None:
        readings = refine(readings, decisions, models=mentions, lexicon=lexicon, vocabulary=vocabulary)
    return assemble(
        document,
        resolve_parties(readings),
        decisions=decisions,
        vocabulary=vocabulary,
        controller=controller,
        site=site,
        min_confidence=min_confidence,
    )


def _weights(engine: str, model: str | PathLike[str] | None) -> Classifier | None:
    if engine not in ENGINES:
        raise InputError(f"no engine {engine}", advice=f"engines are {', '.join(ENGINES)}")
    if engine == "rules":
        return None
    if model is None:
        return load_classifier()
    path = Path(model)
    try:
        return read_classifier(path.read_bytes(), str(path))
    except OSError as error:
        raise InputError(f"cannot read the model {path}: {error.strerror}", source=str(path)) from error
