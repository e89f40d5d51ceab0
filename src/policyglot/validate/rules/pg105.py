"""Rights are stated.

What: The policy says what people can ask for: to see, correct or delete what is held about them.
Why: People use only the rights that they know of; the Article demands that they be told.
Fix: List the rights, and say whom to ask and how.
Source: GDPR, Article 13(2)(b); California Civil Code, section 1798.130(a)(5).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule, Subject


def _check(subject: Subject) -> Iterator[Problem]:
    policy = subject.policy
    if not policy.rights and policy.access is None:
        yield Problem(
            message="nothing is said about what people can ask for",
            hint="say how people can see, correct and delete what is held about them",
        )


RULE: Rule[Subject] = Rule(id="PG105", name="rights-are-stated", severity=Severity.WARNING, check=_check)
