"""Purposes are stated.

What: At least one practice says what data are used for.
Why: Data may be collected for stated purposes only, and every P3P statement needs PURPOSE.
Fix: Say for each group of data what it is used for.
Source: GDPR, Articles 5(1)(b) and 13(1)(c); P3P 1.0, section 3.3.4 (PURPOSE).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule, Subject


def _check(subject: Subject) -> Iterator[Problem]:
    policy = subject.policy
    if policy.stated and not any(practice.purposes for practice in policy.stated):
        yield Problem(
            message="nothing is said about what data are used for",
            hint="say for each group of data what it is used for",
        )


RULE: Rule[Subject] = Rule(id="PG106", name="purposes-are-stated", severity=Severity.WARNING, check=_check)
