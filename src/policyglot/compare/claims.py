"""Claims: each fact of a policy, with the words that name it and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policyglot.compare.facts import GROUP_ASPECTS, Aspect, Fact
from policyglot.model import (
    PROVISION_GROUPS,
    Assertion,
    ContactKind,
    Evidence,
    Mention,
    Policy,
    Practice,
    Provision,
    Span,
)
from policyglot.vocabulary import PREFIXES, iri

# The age of a child: a whole number of one or two digits, no part of a longer one, of a date or of a reference.
AGE = re.compile(r"(?<![\w.,/§-])\d{1,2}(?![\w/%-]|[.,]\d)")
_CHILD = iri("dpv:Child")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One fact where a policy says it.

    Attributes:
        saying: Number of the practice or provision that it is part of, from 0; the policy's practices come first.
        assertion: Whether it is stated or denied.
        fact: The fact.
        naming: The shortest words that name it, or "" where no few words do.
        span: Where they are, or None.
        evidence: The words that say it.
    """

    saying: int
    assertion: Assertion
    fact: Fact
    naming: str = ""
    span: Span | None = None
    evidence: tuple[Evidence, ...] = ()


def claims_of(policy: Policy) -> tuple[Claim, ...]:
    """Return all that a policy says, practice by practice, then everything else.

    To whom a practice is limited and how sure it is are left out: they are read from the words around it.

    >>> claims_of(Policy(source="a", sha256="0" * 64))
    ()
    """
    found: list[Claim] = []
    for number, practice in enumerate(policy.practices):
        found += _practice(practice, number)
    number = len(policy.practices)
    for group in PROVISION_GROUPS:
        for provision in getattr(policy, group):
            found += _provision(provision, GROUP_ASPECTS[group], number)
            number += 1
    found += _publisher(policy, number)
    return tuple(found)


def _practice(practice: Practice, number: int) -> Iterator[Claim]:
    def claim(fact: Fact, said: Mention | None = None, evidence: tuple[Evidence, ...] = practice.evidence) -> Claim:
        return Claim(
            saying=number,
            assertion=practice.assertion,
            fact=fact,
            naming=said.exact if said else "",
            span=said.span if said else None,
            evidence=evidence or practice.evidence,
        )

    for act in practice.processing:
        for aspect, mentions in (
            (Aspect.DATA, practice.data),
            (Aspect.PURPOSE, practice.purposes),
            (Aspect.RECIPIENT, practice.recipients),
        ):
            for mention in mentions:
                yield claim(
                    Fact(aspect=aspect, processing=act, concept=mention.concept, detail=mention.name or ""), mention
                )
        if not (practice.data or practice.purposes or practice.recipients):
            yield claim(Fact(aspect=Aspect.PROCESSING, processing=act, concept=act))
    kept = practice.retention
    if kept:
        fact = Fact(aspect=Aspect.RETENTION, concept=kept.concept, detail=kept.duration or kept.event or "")
        yield claim(fact, Mention(concept=kept.concept, span=kept.span, exact=kept.exact))
    for mention in practice.legal_bases:
        yield claim(Fact(aspect=Aspect.LEGAL_BASIS, concept=mention.concept), mention)
    for choice in practice.choices:
        for reached in choice.scope or ("",):
            yield claim(Fact(aspect=Aspect.CHOICE, concept=choice.kind, detail=reached), evidence=choice.evidence)


def _provision(provision: Provision, aspect: Aspect, number: int) -> Iterator[Claim]:
    said: list[tuple[str, tuple[Evidence, ...]]]
    if aspect is Aspect.CHOICE:
        said = [(detail, provision.evidence) for detail in provision.scope or (provision.value or "",)]
    elif provision.concept == _CHILD and not provision.value:
        # A limit of 13 years is another than one of 17, even where only the words say it.
        said = [(_age(evidence.exact), (evidence,)) for evidence in provision.evidence]
    else:
        detail = provision.honoured.value if provision.honoured else provision.value or ""
        said = [(detail, provision.evidence)]
    for detail, evidence in said:
        fact = Fact(aspect=aspect, concept=provision.concept, detail=detail)
        yield Claim(saying=number, assertion=provision.assertion, fact=fact, evidence=evidence)


def _age(words: str) -> str:
    found = AGE.search(words)
    return found[0] if found else ""


def _publisher(policy: Policy, number: int) -> Iterator[Claim]:
    """Yield who publishes the policy, how to reach them, since when it holds and how disputes are settled."""

    def claim(fact: Fact, evidence: tuple[Evidence, ...] = ()) -> Claim:
        return Claim(
            saying=number,
            assertion=Assertion.STATED,
            fact=fact,
            naming=fact.detail if evidence else "",
            evidence=evidence,
        )

    controller = policy.controller
    if controller is not None:
        if controller.name:
            concept = iri("dpv:DataController")
            yield claim(Fact(aspect=Aspect.CONTROLLER, concept=concept, detail=controller.name), controller.evidence)
        for contact in controller.contacts:
            if contact.kind is not ContactKind.POINTER:
                concept = PREFIXES["pg"] + contact.kind.value
                yield claim(Fact(aspect=Aspect.CONTACT, concept=concept, detail=contact.value), contact.evidence)
    for name, date in (("issued", policy.issued), ("modified", policy.modified)):
        if date:
            yield claim(Fact(aspect=Aspect.DATE, concept=PREFIXES["dct"] + name, detail=date))
    for dispute in policy.disputes:
        fact = Fact(aspect=Aspect.DISPUTE, concept=dispute.concept, detail=dispute.service or "")
        yield claim(fact, dispute.evidence)
