"""Policies that are named in the file are in it.

What: An about that is a fragment alone names a POLICY inside the same META.
Why: Otherwise no policy holds.
Fix: Add POLICIES with that POLICY, or name the file that has it.
Source: P3P 1.0, section 2.3.2.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    names = {policy.name for policy in file.policies}
    for reference in file.reference.references if file.reference else ():
        if reference.about.startswith("#") and reference.about[1:] not in names:
            message = f"there is no POLICY “{reference.about[1:]}” in this file"
            yield at(file, reference.element, message, hint="name one that is here, or the file that has it")


RULE: Rule[PublishedFile] = Rule(
    id="PG703", name="inline-policies-exist", severity=Severity.ERROR, check=_check, needs=frozenset({"POLICY-REF"})
)
