"""The policy is dated.

What: The policy says since when it holds, or when it was last changed.
Why: Without a date nobody can tell which version they agreed to.
Fix: Write “Last updated” with day, month and year at the top.
Source: Article 29 Working Party, Guidelines on transparency (WP260), paragraph 29; California
    CalOPPA, section 22575(b)(4).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule, Subject


def _check(subject: Subject) -> Iterator[Problem]:
    policy = subject.policy
    if policy.issued is None and policy.modified is None:
        yield Problem(
            message="no date says since when the policy holds", hint="write “Last updated: 1 March 2026” at the top"
        )


RULE: Rule[Subject] = Rule(id="PG103", name="policy-is-dated", severity=Severity.WARNING, check=_check)
