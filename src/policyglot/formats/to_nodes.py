"""From a policy to nodes: the graph as nested dictionaries, keyed by the terms of our context.

A node is a `dict` of term to value: a string, number or boolean, a node, or a list of these. IRIs
are CURIEs where a prefix fits. Nodes that say the same (a passage that states three practices)
are the same object and have the same id. The order of keys is the order in which every format
writes. A plain `dict` rather than a class: it is built and walked millions of times over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import urlsplit

from policyglot.errors import FormatError
from policyglot.formats.terms import compact, expand
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
    Retention,
    Span,
)
from policyglot.vocabulary import load_vocabulary

Value: TypeAlias = "str | int | float | bool | Node | list[str] | list[Node]"
Node: TypeAlias = "dict[str, Value]"

# Terms of a group of provisions: where stated, where denied.
PROVISION_TERMS = {
    "rights": ("right", "deniesRight"),
    "choices": ("generalChoice", "deniesGeneralChoice"),
    "measures": ("measure", "deniesMeasure"),
    "notices": ("changeNotice", "deniesChangeNotice"),
    "signals": ("signal", "deniesSignal"),
    "transfers": ("transfer", "deniesTransfer"),
    "audiences": ("audience", "deniesAudience"),
    "legal_bases": ("legalBasis", "deniesLegalBasis"),
    "decisions": ("decision", "deniesDecision"),
}
# DPV's own property for the concepts of a group, for tools that know DPV only. Stated ones only.
DPV_TERMS = {
    "rights": "hasRight",
    "measures": "hasTechnicalOrganisationalMeasure",
    "legal_bases": "hasLegalBasis",
}
# Of a practice: field of mentions, DPV's property for the concepts, ours for the words.
MENTION_TERMS = (
    ("data", "hasPersonalData", "dataMention"),
    ("purposes", "hasPurpose", "purposeMention"),
    ("recipients", "hasRecipient", "recipientMention"),
    ("legal_bases", "hasLegalBasis", "legalBasisMention"),
    ("data_sources", "hasDataSource", "dataSourceMention"),
)
# Derived: DPV's property, ours for it and all that is broader, ours for P3P, scheme of P3P.
_DERIVED = (
    ("hasPersonalData", "inDataCategory", "p3pCategory", "p3p-categories"),
    ("hasPurpose", "inPurpose", "p3pPurpose", "p3p-purposes"),
    ("hasRecipient", "inRecipient", "p3pRecipient", "p3p-recipients"),
)
# Confidence is written to six places: doubles in RDF keep sixteen digits, which not every float survives.
_PLACES = 6


@lru_cache(maxsize=65_536)
def _self_and_broader(concept: str) -> tuple[str, ...]:
    """CURIEs of a concept (a CURIE) and of everything broader."""
    full = expand(concept)
    return (concept, *(compact(broader) for broader in load_vocabulary().ancestors(full)))


@lru_cache(maxsize=65_536)
def _in_p3p(concept: str, scheme: str) -> tuple[str, ...]:
    """CURIEs of the P3P values of a concept (a CURIE)."""
    return tuple(map(compact, load_vocabulary().p3p_values(expand(concept), scheme)))


def _identity(practice: Practice) -> str:
    """Return what practices of two versions share that are the same one: 12 hexadecimal digits.

    A choice may be offered anywhere in a policy, and a condition be put in other words, while the practice that they
    reach stays what it is.
    """
    if not practice.choices and practice.condition is None:
        return practice.key
    return replace(practice, choices=(), condition=None if practice.condition is None else "").key


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


class _Nodes:
    """Makes the nodes of one policy; the same value gives the same node."""

    def __init__(self) -> None:
        self._mentions: dict[Mention, Node] = {}
        self._passages: dict[Evidence, Node] = {}
        self._choices: dict[Choice, Node] = {}
        self._taken: dict[str, int] = {}

    def _id(self, name: str) -> str:
        """Return a fresh id; the second one of a name gets "-2"."""
        count = self._taken[name] = self._taken.get(name, 0) + 1
        return f"this:{name}" if count == 1 else f"this:{name}-{count}"

    def _numbered(self, name: str) -> str:
        """Return a fresh id that ends in its number, from 1."""
        count = self._taken[name] = self._taken.get(name, 0) + 1
        return f"this:{name}-{count}"

    def mention(self, mention: Mention) -> Node:
        known = self._mentions.get(mention)
        if known is not None:
            return known
        node: Node = {"id": self._numbered("mention"), "concept": compact(mention.concept)}
        if mention.name is not None:
            node["name"] = mention.name
        if mention.optional:
            node["optional"] = True
        if mention.required is not None:
            node["required"] = mention.required
        if mention.reference is not None:
            node["reference"] = mention.reference
        _add_words(node, mention.span, mention.exact)
        self._mentions[mention] = node
        return node

    def mentions(self, mentions: tuple[Mention, ...]) -> list[Node]:
        return [self.mention(m) for m in mentions]

    def passage(self, evidence: Evidence) -> Node:
        known = self._passages.get(evidence)
        if known is not None:
            return known
        span = evidence.span
        name = self._id(f"text-{span.start}-{span.end}") if span else self._numbered("place")
        node: Node = {"id": name, "type": "Evidence"}
        selectors: list[Node] = []
        if span:
            selectors.append(
                {"id": f"{name}-position", "type": "TextPositionSelector", "start": span.start, "end": span.end}
            )
        if evidence.exact or evidence.prefix or evidence.suffix:
            quote: Node = {"id": f"{name}-quote", "type": "TextQuoteSelector", "exact": evidence.exact}
            if evidence.prefix:
                quote["prefix"] = evidence.prefix
            if evidence.suffix:
                quote["suffix"] = evidence.suffix
            selectors.append(quote)
        if selectors:
            node["selector"] = selectors
        if evidence.lead_in:
            node["leadIn"] = evidence.lead_in
        if evidence.source is not None:
            node["source"] = evidence.source
        if evidence.line is not None:
            node["line"] = evidence.line
        if evidence.pointer is not None:
            node["path"] = evidence.pointer
        self._passages[evidence] = node
        return node

    def add_evidence(self, node: Node, evidence: tuple[Evidence, ...]) -> None:
        if evidence:
            node["evidence"] = [self.passage(e) for e in evidence]

    def retention(self, retention: Retention) -> Node:
        node: Node = {"id": self._numbered("retention"), "concept": compact(retention.concept)}
        if retention.duration is not None:
            node["hasDuration"] = retention.duration
        if retention.event is not None:
            node["event"] = retention.event
        _add_words(node, retention.span, retention.exact)
        return node

    def choice(self, choice: Choice) -> Node:
        known = self._choices.get(choice)
        if known is not None:
            return known
        node: Node = {"id": self._numbered("choice"), "kind": compact(choice.kind)}
        if choice.means:
            node["means"] = self.mentions(choice.means)
        if choice.scope:
            node["scope"] = [compact(c) for c in choice.scope]
        self.add_evidence(node, choice.evidence)
        self._choices[choice] = node
        return node

    def practice(self, practice: Practice, position: int) -> Node:
        node: Node = {
            "id": self._id(f"practice-{practice.key}"),
            "type": "DeniedProcess" if practice.is_denied else "Process",
            "key": _identity(practice),
            "position": position,
            "modality": practice.modality.value,
            "party": practice.party.value,
        }
        if practice.processing:
            node["hasProcessing"] = [compact(c) for c in practice.processing]
        mentions: Node = {}
        for field, dpv, ours in MENTION_TERMS:
            said: tuple[Mention, ...] = getattr(practice, field)
            if said:
                node[dpv] = _unique(compact(m.concept) for m in said)
                mentions[ours] = self.mentions(said)
        if practice.retention:
            node["hasStorageCondition"] = compact(practice.retention.concept)
            if practice.retention.duration is not None:
                node["hasDuration"] = practice.retention.duration
            mentions["retention"] = self.retention(practice.retention)
        if practice.audiences:
            node["hasDataSubject"] = [compact(c) for c in practice.audiences]
        if practice.identifiability:
            node["identifiability"] = practice.identifiability.value
        if practice.condition is not None:
            node["condition"] = practice.condition
        if practice.description is not None:
            node["description"] = practice.description
        node["confidence"] = round(float(practice.confidence), _PLACES)
        _derive(node)
        node.update(mentions)
        if practice.choices:
            node["choice"] = [self.choice(c) for c in practice.choices]
        self.add_evidence(node, practice.evidence)
        return node

    def provision(self, provision: Provision, term: str, position: int) -> Node:
        denied = provision.assertion.value == "denied"
        node: Node = {
            "id": self._numbered(term),
            "type": "DeniedProvision" if denied else "Provision",
            "position": position,
            "concept": compact(provision.concept),
        }
        if provision.value is not None:
            node["value"] = provision.value
        if provision.honoured:
            node["response"] = provision.honoured.value
        if provision.means:
            node["means"] = self.mentions(provision.means)
        if provision.scope:
            node["scope"] = [compact(c) for c in provision.scope]
        node["confidence"] = round(float(provision.confidence), _PLACES)
        self.add_evidence(node, provision.evidence)
        return node

    def contact(self, contact: Contact) -> Node:
        node: Node = {"id": self._numbered("contact"), "contactKind": contact.kind.value, "value": contact.value}
        if contact.is_officer:
            node["isOfficer"] = True
        self.add_evidence(node, contact.evidence)
        return node

    def part(self, reference: str, value: str) -> Node:
        return {"id": self._numbered("part"), "reference": reference, "value": value}

    def controller(self, controller: Controller) -> Node:
        node: Node = {"id": "this:controller", "type": "DataController"}
        if controller.name is not None:
            node["hasName"] = controller.name
        if controller.contacts:
            node["hasContact"] = [self.contact(c) for c in controller.contacts]
        if controller.parts:
            node["entityPart"] = [self.part(reference, value) for reference, value in controller.parts]
        self.add_evidence(node, controller.evidence)
        return node

    def dispute(self, dispute: Dispute) -> Node:
        node: Node = {"id": self._numbered("dispute"), "concept": compact(dispute.concept)}
        for term, value in (
            ("service", dispute.service),
            ("description", dispute.description),
            ("verification", dispute.verification),
        ):
            if value is not None:
                node[term] = value
        if dispute.remedies:
            node["remedy"] = [compact(r) for r in dispute.remedies]
        self.add_evidence(node, dispute.evidence)
        return node

    def add_provisions(self, node: Node, policy: Policy) -> None:
        for group in PROVISION_GROUPS:
            provisions: tuple[Provision, ...] = getattr(policy, group)
            stated_term, denied_term = PROVISION_TERMS[group]
            stated: list[Node] = []
            denied: list[Node] = []
            for position, provision in enumerate(provisions, start=1):
                is_denied = provision.assertion.value == "denied"
                (denied if is_denied else stated).append(self.provision(provision, stated_term, position))
            if stated and group in DPV_TERMS:
                node[DPV_TERMS[group]] = _unique(str(p["concept"]) for p in stated)
            if stated:
                node[stated_term] = stated
            if denied:
                node[denied_term] = denied


def _add_words(node: Node, span: Span | None, exact: str) -> None:
    if span:
        node["start"] = span.start
        node["end"] = span.end
    if exact:
        node["exact"] = exact


def _derive(node: Node) -> None:
    """Add what follows from the concepts, so that coarse questions need no property path."""
    for dpv, ours, p3p, scheme in _DERIVED:
        concepts = node.get(dpv)
        if not isinstance(concepts, list):
            continue
        said = [c for c in concepts if isinstance(c, str)]
        node[ours] = _unique(broader for c in said for broader in _self_and_broader(c))
        values = _unique(value for c in said for value in _in_p3p(c, scheme))
        if values:
            node[p3p] = values
    kept = node.get("hasStorageCondition")
    if isinstance(kept, str) and (values := list(_in_p3p(kept, "p3p-retention"))):
        node["p3pRetention"] = values[0]


def _company(policy: Policy) -> str:
    """Return what lists call the publisher: its name, else the site's host, else the source."""
    if policy.controller and policy.controller.name:
        return policy.controller.name
    host = urlsplit(policy.site).hostname if policy.site else None
    return host.removeprefix("www.") if host else policy.source


