"""Whether a difference in facts comes from the words that differ.

A sentence that was reworded may be understood a little differently although it says the same. So a fact that only one
of two paired sentences states counts where words name it that the other sentence lacks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from policyglot.compare.claims import Claim
from policyglot.compare.known import fold, operation
from policyglot.compare.version import Passage, words_of
from policyglot.vocabulary import load_vocabulary

# What a word is held by, so that "sharing" is "shared".
_STEM = 4
# A word in the phrases of more than this share of the concepts of a scheme tells none of them.
_TELLING = 0.2


def is_explained(claim: Claim, passage: Passage, *, partner: Passage) -> bool:
    """Say whether a claim of a passage is made by words that its partner lacks.

    Args:
        claim: A claim of `passage` that the other version does not make.
        passage: The passage.
        partner: Its partner in the other version.
    """
    if passage.words == partner.words and passage.lead_in == partner.lead_in:
        return True  # Published files, which quote the same words for other facts.
    here, there = {*passage.words, *passage.lead_in}, {*partner.words, *partner.lead_in}
    if any(c.assertion is not claim.assertion and fold(c.fact) == fold(claim.fact) for c in partner.claims):
        return True  # "not" may be in either.
    only_here = here - there
    naming = words_of(claim.naming or ("" if "://" in claim.fact.detail else claim.fact.detail))
    if naming and not only_here.isdisjoint(naming):
        return True
    act = operation(claim.fact.processing)
    if act and act not in {operation(c.fact.processing) for c in partner.claims}:
        return _names(claim.fact.processing, only_here)
    return not naming and _names(claim.fact.concept, only_here)


def _names(concept: str, words: Iterable[str]) -> bool:
    """Say whether one of the words is of a phrase for the concept; a concept without phrases may be any."""
    stems = _stems(concept)
    return stems is None or not stems.isdisjoint(word[:_STEM] for word in words)


@lru_cache(maxsize=4096)
def _stems(concept: str) -> frozenset[str] | None:
    known = load_vocabulary().concepts.get(concept)
    if known is None:
        return None
    count, concepts = _scheme_stems(known.scheme)
    return frozenset(stem for stem in _phrase_stems(concept) if count[stem] <= max(2, _TELLING * concepts))


@lru_cache(maxsize=64)
def _scheme_stems(scheme: str) -> tuple[Counter[str], int]:
    concepts = load_vocabulary().scheme(scheme)
    return Counter(stem for concept in concepts for stem in _phrase_stems(concept.iri)), len(concepts)


def _phrase_stems(concept: str) -> frozenset[str]:
    return frozenset(
        word[:_STEM] for phrase in load_vocabulary().concepts[concept].phrases for word in words_of(phrase)
    )
