"""Entries: everything that was made of a policy's words, numbered, each in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from policyglot.model import (
    PROVISION_GROUPS,
    Assertion,
    Contact,
    ContactKind,
    Dispute,
    Evidence,
    Mention,
    Modality,
    Party,
    Policy,
    Practice,
    Provision,
    Retention,
    Span,
)
from policyglot.vocabulary import curie, load_vocabulary

PRACTICES = "Practices"
_GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "rights": "Rights",
        "choices": "Choices",
        "measures": "Security",
        "notices": "Announcing changes",
        "signals": "Preference signals",
        "transfers": "Transfers to other countries",
        "audiences": "People it is limited to",
        "legal_bases": "Legal grounds",
        "decisions": "Automated decisions",
    }
)
_CONTROLLER, _DISPUTES = "Who publishes it", "Disputes"
_PARTIES: Mapping[Party, str] = MappingProxyType(
    {Party.RECIPIENT: "the recipient", Party.THIRD_PARTY: "a third party on the site"}
)
_CONTACTS: Mapping[ContactKind, str] = MappingProxyType(
    {
        ContactKind.EMAIL: "e-mail",
        ContactKind.TELEPHONE: "telephone",
        ContactKind.POSTAL: "address",
        ContactKind.URL: "web page",
        ContactKind.POINTER: "contact",
    }
)
# How many names the title of an entry has before "and more": the facts below it have all.
_IN_TITLE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that the policy says, as people read it.

    Attributes:
        number: From 1, unique in a report; practices come first, in the order of the policy. 0 before it has one.
        group: Name of the group that it stands in ("Practices", "Rights").
        title: What it says, in as few words as possible, without the assertion.
        is_denied: Whether the policy says that it is not so.
        facts: Name to values, all of them plain words; what the title says is not said again.
        confidence: 0 to 1, or None where it was not weighed.
        spans: Where its words are; empty where it was read from no prose.
    """

    number: int = 0
    group: str
    title: str
    is_denied: bool = False
    facts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    confidence: float | None = None
    spans: tuple[Span, ...] = ()


def entries_of(policy: Policy) -> tuple[Entry, ...]:
    """Return everything that a policy says; entry `i` is practice `i` as far as there are practices.

    >>> entries_of(Policy(source="a", sha256="0" * 64))
    ()
    """
    found = (*_practices(policy), *_provisions(policy), *_disputes(policy), *_publisher(policy))
    return tuple(replace(entry, number=number) for number, entry in enumerate(found, 1))


def _practices(policy: Policy) -> Iterator[Entry]:
    for practice in policy.practices:
        yield Entry(
            group=PRACTICES,
            title=practice_title(practice),
            is_denied=practice.is_denied,
            facts=_said(_practice_facts(practice)),
            confidence=practice.confidence,
            spans=_spans(practice.evidence),
        )


def _provisions(policy: Policy) -> Iterator[Entry]:
    for name in PROVISION_GROUPS:
        for provision in getattr(policy, name):
            yield Entry(
                group=_GROUPS[name],
                title=_provision_title(provision),
                is_denied=provision.assertion is Assertion.DENIED,
                facts=_said(_provision_facts(provision)),
                confidence=provision.confidence,
                spans=_spans(provision.evidence),
            )


def _disputes(policy: Policy) -> Iterator[Entry]:
    for dispute in policy.disputes:
        facts, title = _said(_dispute_facts(dispute)), concept_label(dispute.concept)
        yield Entry(group=_DISPUTES, title=title, facts=facts, spans=_spans(dispute.evidence))


def _publisher(policy: Policy) -> Iterator[Entry]:
    controller = policy.controller
    if controller is None:
        return
    if controller.name:
        yield Entry(group=_CONTROLLER, title=controller.name, spans=_spans(controller.evidence))
    for contact in controller.contacts:
        facts = _said(_contact_facts(contact))
        yield Entry(group=_CONTROLLER, title=contact.value, facts=facts, spans=_spans(contact.evidence))


def concept_label(concept: str) -> str:
    """Return the preferred label of a concept, or its CURIE where the vocabulary lacks it."""
    known = load_vocabulary().concepts.get(concept)
    return known.label if known else curie(concept)


