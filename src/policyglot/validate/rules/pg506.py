"""ENTITY says how the organisation is reached.

What: ENTITY has at least one contact (postal, telephone, e-mail or web address) that is not
    empty.
Why: People must be able to ask.
Fix: Add, for example, <DATA ref="#business.contact-info.online.email">…</DATA>.
Source: P3P 1.0, section 3.2.4.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for policy in file.policies:
        contacts = [d for d in policy.entity_data if d.reference.startswith("#business.contact-info") and d.text]
        if policy.entity is not None and not contacts:
            hint = 'add <DATA ref="#business.contact-info.online.email">…</DATA>, or another contact'
            yield at(file, policy.entity, "ENTITY has no contact", hint=hint)


RULE: Rule[PublishedFile] = Rule(
    id="PG506", name="entity-can-be-reached", severity=Severity.ERROR, check=_check, needs=frozenset({"ENTITY"})
)
