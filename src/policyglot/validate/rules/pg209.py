"""Dates are in order.

What: The date of the last change is not before the date since which the policy holds.
Why: One of the two dates is wrong, or belongs to another version.
Fix: Correct the date at the top of the policy.
Source: DCMI Metadata Terms, issued and modified.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule, Subject


def _check(subject: Subject) -> Iterator[Problem]:
    policy = subject.policy
    # A policy may be changed first and hold later; it cannot be changed before another year's version held.
    if policy.issued and policy.modified and policy.modified[:4] < policy.issued[:4]:
        yield Problem(
            message=f"last changed on {policy.modified}, before it was issued on {policy.issued}",
            hint="one of the two dates is wrong",
        )


RULE: Rule[Subject] = Rule(id="PG209", name="dates-are-in-order", severity=Severity.NOTE, check=_check)
