"""A legal basis is stated.

What: The policy names the ground in law on which data are processed: consent, contract, legal
    obligation, legitimate interest.
Why: Where the GDPR holds, each purpose needs a ground and people must be told which.
Fix: Say beside each purpose on which ground it stands, and for a legitimate interest, which.
Source: GDPR, Articles 6(1) and 13(1)(c) and (d).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule, Subject


def _check(subject: Subject) -> Iterator[Problem]:
    policy = subject.policy
    if policy.stated and not policy.legal_bases and not any(practice.legal_bases for practice in policy.stated):
        yield Problem(message="no ground in law is named", hint="where the GDPR holds, name the ground of each purpose")


RULE: Rule[Subject] = Rule(id="PG108", name="legal-basis-is-stated", severity=Severity.NOTE, check=_check)
