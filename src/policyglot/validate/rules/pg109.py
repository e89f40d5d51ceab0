"""The way to complain is mentioned.

What: The policy says where people can complain, or how disputes are settled.
Why: Where the GDPR holds, people must be told that they can turn to a supervisory authority; P3P
    has DISPUTES for the same.
Fix: Name the authority or the dispute service, with its address.
Source: GDPR, Article 13(2)(d); P3P 1.0, section 3.2.6 (DISPUTES).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule, Subject
from policyglot.vocabulary import iri, load_vocabulary


def _check(subject: Subject) -> Iterator[Problem]:
    policy, vocabulary = subject.policy, load_vocabulary()
    complaint = iri("pg:RightToComplain")
    if not policy.disputes and not any(vocabulary.is_a(right.concept, complaint) for right in policy.rights):
        yield Problem(
            message="nothing is said about where people can complain",
            hint="name the supervisory authority or the dispute service, or answer disputes",
        )


RULE: Rule[Subject] = Rule(id="PG109", name="complaint-is-mentioned", severity=Severity.NOTE, check=_check)
