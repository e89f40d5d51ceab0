"""There is one answer to automated decisions.

What: The policy does not say both that machines decide about people and that they do not.
Why: Where the GDPR holds, the two have different consequences: a right to a person's review, or
    none needed.
Fix: Name the decisions that are meant, or take one of the sentences away.
Source: GDPR, Articles 13(2)(f) and 22.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.model import Assertion
from policyglot.validate.contradictions import severity_of
from policyglot.validate.evidence import first_span, quoted
from policyglot.validate.rule import Problem, Rule, Subject


def _check(subject: Subject) -> Iterator[Problem]:
    stated = {d.concept: d for d in subject.policy.decisions if d.assertion is Assertion.STATED}
    for number, decision in enumerate(subject.policy.decisions):
        if decision.assertion is Assertion.DENIED and decision.concept in stated:
            yield Problem(
                message="says that there are automated decisions and that there are none: "
                f"{quoted(stated[decision.concept].evidence)} against {quoted(decision.evidence)}",
                hint="name the decisions that are meant",
                span=first_span(decision.evidence),
                pointer=f"decisions/{number}",
                severity=severity_of(stated[decision.concept].confidence, decision.confidence),
            )


RULE: Rule[Subject] = Rule(
    id="PG207", name="one-answer-to-automated-decisions", severity=Severity.WARNING, check=_check
)
