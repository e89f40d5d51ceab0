"""A claim has its words.

What: Every practice, right, measure and other provision has evidence: a quote with its offsets, or
    the file and line of a published source.
Why: A claim without words cannot be checked by anybody, and is not made.
Fix: Add the evidence, or take the claim away.
Source: Web Annotation Data Model, section 4.2 (selectors).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.evidence import holders
from policyglot.validate.rule import Problem, Rule, Subject


def _check(subject: Subject) -> Iterator[Problem]:
    for holder in holders(subject.policy):
        if holder.is_claim and not any((e.span and e.exact) or e.source for e in holder.evidence):
            yield Problem(
                message="claims something and shows no words for it",
                hint="add a quote with its offsets, or the file and line that state it",
                pointer=holder.pointer,
            )


RULE: Rule[Subject] = Rule(id="PG301", name="claim-has-words", severity=Severity.ERROR, check=_check)
