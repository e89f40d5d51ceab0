"""NON-IDENTIFIABLE data identify nobody.

What: A statement marked NON-IDENTIFIABLE has no data of the categories physical, online,
    uniqueid, financial or government.
Why: The mark says that nobody could find out who the data are about, not even the site.
Fix: Remove the mark, or the data.
Source: P3P 1.0, section 3.3.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.formats.p3p.references import categories_of
from policyglot.validate.identifying import IDENTIFYING
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for statement in (s for s in file.statements if s.is_non_identifiable):
        for data in statement.data:
            found = [name for name in categories_of(data, file) if name in IDENTIFYING]
            if found:
                message = f"a NON-IDENTIFIABLE statement has {data.reference}, which is {', '.join(found)}"
                yield at(file, data.element, message, hint="remove the mark, or the data")


RULE: Rule[PublishedFile] = Rule(
    id="PG515",
    name="non-identifiable-means-anonymous",
    severity=Severity.WARNING,
    check=_check,
    needs=frozenset({"NON-IDENTIFIABLE"}),
)
