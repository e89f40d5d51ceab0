"""Policies of one file have different names.

What: No two POLICY elements of a file have the same name.
Why: A reference file names a policy by it: two of one name leave it open which one holds.
Fix: Give each POLICY a name of its own, and correct about= in the reference file.
Source: P3P 1.0, section 3.2.2 (name).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    seen: set[str] = set()
    for policy in file.policies:
        if policy.name and policy.name in seen:
            yield at(file, policy.element, f"the name {policy.name} is taken", hint="give each POLICY its own name")
        seen.add(policy.name or "")


RULE: Rule[PublishedFile] = Rule(
    id="PG503", name="policy-names-differ", severity=Severity.ERROR, check=_check, needs=frozenset({"POLICY"})
)
