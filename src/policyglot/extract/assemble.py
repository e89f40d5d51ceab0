"""Assembly: from the decided statements of all clauses to one policy without repetitions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from policyglot.extract.acts import FIRST_PARTY
from policyglot.extract.choices import OPTING_IN
from policyglot.extract.dates import policy_dates
from policyglot.extract.parties import find_companies, find_contacts, find_postal
from policyglot.extract.practices import PracticeBuilder
from policyglot.extract.provisions import find_provisions
from policyglot.extract.reading import Reading
from policyglot.extract.scope import Scope, clause_evidence
from policyglot.model import (
    PROVISION_GROUPS,
    BlockKind,
    Choice,
    Contact,
    ContactKind,
    Controller,
    Document,
    Evidence,
    Honoured,
    Mention,
    Policy,
    Practice,
    Provision,
)
from policyglot.vocabulary import Vocabulary, iri

Labels = Mapping[str, float]
T = TypeVar("T")
# Scopes that name nothing in particular, so that a choice would reach every practice.
_EVERYTHING = frozenset([iri("dpv:Purpose"), iri("dpv:PersonalData"), iri("dpv:ThirdParty")])
# Data that people refuse as such, wherever they are collected. Other data in a refusal are how it is made
# (an e-mail, a setting of the browser) or an example.
_REFUSABLE = (
    iri("pg:CookieIdentifier"),
    iri("pg:TrackingTechnology"),
    iri("pg:WebBeacon"),
    iri("pg:AdvertisingIdentifier"),
    iri("pd:Location"),
)
NON_USE = iri("pg:NonUse")
OFFICER = iri("pg:cue-officer")
# Labels of clauses whose e-mail addresses and telephone numbers reach the organisation.
_REACHING = frozenset(["contact", "choice", "access", "rectify", "erase", "controller", "object", "withdraw-consent"])


def assemble(
    document: Document,
    readings: Sequence[Reading],
    *,
    decisions: Sequence[Labels],
    vocabulary: Vocabulary,
    controller: Controller | None = None,
    site: str | None = None,
    min_confidence: float = 0.0,
) -> Policy:
    """Build the policy that the decided statements of a document make; nothing in it is without evidence.

    Args:
        document: The prose.
        readings: One for each clause.
        decisions: For each reading, the labels that hold, with their confidence.
        vocabulary: The vocabulary.
        controller: Who publishes the document, or None where it names nobody.
        site: Base URL of the site, or None.
        min_confidence: Statements below it are left out.
    """
    clauses = [r.clause for r in readings]
    scope = Scope(document=document, vocabulary=vocabulary, controller=controller.name if controller else None)
    decided = [{label: c for label, c in labels.items() if c >= min_confidence} for labels in decisions]
    practices: list[Practice] = []
    groups: dict[str, list[Provision]] = {group: [] for group in PROVISION_GROUPS}
    for reading, labels in zip(readings, decided, strict=True):
        if not labels:
            continue
        audiences = tuple(dict.fromkeys(t.concept for t in reading.topics if t.scheme == "audiences"))
        found = PracticeBuilder(scope, reading, labels=labels, audiences=audiences).build()
        practices += found
        for group, provision in find_provisions(scope, reading, labels=labels, has_practice=bool(found)):
            groups[group].append(provision)
    groups["signals"] = answered_signals(groups["signals"])
    merged = {group: merge_provisions(members) for group, members in groups.items()}
    issued, modified = policy_dates(clauses)
    policy = Policy(
        source=document.source,
        sha256=document.sha256,
        language=document.language,
        title=document.title,
        site=site,
        issued=issued,
        modified=modified,
        controller=_controller(scope, readings, decided=decided, named=controller),
        practices=reach_of_choices(merge_practices(practices), merged["choices"], vocabulary),
    )
    return with_provisions(policy, merged)


def with_provisions(policy: Policy, groups: Mapping[str, tuple[Provision, ...]]) -> Policy:
    """Return the policy with its groups of provisions, by attribute name, replaced."""
    return replace(policy, **groups)  # type: ignore[arg-type]  # mypy cannot tell the names of the groups


def _union(values: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(value for group in values for value in group))


def _by_place(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    return tuple(sorted(mentions, key=lambda m: m.span.start if m.span else 0))


def merge_practices(practices: Sequence[Practice]) -> tuple[Practice, ...]:
    """Merge practices that say the same thing in several places; the first place decides the order."""
    same: dict[str, list[Practice]] = {}
    for practice in practices:
        same.setdefault(practice.key, []).append(practice)
    return tuple(
        members[0]
        if len(members) == 1
        else replace(
            members[0],
            data=_by_place(_union(p.data for p in members)),
            purposes=_by_place(_union(p.purposes for p in members)),
            recipients=_by_place(_union(p.recipients for p in members)),
            legal_bases=_by_place(_union(p.legal_bases for p in members)),
            data_sources=_by_place(_union(p.data_sources for p in members)),
            choices=_merge_choices(choice for p in members for choice in p.choices),
            evidence=_union(p.evidence for p in members),
            confidence=max(p.confidence for p in members),
        )
        for members in same.values()
    )


def _merge_choices(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    same: dict[tuple[object, ...], list[Choice]] = {}
    for choice in choices:
        key = (choice.kind, frozenset(m.concept for m in choice.means), choice.scope)
        same.setdefault(key, []).append(choice)
    return tuple(
        members[0]
        if len(members) == 1
        else replace(
            members[0],
            means=_by_place(_union(c.means for c in members)),
            evidence=_union(c.evidence for c in members),
        )
        for members in same.values()
    )


def merge_provisions(provisions: Sequence[Provision]) -> tuple[Provision, ...]:
    """Merge provisions that say the same thing in several places."""
    same: dict[tuple[object, ...], list[Provision]] = {}
    for provision in provisions:
        key = (provision.concept, provision.assertion, provision.value, provision.honoured, provision.scope)
        same.setdefault(key, []).append(provision)
    return tuple(
        replace(
            members[0],
            means=_by_place(_union(p.means for p in members)),
            evidence=_union(p.evidence for p in members),
            confidence=max(p.confidence for p in members),
        )
        for members in same.values()
    )


def answered_signals(signals: Sequence[Provision]) -> list[Provision]:
    """Return what is said of signals: where a policy answers for one, mere mentions are about that answer."""
    answers = {s.concept: s for s in reversed(signals) if s.honoured is not Honoured.UNCLEAR}
    return [
        replace(s, honoured=answers[s.concept].honoured)
        if s.honoured is Honoured.UNCLEAR and s.concept in answers
        else s
        for s in signals
    ]


def reach_of_choices(
    practices: Sequence[Practice], choices: Sequence[Provision], vocabulary: Vocabulary
) -> tuple[Practice, ...]:
    """Give every stated practice the choices that the policy offers elsewhere for its purposes, recipients or data.

    An opt-out reaches a practice whose purpose, recipient or data is what it names, or narrower.
    Where it reaches only some of them, its scope says which. An opt-in stated elsewhere
    reaches nothing: what is done without asking is not made optional by what is asked for. Nor
    does the advice not to use the service: what it names is what one would go without.
    """
    naming: defaultdict[str, list[int]] = defaultdict(list)
    for number, choice in enumerate(choices):
        for concept in _refused(choice, vocabulary):
            naming[concept].append(number)
    reached: list[Practice] = []
    for practice in practices:
        concepts = tuple(m.concept for m in (*practice.purposes, *practice.recipients, *practice.data))
        if practice.is_denied or not concepts:
            reached.append(practice)
            continue
        found = list(practice.choices)
        # Only the choices that name a concept or one above it, in the order of the policy.
        inside: defaultdict[int, dict[str, None]] = defaultdict(dict)
        for concept in concepts:
            for number in {n for c in (concept, *vocabulary.ancestors(concept)) for n in naming.get(c, ())}:
                inside[number][concept] = None
        for number in sorted(inside):
            choice = choices[number]
            found.append(
                Choice(kind=choice.concept, means=choice.means, scope=tuple(inside[number]), evidence=choice.evidence)
            )
        reached.append(replace(practice, choices=_merge_choices(found)) if found else practice)
    return tuple(reached)


def _refused(choice: Provision, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the purposes, recipients and data that a choice lets people refuse wherever they are named."""
    means = {m.concept for m in choice.means} - {choice.concept}
    if vocabulary.is_a(choice.concept, OPTING_IN) or NON_USE in means or means == {OPTING_IN}:
        return frozenset()
    return frozenset(
        concept
        for concept in set(choice.scope) - _EVERYTHING
        if vocabulary.concepts[concept].scheme != "data-categories"
        or any(vocabulary.is_a(concept, data) for data in _REFUSABLE)
    )


