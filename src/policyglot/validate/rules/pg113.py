"""A choice says how it is made.

What: Where the policy offers to opt in or out, it says how: a link, an address, a setting.
Why: A choice without a way to make it is none; P3P demands opturi for it.
Fix: Name the link, address or setting beside the offer.
Source: P3P 1.0, section 3.2.2 (opturi); California Civil Code, section 1798.135(a).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.evidence import first_span, quoted
from policyglot.validate.rule import Problem, Rule, Subject
from policyglot.vocabulary import iri, load_vocabulary


def _check(subject: Subject) -> Iterator[Problem]:
    policy, vocabulary = subject.policy, load_vocabulary()
    opt_out = iri("dpv:OptingOutFromProcess")
    if policy.choice_url is not None or any(provision.means for provision in policy.choices):
        return
    for number, practice in enumerate(policy.stated):
        if any(choice.means for choice in practice.choices):
            return
        for choice in practice.choices:
            if vocabulary.is_a(choice.kind, opt_out):
                yield Problem(
                    message=f"an opt-out is offered and nothing says how: {quoted(choice.evidence)}",
                    hint="name the link, address or setting, or answer choice_url",
                    span=first_span(choice.evidence),
                    pointer=f"practices/{number}",
                )
                return


RULE: Rule[Subject] = Rule(id="PG113", name="choice-says-how", severity=Severity.WARNING, check=_check)
