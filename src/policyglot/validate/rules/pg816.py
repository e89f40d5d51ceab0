"""Everything is looked at.

What: The site names no more addresses than one visit follows.
Why: What was not fetched was not checked.
Fix: Give the policy files one by one.
Source: our own limit.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule
from policyglot.validate.visit import MAX_FETCHES, Visit


def _check(visit: Visit) -> Iterator[Problem]:
    if visit.is_cut:
        message = f"more than {MAX_FETCHES} addresses: the rest was not looked at"
        yield Problem(message=message, hint="give the other files one by one", source=visit.page.place)


RULE: Rule[Visit] = Rule(id="PG816", name="everything-is-looked-at", severity=Severity.NOTE, check=_check)
