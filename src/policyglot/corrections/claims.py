"""From what a reviewer says back to a practice, with the words that name each concept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policyglot.corrections.decision import Claim, ClaimedRetention, Named, claim_of, single_spaced
from policyglot.model import Evidence, Mention, Practice, Retention, Span
from policyglot.vocabulary import load_vocabulary


def practice_of(claim: Claim, evidence: tuple[Evidence, ...], *, known: Practice | None = None) -> Practice:
    """Return the practice that says what a claim says.

    What the practice that was extracted has of it stays as it is: the words of its concepts, its
    choices, its description.

    Args:
        claim: What it is to say.
        evidence: What it rests on.
        known: The practice that is corrected, or None for a new one.

    Returns:
        A practice with the confidence 1.
    """
    base = known or Practice(processing=claim.processing)
    said = claim_of(base)
    mentions = {
        name: tuple(_mentions(getattr(claim, name), getattr(base, name), evidence))
        for name in ("data", "purposes", "recipients", "legal_bases", "data_sources")
    }
    return replace(
        base,
        processing=claim.processing,
        assertion=claim.assertion,
        modality=claim.modality,
        party=claim.party,
        retention=base.retention if said.retention == claim.retention else _retention(claim.retention),
        identifiability=claim.identifiability,
        condition=base.condition if said.condition == claim.condition else claim.condition,
        audiences=claim.audiences,
        evidence=evidence,
        confidence=1.0,
        **mentions,  # type: ignore[arg-type] # names of the fields that hold mentions
    )


def _retention(kept: ClaimedRetention | None) -> Retention | None:
    return Retention(concept=kept.concept, duration=kept.duration) if kept else None


def _mentions(wanted: Sequence[Named], known: Sequence[Mention], evidence: Sequence[Evidence]) -> Iterator[Mention]:
    """Mentions of concepts: the known ones that stand in the evidence, else new ones, in the order of `wanted`."""
    spans = [piece.span for piece in evidence if piece.span is not None]
    lead_ins = " ".join(piece.lead_in for piece in evidence)
    for named in wanted:
        same = [m for m in known if m.concept == named.concept and (single_spaced(m.name or "") or None) == named.name]
        standing = [
            mention
            for mention in same
            if mention.span is None
            or any(mention.span.overlaps(span) for span in spans)
            or (mention.exact and mention.exact in lead_ins)
        ]
        yield from standing or [_mention(named, evidence)]


def _mention(named: Named, evidence: Sequence[Evidence]) -> Mention:
    """A concept with the words that name it, where its name or one of its labels is in the evidence."""
    concept = load_vocabulary().concepts.get(named.concept)
    phrases = sorted((concept.label, *concept.alternatives), key=len, reverse=True) if concept else []
    for phrase in [named.name] if named.name else phrases:
        # A phrase as whole words, in any case, with any white space between them.
        pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, phrase.split())) + r"(?!\w)", re.IGNORECASE)
        for piece in evidence:
            found = pattern.search(piece.exact)
            if found and piece.span is not None:
                span = Span(piece.span.start + found.start(), piece.span.start + found.end())
                return Mention(concept=named.concept, span=span, exact=found.group(), name=named.name)
    return Mention(concept=named.concept, name=named.name)
