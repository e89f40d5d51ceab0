"""Compares what a published file declares with what the prose says: saying and doing.

Neither is taken for the truth. What only one of them says, and what one says and the other
denies, is listed with both places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property

from policyglot.findings import Finding
from policyglot.formats.p3p.terms import by_iri, iri_of, least_protective, terms
from policyglot.model import Evidence, Policy, Practice
from policyglot.validate.claims import Aspect, Claim, Level, claims_of, denials_of, is_vague, level_of
from policyglot.validate.engine import rules_of, run
from policyglot.validate.evidence import first_span, quoted
from policyglot.validate.rule import Problem, Profile
from policyglot.vocabulary import curie, iri, load_vocabulary

# Where the values of an aspect are in P3P.
_SCHEMES = {
    Aspect.DATA: "p3p-categories",
    Aspect.PURPOSE: "p3p-purposes",
    Aspect.RECIPIENT: "p3p-recipients",
    Aspect.RETENTION: "p3p-retention",
    Aspect.ACCESS: "p3p-access",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A claim of one side, and the practice of the other that denies it."""

    claim: Claim
    denied: Practice


@dataclass(frozen=True, kw_only=True)
class Comparison:  # not slotted: what is derived is kept
    """A published policy and the prose about the same practices: the subject of the rules PG9xx.

    Attributes:
        declared: The published policy.
        stated: What the prose says.
    """

    declared: Policy
    stated: Policy

    @cached_property
    def level(self) -> Level:
        """The level on which both can be compared."""
        return level_of(self.declared)

    @cached_property
    def declarations(self) -> tuple[Claim, ...]:
        """What the file claims."""
        return claims_of(self.declared, self.level)

    @cached_property
    def statements(self) -> tuple[Claim, ...]:
        """What the prose claims."""
        return claims_of(self.stated, self.level)

    @cached_property
    def denied_by_prose(self) -> tuple[Contradiction, ...]:
        """What the file claims and the prose denies."""
        return tuple(contradictions(self.stated, own=self.statements, others=self.declarations))

    @cached_property
    def denied_by_file(self) -> tuple[Contradiction, ...]:
        """What the prose claims and the file denies."""
        return tuple(contradictions(self.declared, own=self.declarations, others=self.statements))


def check_against(declared: Policy, stated: Policy, *, profile: Profile = "strict") -> tuple[Finding, ...]:
    """Compare a published policy with the prose.

    Args:
        declared: The published policy, read from P3P, JSON-LD, Turtle or N-Quads.
        stated: What the prose says, from `extract`.
        profile: As in `validate`.

    Returns:
        What is declared and not stated, stated and not declared, contradicted, and where choices,
        retention and access differ. A finding is located in the file or, where the file is silent, at
        the words of the prose.

    >>> from policyglot.formats.p3p import read_compact
    >>> declared = read_compact('CP="ALL TEL OUR IND ONL"')
    >>> stated = read_compact('CP="ALL CUR OUR IND ONL"')
    >>> [(finding.rule, finding.message.split(",")[0]) for finding in check_against(declared, stated)][0]
    ('PG901', 'declares the purpose “telemarketing” (marketing by telephone)')
    """
    comparison = Comparison(declared=declared, stated=stated)
    return run(rules_of("PG9"), comparison, source=declared.source, profile=profile)


def missing(claims: tuple[Claim, ...], others: tuple[Claim, ...], level: Level) -> Iterator[tuple[Claim, int]]:
    """Yield each value of one side that the other does not have, with how often it is claimed.

    On the level of concepts a value is there where a broader or narrower one is: one side may be
    more precise than the other.
    """
    known = {(other.aspect, other.value) for other in others}
    counted: dict[tuple[Aspect, str], list[Claim]] = {}
    for claim in claims:
        counted.setdefault((claim.aspect, claim.value), []).append(claim)
    for key, same in counted.items():
        if key not in known and not (level is Level.CONCEPT and _has_kin(same[0], others)):
            yield same[0], len(same)


def _has_kin(claim: Claim, others: tuple[Claim, ...]) -> bool:
    vocabulary = load_vocabulary()
    return any(
        other.aspect is claim.aspect
        and (vocabulary.is_a(other.value, claim.value) or vocabulary.is_a(claim.value, other.value))
        for other in others
    )


def contradictions(deniers: Policy, *, own: tuple[Claim, ...], others: tuple[Claim, ...]) -> Iterator[Contradiction]:
    """Yield what one side denies and the other claims.

    Only plain cases: the denial names the purpose, the recipient or the data, and the same side does
    not claim them elsewhere. One that denies all disclosure reaches every recipient.

    Args:
        deniers: The policy with the denials.
        own: What it claims itself.
        others: What the other side claims.
    """
    for denied in denials_of(deniers):
        seen: set[tuple[Aspect, str]] = set()
        for part in _parts(denied):
            reached = [claim for claim in others if _reaches(part, claim)]
            if not reached or any(_reaches(part, mine) for mine in own):
                continue  # who says both is for the rules PG2xx
            for claim in reached:
                if (claim.aspect, claim.value) not in seen:
                    seen.add((claim.aspect, claim.value))
                    yield Contradiction(claim=claim, denied=denied)


