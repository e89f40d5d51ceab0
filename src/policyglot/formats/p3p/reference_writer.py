"""Writes the policy reference file: which policy holds for which part of a site.

Source: P3P 1.0, section 2.3.
"""

from __future__ import annotations

from lxml import etree

from policyglot.formats.p3p.namespaces import P3P_1_0, without_prefix
from policyglot.formats.p3p.planning import plan_policy
from policyglot.formats.p3p.policy_writer import serialise
from policyglot.formats.p3p.times import write_expiry
from policyglot.model import Policy

WELL_KNOWN = "/w3c/p3p.xml"
"""Where user agents look for a reference file."""

POLICY_FILE = "/w3c/policy.xml"
"""Where we put the policy file."""


def write_reference(policy: Policy, *, location: str = POLICY_FILE) -> bytes:
    """Write a reference file that gives the whole site and all its cookies one policy.

    Args:
        policy: The policy, for its name and expiry.
        location: Where the policy file will be: a path on the site, or a URL.

    Returns:
        A META file in UTF-8.
    """
    plan = plan_policy(policy)
    root = etree.Element(f"{{{P3P_1_0}}}META", nsmap=without_prefix(P3P_1_0))
    references = etree.SubElement(root, f"{{{P3P_1_0}}}POLICY-REFERENCES")
    expiry = write_expiry(policy.expires) if policy.expires else None
    if expiry:
        etree.SubElement(references, f"{{{P3P_1_0}}}EXPIRY").set(*expiry)
    reference = etree.SubElement(references, f"{{{P3P_1_0}}}POLICY-REF")
    reference.set("about", f"{location}#{plan.name}")
    etree.SubElement(reference, f"{{{P3P_1_0}}}INCLUDE").text = "/*"
    cookies = etree.SubElement(reference, f"{{{P3P_1_0}}}COOKIE-INCLUDE")
    for part in ("name", "value", "domain", "path"):
        cookies.set(part, "*")
    return serialise(root, is_draft=plan.is_draft)
