"""What a policy claims, value by value, on the level on which two policies can be compared.

Where one of them is P3P, both are looked at in P3P's values; otherwise in the concepts of the
Data Privacy Vocabulary, of which one may be broader than the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from policyglot.formats.p3p.compact import data_categories
from policyglot.formats.p3p.mapping import category_names, data_of, purpose_of, recipient_of
from policyglot.formats.p3p.planning import plan_policy
from policyglot.formats.p3p.required import required_of
from policyglot.formats.p3p.terms import ACCESS, RETENTIONS, name_of
from policyglot.model import Assertion, Evidence, Mention, Party, Policy, Practice
from policyglot.vocabulary import PREFIXES, curie, iri, load_vocabulary

# Concepts that say no more than that there is something.
_VAGUE = frozenset({"dpv:PersonalData", "dpv:Data", "pg:OtherData", "dpv:Purpose", "dpv:Recipient", "dpv:Entity"})
# Below this a practice read from prose is a guess, and no claim.
_GUESSED = 0.5
_OURS = "ours"


class Level(StrEnum):
    """On which level claims are compared."""

    P3P = "p3p"
    CONCEPT = "concept"


class Aspect(StrEnum):
    """What a claim is about, as messages call it."""

    DATA = "data"
    PURPOSE = "purpose"
    RECIPIENT = "recipient"
    RETENTION = "retention"
    ACCESS = "access"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One value that a policy claims.

    Attributes:
        aspect: What it is about.
        value: Element name of the P3P value, or on the other level the IRI of the concept.
        concept: IRI of the concept that was named, "" where none was (access).
        required: "always", "opt-in" or "opt-out" for purposes and recipients on P3P's level, else "".
        evidence: The words or elements.
        practice: The practice that has it, or None.
    """

    aspect: Aspect
    value: str
    concept: str
    required: str = ""
    evidence: tuple[Evidence, ...] = ()
    practice: Practice | None = None


def is_vague(concept: str) -> bool:
    """Say whether a concept names nothing in particular."""
    return curie(concept) in _VAGUE


def level_of(policy: Policy) -> Level:
    """Return the level of a published policy: P3P's where it is written in P3P's values."""
    mentions = (m for p in policy.practices for m in (*p.purposes, *p.recipients, *p.data))
    return Level.P3P if any(m.concept.startswith(PREFIXES["p3p"]) for m in mentions) else Level.CONCEPT


def claims_of(policy: Policy, level: Level) -> tuple[Claim, ...]:
    """Return what a policy claims to take place, in its order.

    What others do on the site is left out, and so is the controller as its own recipient: P3P takes
    both for granted.
    """
    found: list[Claim] = []
    for practice in policy.stated:
        if practice.party is not Party.THIRD_PARTY and practice.confidence >= _GUESSED:
            found += _of_practice(practice, policy, level)
    found += _of_policy(policy, level)
    return tuple(found)


def denials_of(policy: Policy) -> tuple[Practice, ...]:
    """Return the practices that a policy plainly says do not take place: no condition, no special group."""
    return tuple(
        p
        for p in policy.denied
        if not p.condition and not p.audiences and p.confidence >= _GUESSED and p.party is not Party.THIRD_PARTY
    )


def _of_practice(practice: Practice, policy: Policy, level: Level) -> Iterator[Claim]:
    for aspect, mentions in (
        (Aspect.DATA, practice.data),
        (Aspect.PURPOSE, practice.purposes),
        (Aspect.RECIPIENT, practice.recipients),
    ):
        for mention in mentions:
            if is_vague(mention.concept) and mention.reference is None:
                continue
            required = ""
            if level is Level.P3P and aspect is not Aspect.DATA:
                required = required_of(mention, practice, policy) or "always"
            for value in _values(aspect, mention, practice) if level is Level.P3P else (mention.concept,):
                yield Claim(
                    aspect=aspect,
                    value=value,
                    concept=mention.concept,
                    required=required,
                    evidence=practice.evidence,
                    practice=practice,
                )
    if practice.retention is not None:
        concept = practice.retention.concept
        matched = name_of(load_vocabulary().matched(concept, RETENTIONS) or "", RETENTIONS)
        kept = concept if level is Level.CONCEPT else matched
        if kept:
            yield Claim(
                aspect=Aspect.RETENTION,
                value=kept,
                concept=concept,
                evidence=practice.evidence,
                practice=practice,
            )


def _values(aspect: Aspect, mention: Mention, practice: Practice) -> tuple[str, ...]:
    """The P3P values of a mention."""
    if aspect is Aspect.PURPOSE:
        return (purpose_of(mention, practice),)
    if aspect is Aspect.RECIPIENT:
        value = recipient_of(mention, practice)
        return () if value == _OURS else (value,)
    names = dict.fromkeys(category_names(mention.concept))
    if mention.reference is not None:
        names |= dict.fromkeys(name for data in data_of(mention) for name in data_categories(data))
    return tuple(names)


def _of_policy(policy: Policy, level: Level) -> Iterator[Claim]:
    if level is Level.CONCEPT:
        for right in policy.rights:
            if right.assertion is Assertion.STATED and right.confidence >= _GUESSED:
                yield Claim(aspect=Aspect.RIGHT, value=right.concept, concept=right.concept, evidence=right.evidence)
        return
    access = name_of(policy.access or "", ACCESS) or _granted(policy)
    if access:
        seeing = [r for r in policy.rights if load_vocabulary().is_a(r.concept, iri("pg:RightOfAccess"))]
        evidence = tuple(e for right in seeing or policy.rights for e in right.evidence)
        yield Claim(aspect=Aspect.ACCESS, value=access, concept="", evidence=evidence[:1])


def _granted(policy: Policy) -> str:
    """The access value that the rights come to, "" where the policy says nothing of it."""
    if not policy.rights:
        return ""
    plan = plan_policy(policy)
    return "" if any(assumption.rule == "PG403" for assumption in plan.assumptions) else plan.access