def policy_node(policy: Policy) -> Node:
    """Return the node of a policy, with all that hangs on it.

    Raises:
        FormatError: A concept or the policy's site gives no valid IRI.
    """
    if compact(policy.iri) != policy.iri:
        raise FormatError(f"{policy.iri!r} lies in the namespace of a vocabulary", source=policy.source)
    nodes = _Nodes()
    node: Node = {"id": policy.iri, "type": ["Policy", "PrivacyNotice"]}
    for term, value in (
        ("title", policy.title),
        ("language", policy.language),
        ("source", policy.source),
        ("sha256", policy.sha256),
        ("site", policy.site),
        ("issued", policy.issued),
        ("modified", policy.modified),
        ("expires", policy.expires),
        ("policyUrl", policy.policy_url),
        ("choiceUrl", policy.choice_url),
    ):
        if value is not None:
            node[term] = value
    node["company"] = _company(policy)
    if policy.is_test:
        node["isTest"] = True
    if policy.controller:
        node["hasDataController"] = nodes.controller(policy.controller)
    if policy.access is not None:
        node["access"] = compact(policy.access)
    made = [nodes.practice(p, position) for position, p in enumerate(policy.practices, start=1)]
    for term, class_name in (("hasProcess", "Process"), ("deniesProcess", "DeniedProcess")):
        if chosen := [n for n in made if n["type"] == class_name]:
            node[term] = chosen
    nodes.add_provisions(node, policy)
    if policy.disputes:
        node["dispute"] = [nodes.dispute(d) for d in policy.disputes]
    return node
