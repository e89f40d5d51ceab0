"""Children are not both refused and served.

What: A policy that says it takes no data from children states no practice that is limited to
    children.
Why: Laws on children's data ask for a parent's consent; a policy that says both leaves a parent
    without an answer.
Fix: Say which ages are meant, and that a parent's consent comes first where data of children are
    taken.
Source: COPPA Rule, 16 CFR 312.4; GDPR, Article 8.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.model import Practice
from policyglot.validate.evidence import first_span, quoted
from policyglot.validate.rule import Problem, Rule, Subject
from policyglot.vocabulary import iri, load_vocabulary


def _check(subject: Subject) -> Iterator[Problem]:
    policy, vocabulary = subject.policy, load_vocabulary()
    child = iri("dpv:Child")

    def of_children(practice: Practice) -> bool:
        return any(vocabulary.is_a(audience, child) for audience in practice.audiences)

    refused = next((p for p in policy.denied if of_children(p) and not p.condition), None)
    served = next((p for p in policy.stated if of_children(p) and not p.condition and not p.choices), None)
    if refused is not None and served is not None:
        yield Problem(
            message="says that it takes no data from children and that it does: "
            f"{quoted(refused.evidence)} against {quoted(served.evidence)}",
            hint="say which ages are meant, and whether a parent agrees first",
            span=first_span(served.evidence),
            pointer=f"practices/{policy.practices.index(served)}",
        )


RULE: Rule[Subject] = Rule(
    id="PG205", name="children-are-not-both-refused-and-served", severity=Severity.WARNING, check=_check
)
