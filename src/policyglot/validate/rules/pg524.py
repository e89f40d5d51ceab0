"""Fixed categories are not changed.

What: A DATA of an element with fixed categories gives no others.
Why: Agents take the categories from the schema and ignore what the policy adds.
Fix: Remove CATEGORIES; for data beyond the element, add #dynamic.miscdata with them.
Source: P3P 1.0, section 5.7.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.formats.p3p.references import Target, resolve
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for statement in file.statements:
        for data in statement.data:
            found = resolve(data.reference, base=data.base, file=file)
            added = [v.name for v in data.categories or () if v.name not in found.categories]
            if found.target is Target.BASE and not found.is_variable and added:
                message = f"the categories of {data.reference} are fixed: {', '.join(added)} cannot be added"
                yield at(file, data.element, message, hint="remove CATEGORIES, or use #dynamic.miscdata")


RULE: Rule[PublishedFile] = Rule(
    id="PG524", name="fixed-categories-stay", severity=Severity.WARNING, check=_check, needs=frozenset({"CATEGORIES"})
)
