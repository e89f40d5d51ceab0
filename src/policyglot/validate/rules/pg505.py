"""ENTITY says whose policy it is.

What: ENTITY has a #business.name that is not empty.
Why: Without it nobody has made any promise.
Fix: Add <DATA ref="#business.name">…</DATA>.
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
        names = [d for d in policy.entity_data if d.reference == "#business.name" and d.text]
        if policy.entity is not None and not names:
            hint = 'add <DATA ref="#business.name">…</DATA>'
            yield at(file, policy.entity, "ENTITY does not name the organisation", hint=hint)


RULE: Rule[PublishedFile] = Rule(
    id="PG505", name="entity-names-the-business", severity=Severity.ERROR, check=_check, needs=frozenset({"ENTITY"})
)
