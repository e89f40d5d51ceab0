"""Retention is stated.

What: At least one practice says how long data are kept, or by what that is decided.
Why: The period is a duty of Article 13, and every P3P statement needs RETENTION.
Fix: Say for each group of data when it is deleted: a number of days, months or years, or an event.
Source: GDPR, Article 13(2)(a); P3P 1.0, section 3.3.6 (RETENTION).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule, Subject


def _check(subject: Subject) -> Iterator[Problem]:
    policy = subject.policy
    if policy.stated and not any(practice.retention for practice in policy.stated):
        yield Problem(
            message="nothing is said about how long data are kept",
            hint="say when each group of data is deleted, or answer retention",
        )


RULE: Rule[Subject] = Rule(id="PG104", name="retention-is-mentioned", severity=Severity.WARNING, check=_check)
