"""Security is addressed.

What: The policy says how data are protected.
Why: OECD and FTC principles demand that people be told; silence is often read as neglect.
Fix: Name the measures: encryption, access control, audits.
Source: OECD Privacy Guidelines, paragraph 11; FTC Fair Information Practice Principles (2000),
    Security.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule, Subject


def _check(subject: Subject) -> Iterator[Problem]:
    policy = subject.policy
    if not policy.measures:
        yield Problem(
            message="nothing is said about how data are protected", hint="name the measures that protect the data"
        )


RULE: Rule[Subject] = Rule(id="PG111", name="security-is-addressed", severity=Severity.NOTE, check=_check)
