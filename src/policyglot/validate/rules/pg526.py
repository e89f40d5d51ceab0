"""Values are said once.

What: No purpose, recipient, category or remedy stands twice in one element.
Why: Repetition says nothing, and where required differs it contradicts itself: agents take what
    protects less.
Fix: Remove the one that is not meant.
Source: P3P 1.0, section 3.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for policy in file.policies:
        groups = [d.remedies for d in policy.disputes]
        for statement in policy.statements:
            groups += [statement.purposes, statement.recipients, *(d.categories or () for d in statement.data)]
        for group in groups:
            seen: dict[str, str] = {}
            for value in group:
                required = value.required or "always"
                if value.name in seen:
                    also = "" if seen[value.name] == required else f", as {seen[value.name]} and as {required}"
                    yield at(file, value.element, f"<{value.name}> stands twice{also}", hint="remove one of them")
                seen[value.name] = required


RULE: Rule[PublishedFile] = Rule(
    id="PG526", name="values-are-said-once", severity=Severity.WARNING, check=_check, needs=frozenset({"POLICY"})
)
