"""A timetable can be read.

What: Who keeps data for a stated purpose, as a law requires or under business practices has a
    timetable for destroying them at discuri.
Why: These three values promise one. Whether it is there only a person can see, so this is a
    reminder.
Fix: Say on the page at discuri when which data are destroyed.
Source: P3P 1.0, section 3.3.6.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule

TIMETABLE = frozenset({"stated-purpose", "legal-requirement", "business-practices"})


def _check(file: PublishedFile) -> Iterator[Problem]:
    for policy in file.policies:
        found = {v.name for s in policy.statements for v in s.retentions} & TIMETABLE
        if found:
            message = f"{', '.join(sorted(found))} promise{'s' if len(found) == 1 else ''} a timetable at discuri"
            yield at(file, policy.element, message, hint="say there when which data are destroyed")


RULE: Rule[PublishedFile] = Rule(
    id="PG527", name="timetable-is-published", severity=Severity.NOTE, check=_check, needs=TIMETABLE
)
