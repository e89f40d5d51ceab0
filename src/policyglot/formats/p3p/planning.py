"""From a `Policy` to the P3P policy that says it: `plan_policy` decides everything that is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from policyglot.formats.p3p.base_schema import base_schema
from policyglot.formats.p3p.mapping import category_names, is_unspecified
from policyglot.formats.p3p.plan import Assumption, Plan, PlannedDispute, PlannedStatement
from policyglot.formats.p3p.statements import UNSTATED_RETENTION, Gathered, gather
from policyglot.formats.p3p.terms import ACCESS, PG, REMEDIES, RESOLUTIONS, name_of, terms
from policyglot.formats.p3p.times import write_expiry
from policyglot.model import Assertion, ContactKind, Controller, Dispute, Policy, Provision
from policyglot.vocabulary import load_vocabulary

PLACEHOLDER = "https://example.invalid/"
"""Stands for every address that nobody has told; .invalid can never be reached (RFC 2606)."""

# An XML name without colon, in ASCII: what POLICY/@name must be.
XML_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
# What a name of ours is made of; everything else becomes a hyphen.
_NO_NAME = re.compile(r"[^A-Za-z0-9_.-]+")

# Categories by which people are reached.
_CONTACT = frozenset({"physical", "online"})

_CONTACTS = {
    ContactKind.EMAIL: "contact-info.online.email",
    ContactKind.URL: "contact-info.online.uri",
    ContactKind.TELEPHONE: "contact-info.telecom.telephone.number",
    ContactKind.POSTAL: "contact-info.postal.street",
}


@lru_cache(maxsize=4)
def plan_policy(policy: Policy) -> Plan:
    """Return the P3P policy that says what `policy` states, with what had to be assumed for it.

    Policy file, reference file, header and findings of one policy are all made from its plan: the
    last few are remembered.
    """
    gathered = gather(policy)
    assumptions: list[Assumption] = []
    discuri = _discuri(policy, assumptions)
    entity = _entity(policy, assumptions)
    access = _access(policy, gathered, assumptions)
    assumptions += _about_statements(gathered)
    return Plan(
        name=_name(policy),
        discuri=discuri,
        opturi=_opturi(policy, gathered.statements, discuri=discuri),
        language=policy.language if policy.language != "und" else None,
        is_test=policy.is_test,
        entity=entity,
        access=access,
        disputes=_disputes(policy, discuri=discuri),
        statements=gathered.statements,
        definitions=_definitions(gathered.statements),
        expiry=write_expiry(policy.expires) if policy.expires else None,
        assumptions=tuple(assumptions),
    )


def _name(policy: Policy) -> str:
    title = policy.title or ""
    if XML_NAME.fullmatch(title):
        return title
    slug = _NO_NAME.sub("-", title).strip("-.").lower()[:60]
    if not slug:
        return "policy"
    return slug if XML_NAME.fullmatch(slug) else f"policy-{slug}"


def _discuri(policy: Policy, assumptions: list[Assumption]) -> str:
    if policy.policy_url:
        return policy.policy_url
    if policy.site:
        assumptions.append(
            Assumption(
                rule="PG402",
                message=f"discuri is the site, {policy.site}, because nobody says where people read the policy",
                hint="answer policy_url",
            )
        )
        return policy.site
    assumptions.append(
        Assumption(
            rule="PG401",
            message="nobody says where people read the policy (discuri)",
            hint="give --site, or answer policy_url",
            is_placeholder=True,
        )
    )
    return PLACEHOLDER


def _opturi(policy: Policy, statements: tuple[PlannedStatement, ...], *, discuri: str) -> str | None:
    """Where people choose: as told, else the policy itself, which then has the instructions."""
    if policy.choice_url:
        return policy.choice_url
    choices = (v.required for s in statements for v in (*s.purposes, *s.recipients))
    return discuri if any(c != "always" for c in choices) else None


def _entity(policy: Policy, assumptions: list[Assumption]) -> tuple[tuple[str, str], ...]:
    controller = policy.controller or Controller()
    found: dict[str, str] = {}
    if controller.name:
        found["name"] = controller.name
    pairs = [(_reference(part), value) for part, value in controller.parts if value]
    known = {part for part, _ in pairs}
    for contact in () if any(k.startswith("contact-info.") for k in known) else controller.contacts:
        # A pointer ("contact us") is no address.
        if contact.kind in _CONTACTS:
            found.setdefault(_CONTACTS[contact.kind], contact.value)
    entity = [(f"#business.{part}", value) for part, value in found.items()] + [
        (f"#business.{part}" if not part.startswith("#") else part, value)
        for part, value in pairs
        if found.get(part) != value
    ]
    if "name" not in found and "name" not in known:
        assumptions.append(
            Assumption(
                rule="PG401",
                message="nobody says whose policy it is (ENTITY, business.name)",
                hint="answer controller.name",
                is_placeholder=True,
            )
        )
        entity.insert(0, ("#business.name", f"Unknown ({PLACEHOLDER})"))
    if not any(ref.startswith("#business.contact-info.") for ref, _ in entity):
        entity.append(("#business.contact-info.online.uri", _contact_of_last_resort(policy, assumptions)))
    return tuple(entity)


def _reference(part: str) -> str:
    return part.removeprefix("#business.").removeprefix("business.")


def _contact_of_last_resort(policy: Policy, assumptions: list[Assumption]) -> str:
    if policy.site:
        return policy.site
    assumptions.append(
        Assumption(
            rule="PG401",
            message="nobody says how the organisation is reached (ENTITY, business.contact-info)",
            hint="answer controller.email, or another of its contacts",
            is_placeholder=True,
        )
    )
    return PLACEHOLDER


def _access(policy: Policy, gathered: Gathered, assumptions: list[Assumption]) -> str:
    said = name_of(policy.access or "", ACCESS)
    if said:
        return said
    granted = [name for name in map(_granted, policy.rights) if name]
    if granted:
        # What is granted together adds up: everything, else contact data and more.
        return granted[0] if len(set(granted)) == 1 else "all" if "all" in granted else "contact-and-other"
    if gathered.statements and all(s.is_non_identifiable for s in gathered.statements):
        return "nonident"
    assumptions.append(
        Assumption(
            rule="PG403",
            message="ACCESS is none, because the policy says of no data that people can see them",
            hint="answer access",
        )
    )
    return "none"


def _granted(right: Provision) -> str | None:
    """Return the access value of a right, or None where it lets nobody see anything."""
    if right.assertion is Assertion.DENIED:
        return None
    vocabulary = load_vocabulary()
    kinds = {
        carried: name
        for name, term in terms(ACCESS).items()
        for carried in vocabulary[term.iri].properties.get(PG + "carries", ())
    }
    value = next((kinds[c] for c in (right.concept, *vocabulary.ancestors(right.concept)) if c in kinds), None)
    reached = {name for concept in right.scope for name in category_names(concept)}
    is_contact = bool(reached) and reached <= _CONTACT and not any(is_unspecified(c) for c in right.scope)
    return "ident-contact" if value and is_contact else value


def _disputes(policy: Policy, *, discuri: str) -> tuple[PlannedDispute, ...]:
    return tuple(_dispute(d, discuri=discuri) for d in policy.disputes)


def _dispute(dispute: Dispute, *, discuri: str) -> PlannedDispute:
    return PlannedDispute(
        resolution=name_of(dispute.concept, RESOLUTIONS) or "service",
        service=dispute.service or discuri,
        description=dispute.description,
        verification=dispute.verification,
        remedies=tuple(name for r in dispute.remedies if (name := name_of(r, REMEDIES))),
    )


def _about_statements(gathered: Gathered) -> Iterator[Assumption]:
    if gathered.without_retention:
        number, plural = gathered.without_retention, "s" if gathered.without_retention > 1 else ""
        yield Assumption(
            rule="PG404",
            message=f"RETENTION of {number} statement{plural} is {UNSTATED_RETENTION}, "
            "because the policy does not say how long the data are kept",
            hint="answer retention",
        )
    if gathered.without_purpose:
        yield Assumption(
            rule="PG405",
            message="PURPOSE of some data is current, because the policy does not say what they are for",
            hint="say in the policy what each kind of data is used for",
        )
    if gathered.without_recipient:
        yield Assumption(
            rule="PG406",
            message="RECIPIENT of some shared data is unrelated, because the policy does not say who gets them",
            hint="say in the policy who gets the data",
        )
    if gathered.without_data or not gathered.statements:
        yield Assumption(
            rule="PG407",
            message="the policy names no kind of data that is collected",
            hint="say in the policy which data are collected",
        )


def _definitions(statements: tuple[PlannedStatement, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for data in (d for s in statements for d in s.data):
        path = data.reference.removeprefix("#")
        if data.reference.startswith("#") and path not in base_schema():
            found.setdefault(path, {}).update(dict.fromkeys(name for name, _ in data.categories))
    return {path: tuple(names) for path, names in found.items()}
