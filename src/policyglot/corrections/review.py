"""What there is to review: a corrections file with all that was extracted, decided or not."""

from __future__ import annotations

from collections.abc import Sequence

from policyglot.corrections.binding import bind
from policyglot.corrections.decision import (
    Corrections,
    PracticeDecision,
    ProvisionDecision,
    Verdict,
    Words,
    claim_of,
    single_spaced,
)
from policyglot.corrections.places import Places, places_of
from policyglot.model import PROVISION_GROUPS, Document, Evidence, Policy, Practice, Provision

# How certain an extraction was is written to two places: it is for people.
_PLACES = 2


def undecided(policy: Policy, document: Document) -> Corrections:
    """Return a first corrections file: everything that was extracted, and nothing decided.

    Args:
        policy: As it was extracted.
        document: The prose.
    """
    return carried(Corrections(source=policy.source), policy, document=document)


def carried(corrections: Corrections, policy: Policy, *, document: Document) -> Corrections:
    """Return decisions brought up to a policy: all that are made, and everything else undecided.

    Args:
        corrections: What was decided, perhaps about an earlier version of the words.
        policy: As it is extracted now.
        document: Its prose.

    Returns:
        The decisions about what is there now, in its order, then what was added and the decisions whose
        words are gone. Undecided tables about what is no longer there are left out.
    """
    places = places_of(document)
    binding = bind(policy, corrections, places=places)
    taken: set[int] = set()
    practices: list[PracticeDecision] = []
    provisions: list[ProvisionDecision] = []
    for key, said in _said(policy):
        for bound in binding.bound.get(key, ()):
            decision = bound.decision
            if id(decision) not in taken:
                taken.add(id(decision))
                if isinstance(decision, PracticeDecision):
                    practices.append(decision)
                else:
                    provisions.append(decision)
        if binding.bound.get(key):
            continue
        new = new_decision(said, key[0], places=places)
        if isinstance(new, PracticeDecision):
            practices.append(new)
        elif new is not None:
            provisions.append(new)
    practices += [d for d in corrections.practices if id(d) not in taken and d.verdict is not Verdict.UNDECIDED]
    provisions += [d for d in corrections.provisions if id(d) not in taken and d.verdict is not Verdict.UNDECIDED]
    return Corrections(source=corrections.source, practices=tuple(practices), provisions=tuple(provisions))


def _said(policy: Policy) -> Sequence[tuple[tuple[str, int], Practice | Provision]]:
    """All practices and provisions with where they stand."""
    return [
        (((group, number)), said)
        for group in ("practices", *PROVISION_GROUPS)
        for number, said in enumerate(getattr(policy, group))
    ]


def new_decision(
    said: Practice | Provision, group: str, *, places: Places
) -> PracticeDecision | ProvisionDecision | None:
    """Return an open decision about a practice or provision, or None where it rests on no words.

    Args:
        said: What was extracted.
        group: Field of `Policy` that holds it.
        places: The document.
    """
    words = _words(said.evidence, places)
    if not words:
        return None
    confidence = round(float(said.confidence), _PLACES)
    if isinstance(said, Practice):
        return PracticeDecision(claim=claim_of(said), words=words, confidence=confidence)
    return ProvisionDecision(
        group=group,
        concept=said.concept,
        assertion=said.assertion,
        value=single_spaced(said.value or "") or None,
        honoured=said.honoured,
        scope=said.scope,
        words=words,
        confidence=confidence,
    )


def _words(evidence: Sequence[Evidence], places: Places) -> tuple[Words, ...]:
    found = (places.words_at(piece) for piece in evidence)
    return tuple(dict.fromkeys(words for words in found if words is not None))
