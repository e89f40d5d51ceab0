"""DISPUTES say what is put right.

What: A DISPUTES has REMEDIES.
Why: Whoever complains wants to know what can come of it.
Fix: Add <REMEDIES><correct/></REMEDIES>, or money or law.
Source: P3P 1.0, section 3.2.7.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for dispute in (d for p in file.policies for d in p.disputes):
        if not dispute.remedies:
            yield at(file, dispute.element, "DISPUTES has no REMEDIES", hint="add <REMEDIES><correct/></REMEDIES>")


RULE: Rule[PublishedFile] = Rule(
    id="PG517", name="disputes-have-remedies", severity=Severity.WARNING, check=_check, needs=frozenset({"DISPUTES"})
)
