"""What is called other is explained.

What: other-purpose and other-category have a text.
Why: Alone they say nothing.
Fix: Write what it is: <other-category>shoe size</other-category>.
Source: P3P 1.0, section 3.3.4 and 3.4.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for statement in file.statements:
        categories = (value for data in statement.data for value in data.categories or ())
        for value in (*statement.purposes, *categories):
            if value.name in ("other-purpose", "other-category") and not value.text:
                yield at(file, value.element, f"<{value.name}> is not explained", hint="write what it is inside it")


RULE: Rule[PublishedFile] = Rule(
    id="PG523",
    name="other-is-explained",
    severity=Severity.WARNING,
    check=_check,
    needs=frozenset({"other-purpose", "other-category"}),
)
