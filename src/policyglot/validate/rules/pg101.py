"""The controller is named.

What: The policy names the organisation that is responsible for the data.
Why: People cannot turn to somebody whose name they do not know, and P3P's ENTITY demands it.
Fix: Say who “we” is in the first paragraph: the legal name, not only the brand.
Source: GDPR, Article 13(1)(a); P3P 1.0, section 3.2.5 (ENTITY).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule, Subject


def _check(subject: Subject) -> Iterator[Problem]:
    policy = subject.policy
    if policy.controller is None or not policy.controller.name:
        yield Problem(
            message="nobody is named who is responsible for the data",
            hint="name the organisation in the prose, or answer controller.name",
        )


RULE: Rule[Subject] = Rule(id="PG101", name="controller-is-named", severity=Severity.WARNING, check=_check)
