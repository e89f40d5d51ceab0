"""The site itself gets the data.

What: RECIPIENT has ours.
Why: Without it a statement says that neither the site nor its agents receive the data, which is
    hardly ever meant.
Fix: Add <ours/>.
Source: P3P 1.0, section 3.3.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for statement in file.statements:
        if statement.recipients and all(value.name != "ours" for value in statement.recipients):
            yield at(file, statement.element, "RECIPIENT lacks ours", hint="add <ours/>")


RULE: Rule[PublishedFile] = Rule(
    id="PG522", name="ours-is-a-recipient", severity=Severity.WARNING, check=_check, needs=frozenset({"RECIPIENT"})
)
