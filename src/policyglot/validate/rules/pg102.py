"""The controller can be reached.

What: The policy gives an e-mail address, a telephone number, a postal address or a form.
Why: A right that nobody can be asked for is none, and P3P's ENTITY demands one contact field.
Fix: Give an address that is read, at best an e-mail address for privacy questions.
Source: GDPR, Article 13(1)(a) and (b); P3P 1.0, section 3.2.5 (ENTITY).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.model import ContactKind
from policyglot.validate.rule import Problem, Rule, Subject


def _check(subject: Subject) -> Iterator[Problem]:
    policy = subject.policy
    # A pointer ("contact us") is no address.
    contacts = [c for c in policy.controller.contacts if c.kind is not ContactKind.POINTER] if policy.controller else []
    parts = policy.controller.parts if policy.controller else ()
    if not (contacts or any(key.startswith("contact-info.") for key, _ in parts)):
        yield Problem(
            message="no way to reach the organisation is given",
            hint="give an e-mail address, telephone number or postal address, or answer controller.email",
        )


RULE: Rule[Subject] = Rule(id="PG102", name="controller-can-be-reached", severity=Severity.WARNING, check=_check)
