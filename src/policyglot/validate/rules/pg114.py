"""A practice is stated.

What: The policy says at least one thing that is done, or not done, with data about people.
Why: A policy without practices tells nothing: the text may be no privacy policy, or in words that
    are not understood.
Fix: Check that the text is the policy itself and not a page that links to it.
Source: P3P 1.0, section 3.3 (a POLICY has at least one STATEMENT).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule, Subject


def _check(subject: Subject) -> Iterator[Problem]:
    policy = subject.policy
    if not policy.practices:
        yield Problem(message="no practice was found", hint="check that this is the text of the policy itself")


RULE: Rule[Subject] = Rule(id="PG114", name="a-practice-is-stated", severity=Severity.ERROR, check=_check)
