"""Reference files are where the site says.

What: The reference files that the P3P header and links of the page name are there. That the well-known
    place has none, where others do, is a note.
Why: Agents that find nothing take the site for one without a policy. The well-known place is the only
    one that they can look at before they ask for a page.
Fix: Put the file there, or name the right place; publish it as /w3c/p3p.xml too.
Source: P3P 1.0, sections 2.2.1, 2.2.2 and 2.2.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule
from policyglot.validate.visit import Visit


def _check(visit: Visit) -> Iterator[Problem]:
    has_other = any(not found.is_absent and found.attempt.is_there for found in visit.references)
    for found in visit.references:
        place = found.attempt.url
        if found.is_absent and has_other:
            message = "the well-known place has no reference file"
            yield Problem(message=message, hint="publish it there too", source=place, severity=Severity.NOTE)
        elif not found.is_absent and not found.attempt.is_there:
            hint = found.attempt.advice or "put the file there, or name the right place"
            message = f"{found.way} names a reference file that is not there: {found.attempt.reason}"
            yield Problem(message=message, hint=hint, source=place)


RULE: Rule[Visit] = Rule(id="PG803", name="reference-files-answer", severity=Severity.ERROR, check=_check)
