"""Remedies come with disputes.

What: COR, MON and LAW stand only beside DSP.
Why: In a full policy, remedies are part of a dispute.
Fix: Add DSP, or remove the remedy.
Source: P3P 1.0, section 4.2.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.compact_parser import CompactHeader
from policyglot.formats.p3p.terms import REMEDIES
from policyglot.validate.rule import Problem, Rule


def _check(header: CompactHeader) -> Iterator[Problem]:
    if any(token.name == "DSP" for token in header.tokens):
        return
    for token in header.tokens:
        if token.term and token.term.scheme == REMEDIES:
            message = f"{token.name} without DSP"
            yield Problem(message=message, hint="add DSP", line=1, column=token.offset + 1)


RULE: Rule[CompactHeader] = Rule(id="PG607", name="remedies-need-disputes", severity=Severity.ERROR, check=_check)
