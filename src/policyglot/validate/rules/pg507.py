"""Nobody refuses what they asked for.

What: The purpose current and the recipient ours have no attribute required.
Why: They cannot be opted out of: who does not want them does not use the site. Old generators
    wrote the attribute all the same, and agents ignored it.
Fix: Remove required= from the element.
Source: P3P 1.0, section 3.3.4 and 3.3.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.formats.p3p.terms import WITHOUT_REQUIRED
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for statement in file.statements:
        for value in (*statement.purposes, *statement.recipients):
            if value.name in WITHOUT_REQUIRED and value.required is not None:
                yield at(file, value.element, f"<{value.name}> has required=", hint=f"write <{value.name}/>")


RULE: Rule[PublishedFile] = Rule(
    id="PG507",
    name="current-and-ours-cannot-be-refused",
    severity=Severity.ERROR,
    check=_check,
    tolerant=Severity.WARNING,
    needs=frozenset({"PURPOSE", "RECIPIENT"}),
)