def _is_about_another(reading: Reading, labels: Labels, controller: str | None) -> bool:
    """Say whether the contacts in a clause are another's: an authority's, or a recipient's in a table of them."""
    if "complain" in labels and not reading.has(FIRST_PARTY):
        return True
    if not any(find_companies(reading.clause, controller=controller)):
        return False
    return _REACHING.isdisjoint(labels) or (reading.clause.kind is BlockKind.ROW and not reading.has(FIRST_PARTY))


def _controller(
    scope: Scope, readings: Sequence[Reading], *, decided: Sequence[Labels], named: Controller | None
) -> Controller | None:
    """Return the controller with every contact that the policy gives."""
    contacts: dict[tuple[ContactKind, str], Contact] = {}
    evidence: list[Evidence] = list(named.evidence) if named else []
    clauses = [r.clause for r in readings]
    for at, (reading, labels) in enumerate(zip(readings, decided, strict=True)):
        found: list[Contact] = []
        if not _REACHING.isdisjoint(labels):
            given = find_contacts(scope.document, reading.clause, is_officer=reading.has(OFFICER))
            found += [c for c in given if "contact" in labels or c.kind is not ContactKind.URL]
        postal = find_postal(scope.document, clauses, at)
        if postal is not None:
            found.append(postal)
        if found and _is_about_another(reading, labels, named.name if named else None):
            continue
        if "contact" in labels and not found:
            words = clause_evidence(scope, reading.clause)
            found.append(Contact(kind=ContactKind.POINTER, value=words.exact, evidence=(words,)))
        if "controller" in labels:
            evidence.append(clause_evidence(scope, reading.clause))
        for contact in found:
            part = next((k for k in contacts if k[0] is ContactKind.POSTAL and contact.value.startswith(k[1])), None)
            if contact.kind is ContactKind.POSTAL and part is not None:
                del contacts[part]
            known = contacts.setdefault((contact.kind, contact.value), contact)
            if known is not contact:
                contacts[contact.kind, contact.value] = replace(known, evidence=known.evidence + contact.evidence)
    if not contacts and not evidence:
        return None
    return Controller(
        name=named.name if named else None,
        contacts=tuple(contacts.values()),
        evidence=tuple(dict.fromkeys(evidence)),
    )
