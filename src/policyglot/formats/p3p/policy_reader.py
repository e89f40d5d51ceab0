"""Published P3P policies as `Policy`: one practice for each STATEMENT.

P3P's own values stay what they are (their concepts are P3P's), so that writing gives them
back; data elements become the concepts that prose is read into, with the reference kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from lxml import etree

from policyglot.errors import InputError
from policyglot.formats.p3p import terms
from policyglot.formats.p3p.base_schema import BASE_SCHEMA, base_schema
from policyglot.formats.p3p.file_reader import read_file
from policyglot.formats.p3p.published import (
    Data,
    PublishedDispute,
    PublishedFile,
    PublishedPolicy,
    Statement,
    Value,
)
from policyglot.formats.p3p.references import Target, resolve
from policyglot.formats.p3p.times import read_expiry
from policyglot.model import (
    Contact,
    ContactKind,
    Controller,
    Dispute,
    Evidence,
    Identifiability,
    Mention,
    Policy,
    Practice,
    Retention,
)
from policyglot.vocabulary import iri

_CONTACTS = {
    "contact-info.online.email": ContactKind.EMAIL,
    "contact-info.online.uri": ContactKind.URL,
}
_TELEPHONE = ("intcode", "loccode", "number", "ext")
_POSTAL = ("organization", "street", "city", "stateprov", "postalcode", "country")


def read_policies(content: bytes, source: str) -> tuple[Policy, ...]:
    """Read every policy of a P3P policy file, or of a reference file that holds policies.

    Args:
        content: The file's bytes.
        source: Path or URL.

    Returns:
        The policies in the order of the file. What has no place in them is left out: `unread` tells
        what it is.

    Raises:
        SyntaxFault: The file is no XML that can be read.
    """
    return policies_of(read_file(content, source), digest=hashlib.sha256(content).hexdigest())


def read_policy(content: bytes, source: str) -> Policy:
    """Read the first policy of a P3P policy file.

    Raises:
        SyntaxFault: The file is no XML that can be read.
        InputError: It holds no policy.
    """
    policies = read_policies(content, source)
    if not policies:
        raise InputError(
            "holds no POLICY", source=source, advice="give the policy file that the reference file's about= names"
        )
    return policies[0]


def policies_of(file: PublishedFile, *, digest: str) -> tuple[Policy, ...]:
    """Return the policies of a file that was read, `digest` being the SHA-256 of its bytes."""
    return tuple(_policy(p, file, digest) for p in file.policies)


def _policy(published: PublishedPolicy, file: PublishedFile, digest: str) -> Policy:
    expiry = published.expiry or file.expiry
    access = published.access[0].name if published.access else ""
    return Policy(
        source=file.source,
        sha256=digest,
        language=published.language or "und",
        title=published.name,
        policy_url=published.discuri,
        choice_url=published.opturi,
        expires=read_expiry(max_age=expiry.max_age, date=expiry.date) if expiry else None,
        is_test=published.is_test,
        controller=_controller(published, file),
        practices=tuple(_practice(s, file) for s in published.statements),
        access=terms.iri_of(terms.ACCESS, access),
        disputes=tuple(_dispute(d, file) for d in published.disputes),
    )


def _evidence(element: etree._Element, file: PublishedFile) -> tuple[Evidence, ...]:
    place = file.place(element)
    return (Evidence(source=file.source, line=place.line, pointer=place.pointer),)


def _controller(published: PublishedPolicy, file: PublishedFile) -> Controller | None:
    if published.entity is None:
        return None
    parts = tuple(
        (d.reference.removeprefix("#").removeprefix("business."), d.text) for d in published.entity_data if d.text
    )
    name = next((value for part, value in parts if part == "name"), None)
    rest = tuple((part, value) for part, value in parts if (part, value) != ("name", name))
    evidence = _evidence(published.entity, file)
    return Controller(name=name, contacts=tuple(_contacts(rest, evidence)), parts=rest, evidence=evidence)


def _contacts(parts: tuple[tuple[str, str], ...], evidence: tuple[Evidence, ...]) -> Iterator[Contact]:
    for part, value in parts:
        if part in _CONTACTS:
            yield Contact(kind=_CONTACTS[part], value=value, evidence=evidence)
    said = dict(parts)
    for line in ("telephone", "mobile"):
        prefix = f"contact-info.telecom.{line}"
        digits = [said[key] for key in (prefix, *(f"{prefix}.{n}" for n in _TELEPHONE)) if key in said]
        if digits:
            yield Contact(kind=ContactKind.TELEPHONE, value=" ".join(digits), evidence=evidence)
    address = [said[key] for n in _POSTAL if (key := f"contact-info.postal.{n}") in said]
    if address:
        yield Contact(kind=ContactKind.POSTAL, value=", ".join(address), evidence=evidence)


def _dispute(published: PublishedDispute, file: PublishedFile) -> Dispute:
    texts = [t for t in (published.short_description, published.long_description) if t]
    return Dispute(
        concept=terms.iri_of(terms.RESOLUTIONS, published.resolution or "") or iri("p3p:resolution-service"),
        service=published.service,
        description="\n".join(dict.fromkeys(texts)) or None,
        verification=published.verification,
        remedies=tuple(r for v in published.remedies if (r := terms.iri_of(terms.REMEDIES, v.name))),
        evidence=_evidence(published.element, file),
    )


def _practice(statement: Statement, file: PublishedFile) -> Practice:
    recipients = tuple(m for v in statement.recipients for m in _recipient(v))
    shares = any(v.name != "ours" for v in statement.recipients)
    retention = next((r for v in statement.retentions if (r := terms.iri_of(terms.RETENTIONS, v.name))), None)
    return Practice(
        processing=(iri("dpv:Collect"), iri("dpv:Use"), *([iri("dpv:Share")] if shares else [])),
        data=tuple(m for d in statement.data for m in _data(d, file)),
        purposes=tuple(m for v in statement.purposes for m in _purpose(v)),
        recipients=recipients,
        retention=Retention(concept=retention) if retention else None,
        identifiability=Identifiability.AGGREGATED if statement.is_non_identifiable else None,
        evidence=_evidence(statement.element, file),
        description=statement.consequence or statement.group,
    )


def _required(value: Value) -> str | None:
    return value.required if value.required in ("opt-in", "opt-out") else None


def _purpose(value: Value) -> Iterator[Mention]:
    # What the drafts of 2000 called customization is tailoring today.
    concept = terms.iri_of(terms.PURPOSES, "tailoring" if value.name == "customization" else value.name)
    if concept:
        yield Mention(concept=concept, exact=value.text, required=_required(value))


def _recipient(value: Value) -> Iterator[Mention]:
    concept = terms.iri_of(terms.RECIPIENTS, value.name)
    if not concept:
        return
    described = [
        " ".join("".join(str(t) for t in e.itertext()).split())
        for e in value.element.iterchildren("*")
        if etree.QName(e).localname == "recipient-description"
    ]
    for name in described or [""]:
        yield Mention(concept=concept, name=name or None, required=_required(value))


def _data(data: Data, file: PublishedFile) -> Iterator[Mention]:
    """Yield the element itself, then the categories that the policy or its own schema says for it."""
    found = resolve(data.reference, base=data.base, file=file)
    in_other = data.base not in (None, "", BASE_SCHEMA) and data.reference.startswith("#")
    reference = f"{data.base}{data.reference}" if in_other else data.reference
    # A schema of the file's own may say more about an element that the base schema has.
    element = base_schema().get(found.path) if found.target in (Target.BASE, Target.OWN) else None
    said = {v.name: v.text for v in data.categories or () if v.name in terms.terms(terms.CATEGORIES)}
    if element is None or element.is_variable:
        said |= {name: "" for name in found.categories if name not in said}
    # "Some data of a category that the schema has no element for" has no concept beside the category.
    if element is None or element.path != "dynamic.miscdata" or not said:
        concept = element.concept if element else iri("dpv:PersonalData")
        yield Mention(concept=concept, optional=data.is_optional, reference=reference)
    for name, text in said.items():
        category = terms.terms(terms.CATEGORIES)[name].iri
        yield Mention(concept=category, exact=text, optional=data.is_optional, reference=reference)
