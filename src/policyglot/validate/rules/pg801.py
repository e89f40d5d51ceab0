"""The page answers.

What: The server has the page that is asked for.
Why: Without it nobody can see its header, its links and its cookies; only the well-known place is left.
Fix: Check the address, and that the server runs.
Source: P3P 1.0, section 2.2; RFC 9110, section 15.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule
from policyglot.validate.visit import Visit


def _check(visit: Visit) -> Iterator[Problem]:
    if not visit.page.is_there:
        hint = visit.page.advice or "check the address, and that the server runs"
        yield Problem(message=f"the page is not there: {visit.page.reason}", hint=hint, source=visit.page.place)


RULE: Rule[Visit] = Rule(id="PG801", name="page-answers", severity=Severity.ERROR, check=_check)
