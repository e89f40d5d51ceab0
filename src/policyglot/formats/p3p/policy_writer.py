"""Writes P3P policy files, versions 1.0 and 1.1.

A 1.1 file is a valid 1.0 file: what 1.1 adds stands in optional extensions.

Source: P3P 1.0, section 3; P3P 1.1, section 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from lxml import etree

from policyglot.formats.p3p.base_schema import base_schema
from policyglot.formats.p3p.namespaces import P3P_1_0, P3P_1_1, XML_LANGUAGE, without_prefix
from policyglot.formats.p3p.plan import Plan, PlannedData, PlannedDispute, PlannedStatement, PlannedValue
from policyglot.formats.p3p.planning import PLACEHOLDER, plan_policy
from policyglot.formats.p3p.primary import primary_purposes
from policyglot.formats.p3p.terms import WITHOUT_REQUIRED
from policyglot.model import Policy

Profile = Literal["1.0", "1.1"]

# Code points that XML 1.0 cannot hold, not even as references.
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# A short-description has at most 255 characters and one line; what is longer is a LONG-DESCRIPTION.
_SHORT = 255

DRAFT = f"""
  DRAFT, not to be published: what stands at {PLACEHOLDER} is a placeholder.
  Answer the open questions (policyglot answers) and generate again.
"""


def write_policy(policy: Policy, *, profile: Profile = "1.0") -> bytes:
    """Write a policy as a P3P policy file.

    Args:
        policy: Any policy: its denied practices are left out, what P3P demands and it does not say
            is assumed (`assess` tells what).
        profile: "1.0", or "1.1" to add primary purposes and names of statements.

    Returns:
        A POLICIES file in UTF-8. Where an address had to be made up, a comment at its top says that
        it is a draft.

    >>> from policyglot.model import Policy
    >>> write_policy(Policy(source="a", sha256="0" * 64, policy_url="https://a.example/")).decode().count("<POLICY ")
    1
    """
    plan = plan_policy(policy)
    return serialise(policies_element(plan, profile=profile), is_draft=plan.is_draft)


def serialise(root: etree._Element, *, is_draft: bool) -> bytes:
    """Return a tree as an indented UTF-8 file, with the warning at its top where it is a draft."""
    etree.indent(root, space="  ")
    if is_draft:
        root.addprevious(etree.Comment(DRAFT))
    written: bytes = etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)
    return written.replace(b"<?xml version='1.0' encoding='UTF-8'?>", b'<?xml version="1.0" encoding="UTF-8"?>') + b"\n"


def policies_element(plan: Plan, *, profile: Profile = "1.0") -> etree._Element:
    """Return the POLICIES element of one planned policy."""
    root = etree.Element(f"{{{P3P_1_0}}}POLICIES", nsmap=without_prefix(P3P_1_0))
    if plan.expiry:
        _add(root, "EXPIRY", {plan.expiry[0]: plan.expiry[1]})
    if plan.definitions:
        _data_schema(root, plan)
    attributes = {"name": plan.name, "discuri": plan.discuri}
    if plan.opturi:
        attributes["opturi"] = plan.opturi
    if plan.language:
        attributes[XML_LANGUAGE] = plan.language
    policy = _add(root, "POLICY", attributes)
    if plan.is_test:
        _add(policy, "TEST")
    group = _add(_add(policy, "ENTITY"), "DATA-GROUP")
    for reference, value in plan.entity:
        _add(group, "DATA", {"ref": reference}, text=value)
    _add(_add(policy, "ACCESS"), plan.access)
    if plan.disputes:
        disputes = _add(policy, "DISPUTES-GROUP")
        for dispute in plan.disputes:
            _dispute(disputes, dispute)
    for statement in plan.statements:
        _statement(policy, statement, profile=profile)
    return root


def _add(parent: etree._Element, name: str, attributes: dict[str, str] | None = None, text: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{P3P_1_0}}}{name}")
    for key, value in (attributes or {}).items():
        element.set(key, NO_XML.sub("", value))
    if text:
        element.text = NO_XML.sub("", text)
    return element


def _data_schema(root: etree._Element, plan: Plan) -> None:
    schema = _add(root, "DATASCHEMA")
    for path, categories in plan.definitions.items():
        definition = _add(schema, "DATA-DEF", {"name": path})
        if categories:
            _categories(definition, ((name, "") for name in categories))


def _dispute(parent: etree._Element, dispute: PlannedDispute) -> None:
    attributes = {"resolution-type": dispute.resolution, "service": dispute.service}
    if dispute.verification:
        attributes["verification"] = dispute.verification
    short, _, long = (dispute.description or "").partition("\n")
    if len(short) > _SHORT:
        short, long = "", dispute.description or ""
    if short:
        attributes["short-description"] = short
    element = _add(parent, "DISPUTES", attributes)
    if long:
        _add(element, "LONG-DESCRIPTION", text=long)
    if dispute.remedies:
        remedies = _add(element, "REMEDIES")
        for remedy in dispute.remedies:
            _add(remedies, remedy)


def _statement(parent: etree._Element, statement: PlannedStatement, *, profile: Profile) -> None:
    element = _add(parent, "STATEMENT")
    if statement.consequence:
        _add(element, "CONSEQUENCE", text=statement.consequence)
    if statement.is_non_identifiable:
        _add(element, "NON-IDENTIFIABLE")
    if statement.purposes:
        purposes = _add(element, "PURPOSE")
        if profile == "1.1":
            _primary(purposes, statement)
        for value in statement.purposes:
            _add(purposes, value.name, _required(value), text="; ".join(value.texts))
    if statement.recipients:
        recipients = _add(element, "RECIPIENT")
        for value in statement.recipients:
            recipient = _add(recipients, value.name, _required(value))
            for text in value.texts:
                _add(recipient, "recipient-description", text=text)
    if statement.retention:
        _add(_add(element, "RETENTION"), statement.retention)
    _data_groups(element, statement.data)


def _required(value: PlannedValue) -> dict[str, str]:
    if value.required == "always" or value.name in WITHOUT_REQUIRED:
        return {}
    return {"required": value.required}


def _primary(purposes: etree._Element, statement: PlannedStatement) -> None:
    names = primary_purposes(statement.concepts)
    if not names or all(v.name != "current" for v in statement.purposes):
        return
    extension = _add(purposes, "EXTENSION", {"optional": "yes"})
    primary = etree.SubElement(extension, f"{{{P3P_1_1[0]}}}PPURPOSE", nsmap=without_prefix(P3P_1_1[0]))
    for name in names:
        etree.SubElement(primary, f"{{{P3P_1_1[0]}}}{name}")


def _data_groups(element: etree._Element, data: tuple[PlannedData, ...]) -> None:
    """Write data of the base schema (and of other files), then those of the file's own schema."""
    groups: tuple[list[PlannedData], list[PlannedData]] = ([], [])
    for one in data:
        groups[one.reference.startswith("#") and one.reference[1:] not in base_schema()].append(one)
    for group, attributes in zip(groups, ({}, {"base": ""}), strict=True):
        if not group:
            continue
        parent = _add(element, "DATA-GROUP", attributes)
        for one in group:
            reference = {"ref": one.reference} | ({"optional": "yes"} if one.is_optional else {})
            node = _add(parent, "DATA", reference)
            if one.categories:
                _categories(node, one.categories)


def _categories(parent: etree._Element, categories: Iterable[tuple[str, str]]) -> None:
    element = _add(parent, "CATEGORIES")
    for name, text in categories:
        _add(element, name, text=text if name == "other-category" else "")
