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

from collections.abc import Iterator, Sequence

from policyglot.findings import Severity
from policyglot.model import Mention, Practice
from policyglot.validate.contradictions import VAGUE, is_same_place, severity_of
from policyglot.validate.evidence import first_span, quoted
from policyglot.validate.rule import Problem, Rule, Subject
from policyglot.vocabulary import iri, load_vocabulary


def _check(subject: Subject) -> Iterator[Problem]:
    policy, vocabulary = subject.policy, load_vocabulary()
    child, collection = iri("dpv:Child"), vocabulary["pg:statement-collect"].matches.get("narrowMatch", ())

    def is_collection_from_children(practice: Practice) -> bool:
        return (
            not practice.condition
            and any(vocabulary.is_a(audience, child) for audience in practice.audiences)
            and any(vocabulary.is_a(done, operation) for done in practice.processing for operation in collection)
        )

    # "If we learn that we hold data of a child, we delete them" takes no data: it names none in
    # particular, and nothing that they would be for.
    served = [
        practice
        for practice in filter(is_collection_from_children, policy.stated)
        if not practice.choices and _is_particular(practice.data) and _is_particular(practice.purposes)
    ]
    for refused in filter(is_collection_from_children, policy.denied):
        for practice in served:
            if not is_same_place(refused, practice):
                yield Problem(
                    message="says that it takes no data from children and that it does: "
                    f"{quoted(refused.evidence)} against {quoted(practice.evidence)}",
                    hint="say which ages are meant, and whether a parent agrees first",
                    span=first_span(practice.evidence),
                    pointer=f"practices/{policy.practices.index(practice)}",
                    severity=severity_of(refused.confidence, practice.confidence),
                )
                return


def _is_particular(mentions: Sequence[Mention]) -> bool:
    return any(mention.concept not in VAGUE for mention in mentions)


RULE: Rule[Subject] = Rule(
    id="PG205", name="children-are-not-both-refused-and-served", severity=Severity.WARNING, check=_check
)
