"""What a store keeps of a policy: all but what only its own page needs.

Who asks many policies wants what they say, of what, to whom, and the words. Where in the sentence each term stands
and the words around a passage are a fifth of the graph; they are in the policy's own JSON-LD. Without its place a
mention is the same wherever it is made, so its node is shared as well.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from policyglot.model import (
    PROVISION_GROUPS,
    Choice,
    Contact,
    Controller,
    Dispute,
    Evidence,
    Mention,
    Policy,
    Practice,
    Provision,
)


@lru_cache(maxsize=65_536)
def _mention(mention: Mention) -> Mention:
    return replace(mention, span=None)


def _mentions(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return mentions without their places, each once."""
    return tuple(dict.fromkeys(map(_mention, mentions)))


@lru_cache(maxsize=4096)
def _passage(evidence: Evidence) -> Evidence:
    return replace(evidence, prefix="", suffix="", lead_in="")


def _evidence(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(map(_passage, evidence)))


@lru_cache(maxsize=4096)
def _choice(choice: Choice) -> Choice:
    return replace(choice, means=_mentions(choice.means), evidence=_evidence(choice.evidence))


def _practice(practice: Practice) -> Practice:
    retention = practice.retention
    return replace(
        practice,
        data=_mentions(practice.data),
        purposes=_mentions(practice.purposes),
        recipients=_mentions(practice.recipients),
        legal_bases=_mentions(practice.legal_bases),
        data_sources=_mentions(practice.data_sources),
        choices=tuple(dict.fromkeys(map(_choice, practice.choices))),
        retention=replace(retention, span=None) if retention else None,
        evidence=_evidence(practice.evidence),
    )


def _provision(provision: Provision) -> Provision:
    return replace(provision, means=_mentions(provision.means), evidence=_evidence(provision.evidence))


def _contact(contact: Contact) -> Contact:
    return replace(contact, evidence=_evidence(contact.evidence))


def _controller(controller: Controller) -> Controller:
    return replace(
        controller, contacts=tuple(map(_contact, controller.contacts)), evidence=_evidence(controller.evidence)
    )


def _dispute(dispute: Dispute) -> Dispute:
    return replace(dispute, evidence=_evidence(dispute.evidence))


def kept(policy: Policy) -> Policy:
    """Return a policy as a store keeps it.

    Its IRI, the keys of its practices, concepts, names and evidence with offsets are the same; places of mentions and
    of the words of a retention, and the words around a passage, are left out.

    >>> from policyglot.model import Span
    >>> said = Practice(processing=(), evidence=(Evidence(span=Span(7, 9), exact="it", prefix="we do "),))
    >>> kept(Policy(source="a", sha256="0" * 64, practices=(said,))).practices[0].evidence[0].prefix
    ''
    """
    groups: dict[str, Any] = {group: tuple(map(_provision, getattr(policy, group))) for group in PROVISION_GROUPS}
    return replace(
        policy,
        controller=_controller(policy.controller) if policy.controller else None,
        practices=tuple(map(_practice, policy.practices)),
        disputes=tuple(map(_dispute, policy.disputes)),
        **groups,
    )
