"""The P3P access value agrees with the rights.

What: A policy whose access value is “none” or “nonident” states no right of access.
Why: The two say the opposite of each other, and user agents show the P3P value.
Fix: Correct the access value: all, contact-and-other, ident-contact or other-ident.
Source: P3P 1.0, section 3.2.4 (ACCESS).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.model import Assertion
from policyglot.validate.evidence import first_span, quoted
from policyglot.validate.rule import Problem, Rule, Subject
from policyglot.vocabulary import iri, load_vocabulary


def _check(subject: Subject) -> Iterator[Problem]:
    policy, vocabulary = subject.policy, load_vocabulary()
    if policy.access not in (iri("p3p:access-none"), iri("p3p:access-nonident")):
        return
    access = iri("pg:RightOfAccess")
    for number, right in enumerate(policy.rights):
        if right.assertion is Assertion.STATED and vocabulary.is_a(right.concept, access):
            yield Problem(
                message=f"the access value denies what the policy grants: {quoted(right.evidence)}",
                hint="choose all, contact-and-other, ident-contact or other-ident",
                span=first_span(right.evidence),
                pointer=f"rights/{number}",
            )
            return


RULE: Rule[Subject] = Rule(id="PG208", name="access-agrees-with-rights", severity=Severity.WARNING, check=_check)