def _parts(denied: Practice) -> Iterator[Practice]:
    """Yield a denial of several purposes, recipients or data one by one."""
    if denied.purposes:
        yield from (replace(denied, purposes=(mention,)) for mention in denied.purposes)
    elif denied.recipients:
        yield from (replace(denied, recipients=(mention,)) for mention in denied.recipients)
    elif denied.data:
        yield from (replace(denied, data=(mention,)) for mention in denied.data)
    else:
        yield denied


def _reaches(denied: Practice, claim: Claim) -> bool:
    if claim.practice is None or claim.required == "opt-in":
        return False
    vocabulary = load_vocabulary()
    is_disclosure = any(vocabulary.is_a(act, iri("dpv:Share")) for act in denied.processing)
    is_trade = any(vocabulary.is_a(act, iri("pg:Sell")) for act in denied.processing)
    if denied.purposes:
        named = claim.aspect is Aspect.PURPOSE and any(_names(m.concept, claim) for m in denied.purposes)
        # What others do not get for a purpose may still be used for it.
        is_own = not (denied.recipients or is_disclosure or is_trade)
        return named and is_own and _same_data(denied, claim.practice)
    if denied.recipients:
        named = claim.aspect is Aspect.RECIPIENT and any(_names(m.concept, claim) for m in denied.recipients)
        return named and not is_trade and _same_data(denied, claim.practice)
    if is_disclosure:
        # A trade that is denied leaves every other disclosure open.
        return claim.aspect is Aspect.RECIPIENT and not is_trade and _same_data(denied, claim.practice)
    is_collection = any(vocabulary.is_a(act, iri("dpv:Collect")) for act in denied.processing)
    return is_collection and claim.aspect is Aspect.DATA and any(_names(m.concept, claim) for m in denied.data)


def _names(denied: str, claim: Claim) -> bool:
    """Say whether a denied concept is what is claimed, or broader; a narrower one denies nothing of it."""
    if is_vague(denied):
        return False
    vocabulary = load_vocabulary()
    if vocabulary.is_a(claim.concept, denied):
        return True
    value = iri_of(_SCHEMES[claim.aspect], claim.value) if claim.aspect in _SCHEMES else None
    if value is None or claim.concept not in (value, ""):
        return False  # the claim is of a concept of its own, which is another one
    meant = _concepts_of(value)
    return denied in meant and all(vocabulary.is_a(concept, denied) for concept in meant)


@cache
def _concepts_of(value: str) -> tuple[str, ...]:
    """The concepts that are one of P3P's values exactly or nearly, by its IRI."""
    kinds = ("exactMatch", "closeMatch")
    return tuple(
        concept.iri
        for concept in load_vocabulary().concepts.values()
        if any(value in concept.matches.get(kind, ()) for kind in kinds)
    )


def _same_data(denied: Practice, claimed: Practice) -> bool:
    """Say whether a denial about all data, or about data of the practice."""
    if not denied.data or any(is_vague(m.concept) for m in denied.data):
        return True
    vocabulary = load_vocabulary()
    return any(vocabulary.is_a(mine.concept, m.concept) for m in denied.data for mine in claimed.data)


def required_in(claims: tuple[Claim, ...]) -> dict[tuple[Aspect, str], tuple[str, Claim]]:
    """Return for each purpose and recipient how far it can be refused: the least protective, and who says so."""
    found: dict[tuple[Aspect, str], list[Claim]] = {}
    for claim in claims:
        if claim.required:
            found.setdefault((claim.aspect, claim.value), []).append(claim)
    least = {key: least_protective([claim.required for claim in same]) for key, same in found.items()}
    return {key: (value, next(c for c in found[key] if c.required == value)) for key, value in least.items()}


def label(claim: Claim) -> str:
    """Return what is claimed, for a message: the words of P3P's value with its name, or of the concept."""
    if claim.aspect in _SCHEMES and claim.value in terms(_SCHEMES[claim.aspect]):
        return f"{claim.aspect} “{claim.value}” ({terms(_SCHEMES[claim.aspect])[claim.value].label})"
    if claim.value in by_iri():
        return f"{claim.aspect} “{by_iri()[claim.value].label}”"
    concepts = load_vocabulary().concepts
    return f"{claim.aspect} “{concepts[claim.value].label if claim.value in concepts else curie(claim.value)}”"


def cited(evidence: tuple[Evidence, ...], policy: Policy) -> str:
    """Return where words stand, for a message: the quotation with its offsets, or the line of the file."""
    span = first_span(evidence)
    source = next((e.source for e in evidence if e.source), None) or policy.source
    place = f"{source}, characters {span[0]} to {span[1]}" if span is not None else source
    return f"{quoted(evidence)} ({place})" if evidence else place


def located(evidence: tuple[Evidence, ...], policy: Policy, message: str, *, hint: str) -> Problem:
    """Return a problem at the place of some evidence."""
    first = next(iter(evidence), Evidence())
    return Problem(
        message=message,
        hint=hint,
        source=first.source or policy.source,
        line=first.line,
        pointer=first.pointer,
        span=first_span(evidence) if first.line is None else None,
    )
