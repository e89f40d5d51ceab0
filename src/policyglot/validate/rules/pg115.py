"""Automated decisions are addressed.

What: The policy says whether machines alone decide about people, or profile them for it.
Why: Where the GDPR holds, people must be told of such decisions, their logic and their
    consequences.
Fix: Say that there are none, or which, and how to have a person look at one.
Source: GDPR, Articles 13(2)(f) and 22.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule, Subject


def _check(subject: Subject) -> Iterator[Problem]:
    policy = subject.policy
    if not policy.decisions:
        yield Problem(
            message="nothing is said about decisions that machines make about people",
            hint="say that there are none, or name them",
        )


RULE: Rule[Subject] = Rule(id="PG115", name="automated-decisions-are-addressed", severity=Severity.NOTE, check=_check)
