"""A policy states something.

What: A POLICY has at least one STATEMENT.
Why: Without any it says that no data are collected, not even logs, which no web site can say.
Fix: Add a STATEMENT for each kind of data, or one with NON-IDENTIFIABLE.
Source: P3P 1.0, section 3.3.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for policy in (p for p in file.policies if not p.statements):
        yield at(file, policy.element, "the policy has no STATEMENT", hint="say at least what the logs hold")


RULE: Rule[PublishedFile] = Rule(
    id="PG525", name="policy-has-statements", severity=Severity.WARNING, check=_check, needs=frozenset({"POLICY"})
)