def practice_title(practice: Practice) -> str:
    """Return what a practice does, in as few words as possible.

    >>> practice_title(Practice(processing=("https://w3id.org/dpv#Share",)))
    'share'
    """
    acts = " and ".join(_few(map(concept_label, practice.processing))) or "handle"
    data = ", ".join(_few(map(_name, practice.data)))
    purposes = ", ".join(_few(map(_name, practice.purposes)))
    recipients = ", ".join(_few(map(_name, practice.recipients)))
    parts = (acts, data, purposes and f"for {purposes}", recipients and f"with {recipients}")
    return " ".join(part for part in parts if part)


def _few(names: Iterable[str]) -> list[str]:
    found = list(dict.fromkeys(names))
    return found if len(found) <= _IN_TITLE else [*found[:_IN_TITLE], "more"]


def _beyond_title(names: Iterable[str]) -> list[str]:
    """All names where the title has not enough room for them, else none."""
    found = list(dict.fromkeys(names))
    return found if len(found) > _IN_TITLE else []


def _has_details(mentions: Iterable[Mention]) -> bool:
    """Say whether mentions say more than their names in a title do."""
    found = list(mentions)
    return len(found) > _IN_TITLE or any(mention.name or mention.required for mention in found)


def _name(mention: Mention) -> str:
    return mention.name or concept_label(mention.concept)


def _full(mention: Mention) -> str:
    label = concept_label(mention.concept)
    name = f"{mention.name} ({label})" if mention.name else label
    return f"{name}, {mention.required}" if mention.required else name


def _practice_facts(practice: Practice) -> Iterator[tuple[str, Iterable[str]]]:
    yield "does", _beyond_title(map(concept_label, practice.processing))
    yield "certainty", ["it may be done"] if practice.modality is Modality.MAY else []
    yield "who", [_PARTIES[practice.party]] if practice.party in _PARTIES else []
    yield "data", list(map(_full, practice.data)) if _has_details(practice.data) else []
    yield "for", list(map(_full, practice.purposes)) if _has_details(practice.purposes) else []
    yield "with", list(map(_full, practice.recipients)) if _has_details(practice.recipients) else []
    yield "kept", [_kept(practice.retention)] if practice.retention else []
    for choice in practice.choices:
        yield concept_label(choice.kind), map(_full, choice.means)
        yield "choice about", map(concept_label, choice.scope)
    yield "on the ground of", map(_full, practice.legal_bases)
    yield "from", map(_full, practice.data_sources)
    yield "tied to a person as", [practice.identifiability.value] if practice.identifiability else []
    yield "condition", [practice.condition] if practice.condition else []
    yield "only for", map(concept_label, practice.audiences)
    yield "note", [practice.description] if practice.description else []


def _kept(retention: Retention) -> str:
    details = [detail for detail in (retention.duration, retention.event or retention.exact) if detail]
    return (
        ": ".join([concept_label(retention.concept), ", ".join(details)])
        if details
        else concept_label(retention.concept)
    )


def _provision_title(provision: Provision) -> str:
    label = concept_label(provision.concept)
    return f"{label}: {provision.value}" if provision.value else label


def _provision_facts(provision: Provision) -> Iterator[tuple[str, Iterable[str]]]:
    yield "signal is", [provision.honoured.value.replace("-", " ")] if provision.honoured else []
    yield "how", map(_full, provision.means)
    yield "about", map(concept_label, provision.scope)


def _dispute_facts(dispute: Dispute) -> Iterator[tuple[str, Iterable[str]]]:
    yield "where", [dispute.service] if dispute.service else []
    yield "what", [dispute.description] if dispute.description else []
    yield "verified by", [dispute.verification] if dispute.verification else []
    yield "remedies", map(concept_label, dispute.remedies)


def _contact_facts(contact: Contact) -> Iterator[tuple[str, Iterable[str]]]:
    yield "kind", [_CONTACTS[contact.kind]]
    yield "reaches", ["the data protection officer"] if contact.is_officer else []


def _said(facts: Iterable[tuple[str, Iterable[str]]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Facts with values, each name once, each value once."""
    found: dict[str, dict[str, None]] = {}
    for name, values in facts:
        said = {" ".join(value.split()): None for value in values}
        if said:
            found.setdefault(name, {}).update(said)
    return tuple((name, tuple(values)) for name, values in found.items())


def _spans(evidence: Iterable[Evidence]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(e.span for e in evidence if e.span is not None))
