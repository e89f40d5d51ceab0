"""Checks a policy graph that policyglot or anybody else published: JSON-LD, Turtle, N-Quads.

First the shape of the file (JSON Schema, SHACL), then, where it can be read as a policy,
the rules of completeness, consistency and evidence.
"""

from __future__ import annotations

from dataclasses import replace

from policyglot.errors import FormatError, InputError
from policyglot.findings import Finding, Location, Severity, worst
from policyglot.formats import FORMATS
from policyglot.model import Document, Policy
from policyglot.validate import json_schema, recognise, shacl
from policyglot.validate.engine import rules_of, run
from policyglot.validate.places import located
from policyglot.validate.rule import Profile, Subject


def check(content: bytes, source: str, *, profile: Profile) -> tuple[Finding, ...]:
    """Check one file.

    Args:
        content: The file's bytes, UTF-8.
        source: Path, URL or name for the findings' locations.
        profile: Which severities count.

    Returns:
        Findings of JSON Schema (JSON-LD only), SHACL, and PG1xx to PG3xx.
    """
    kind = recognise(content, source) or ""
    return located(_check(content, source, kind=kind, profile=profile), content, kind=kind)


def _check(content: bytes, source: str, *, kind: str, profile: Profile) -> tuple[Finding, ...]:
    found = FORMATS.get(kind)
    if found is None or found.read is None:
        message = f"this is no {'graph' if found is None else found.name} of a policy"
        return (
            Finding(rule="syntax/kind", severity=Severity.ERROR, message=message, location=Location(source=source)),
        )
    findings: tuple[Finding, ...] = ()
    if found.name == "jsonld":
        findings = json_schema.check(content, source)
        if worst(findings) is Severity.ERROR:
            return findings
    try:
        findings += shacl.check(content, source, media_type=found.media_type)
        policy = found.read(content, source)
    except (InputError, FormatError) as error:
        return (*findings, _fault(error, kind=found.name, source=source))
    said = check_policy(policy, source=source, profile=profile)
    # A span counts code points of the prose, and would be taken for a place in this file.
    return findings + tuple(replace(f, location=replace(f.location, span=None)) for f in said)


def check_policy(
    policy: Policy, *, document: Document | None = None, source: str | None = None, profile: Profile = "strict"
) -> tuple[Finding, ...]:
    """Run the rules of completeness, consistency and evidence over a policy.

    Args:
        policy: The policy.
        document: The prose that it was extracted from; with it, quotes are compared with the text.
        source: Path, URL or name for the findings' locations, or None for the policy's own.
        profile: Which severities count.

    Returns:
        The findings of PG1xx, PG2xx and PG30x, by rule.
    """
    subject = Subject(policy=policy, document=document)
    return run(rules_of("PG1", "PG2", "PG30"), subject, source=source or policy.source, profile=profile)


def _fault(error: InputError | FormatError, *, kind: str, source: str) -> Finding:
    place = Location(source=error.source or source, line=error.line, column=error.column)
    return Finding(
        rule=f"syntax/{kind}", severity=Severity.ERROR, message=error.message, location=place, hint=error.advice
    )
