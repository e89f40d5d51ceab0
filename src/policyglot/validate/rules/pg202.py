"""A disclosure is not both stated and denied.

What: No denied disclosure reaches a stated one: same data, purposes, recipients and people, without
    a condition or an opt-in.
Why: One of the two sentences misleads, and a denial that is broken in the next paragraph is a
    deceptive practice.
Fix: Name the exception beside the denial (“except …”, “unless you agree”), or take one of the two
    away.
Source: FTC Act, section 5 (deception); GDPR, Article 5(1)(a).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.contradictions import problems
from policyglot.validate.rule import Problem, Rule, Subject


def _check(subject: Subject) -> Iterator[Problem]:
    yield from problems(subject.policy, kind="share", verb="shares this")


RULE: Rule[Subject] = Rule(
    id="PG202", name="disclosure-is-not-both-stated-and-denied", severity=Severity.WARNING, check=_check
)
