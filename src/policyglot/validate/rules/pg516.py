"""DISPUTES say what they are.

What: A DISPUTES has a short-description or a LONG-DESCRIPTION.
Why: Agents show it to people.
Fix: Add short-description="…".
Source: P3P 1.0, section 3.2.6.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for dispute in (d for p in file.policies for d in p.disputes):
        if not dispute.short_description and not dispute.long_description:
            yield at(file, dispute.element, "DISPUTES is not described", hint='add short-description="…"')


RULE: Rule[PublishedFile] = Rule(
    id="PG516", name="disputes-are-described", severity=Severity.WARNING, check=_check, needs=frozenset({"DISPUTES"})
)
