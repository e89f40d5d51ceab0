"""Data without a fixed category say theirs.

What: A DATA that refers to an element without fixed categories (dynamic.cookies,
    dynamic.miscdata, elements of one's own without categories) has CATEGORIES.
Why: Otherwise the policy does not say what it collects.
Fix: Add <CATEGORIES> with what the data are: <state/> and <uniqueid/> for a cookie that
    recognises people.
Source: P3P 1.0, section 3.3.7 and 5.7.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.formats.p3p.references import resolve
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for statement in file.statements:
        for data in statement.data:
            found = resolve(data.reference, base=data.base, file=file)
            if found.is_variable and not data.categories:
                message = f"{data.reference} has no fixed category, and none is given"
                yield at(file, data.element, message, hint="add <CATEGORIES> with what the data are")


RULE: Rule[PublishedFile] = Rule(
    id="PG508", name="variable-data-have-categories", severity=Severity.ERROR, check=_check, needs=frozenset({"DATA"})
)
