"""Recipients are stated or denied.

What: The policy says who receives data, or that nobody does.
Why: The recipients, or their kinds, are a duty of Article 13; silence is not “nobody”.
Fix: Name the companies, or the kinds of companies, that receive data, or say that none do.
Source: GDPR, Article 13(1)(e); P3P 1.0, section 3.3.5 (RECIPIENT).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule, Subject
from policyglot.vocabulary import load_vocabulary


def _check(subject: Subject) -> Iterator[Problem]:
    policy, vocabulary = subject.policy, load_vocabulary()
    if not policy.practices or any(practice.recipients for practice in policy.practices):
        return
    shared = vocabulary["pg:statement-share"].matches.get("narrowMatch", ())
    operations = {operation for practice in policy.practices for operation in practice.processing}
    if not any(vocabulary.is_a(operation, share) for operation in operations for share in shared):
        yield Problem(
            message="nothing is said about who else receives data",
            hint="name those who receive data, or their kinds, or say that nobody does",
        )


RULE: Rule[Subject] = Rule(id="PG107", name="recipients-are-stated", severity=Severity.WARNING, check=_check)
