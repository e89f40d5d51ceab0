"""Gives files of the drafts the shape of the Recommendation.

The drafts of 2000 let a POLICY be the root, held EXPIRY and DATASCHEMA inside POLICY, did
without names, and wrote cookie patterns as text.

Source: P3P 1.0 Candidate Recommendation of 15 December 2000; working drafts of that year.
"""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from policyglot.formats.p3p.file_reader import tag
from policyglot.formats.p3p.namespaces import P3P_1_0, without_prefix
from policyglot.formats.p3p.published import PublishedFile

DEFAULT_NAME = "policy"
"""Name of a policy that had none."""


def modernise(file: PublishedFile) -> PublishedFile:
    """Return the file with its tree in the Recommendation's shape.

    The elements are those of the file, moved: their places stay what they were. The values
    of the file (policies, statements) are not read again.
    """
    file.places.remember()
    root = file.root
    for policy in list(root.iter(tag("POLICY"))):
        if policy.get("name") is None:
            policy.set("name", DEFAULT_NAME)
    for purpose in root.iter(tag("customization")):
        purpose.tag = tag("tailoring")
    for name in ("EMBEDDED-INCLUDE", "EMBEDDED-EXCLUDE"):
        for element in list(root.iter(tag(name))):
            _remove(element)
    for name in ("COOKIE-INCLUDE", "COOKIE-EXCLUDE"):
        for element in root.iter(tag(name)):
            _cookie_attributes(element)
    if root.tag == tag("POLICY"):
        policies = etree.Element(tag("POLICIES"), nsmap=without_prefix(P3P_1_0))
        policies.append(root)
        root = policies
    for policy in list(root.iter(tag("POLICY"))):
        _lift(policy)
    return replace(file, root=root)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _cookie_attributes(element: etree._Element) -> None:
    """Move "name domain path" from the text of a cookie pattern to its attributes."""
    words = (element.text or "").split()
    for attribute, value in zip(("name", "domain", "path"), words, strict=False):
        element.set(attribute, value)
    element.text = None


def _lift(policy: etree._Element) -> None:
    """Move EXPIRY and DATASCHEMA from a POLICY to the POLICIES around it, where that has none."""
    policies = policy.getparent()
    if policies is None or policies.tag != tag("POLICIES"):
        return
    for position, name in enumerate(("EXPIRY", "DATASCHEMA")):
        for element in list(policy.iterchildren(tag(name))):
            policy.remove(element)
            if policies.find(tag(name)) is None:
                policies.insert(min(position, len(policies) - 1), element)
