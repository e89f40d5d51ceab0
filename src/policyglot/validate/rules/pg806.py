"""A policy holds for the page.

What: Some reference file has a POLICY-REF that includes the page.
Why: The site has policies, and none of them speaks of the page that is asked for.
Fix: Add an INCLUDE that matches it; the whole site is <INCLUDE>/*</INCLUDE>.
Source: P3P 1.0, section 2.3.2.1.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule
from policyglot.validate.visit import Visit


def _check(visit: Visit) -> Iterator[Problem]:
    read = [found for found in visit.references if found.file is not None and found.file.reference is not None]
    if read and visit.coverage is None:
        message = f"no policy holds for {visit.page.place}"
        yield Problem(message=message, hint="add an <INCLUDE> that matches it", source=read[0].attempt.place)


RULE: Rule[Visit] = Rule(id="PG806", name="page-is-covered", severity=Severity.WARNING, check=_check)
