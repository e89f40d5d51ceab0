"""Changes of the policy are addressed.

What: The policy says how people learn that it has changed.
Why: Who agreed to one version must be able to learn of the next.
Fix: Say where a change is announced, and how long before it holds.
Source: California CalOPPA, section 22575(b)(3); WP260, paragraphs 29 to 31.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule, Subject


def _check(subject: Subject) -> Iterator[Problem]:
    policy = subject.policy
    if not policy.notices:
        yield Problem(
            message="nothing is said about how changes of the policy are announced",
            hint="say where and how long before a change is announced",
        )


RULE: Rule[Subject] = Rule(id="PG112", name="change-is-addressed", severity=Severity.NOTE, check=_check)
