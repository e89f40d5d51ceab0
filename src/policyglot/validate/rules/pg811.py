"""Cookies of the page have a policy.

What: Every cookie that the page sets is matched by a COOKIE-INCLUDE, on a site that has reference files.
Why: INCLUDE does not reach cookies. One without a policy is blocked by agents that ask for one.
Fix: Add <COOKIE-INCLUDE name="…" domain="…" path="/"/> to the POLICY-REF.
Source: P3P 1.0, section 2.3.2.7.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule
from policyglot.validate.visit import Visit


def _check(visit: Visit) -> Iterator[Problem]:
    read = [found for found in visit.references if found.file is not None and found.file.reference is not None]
    for cookie in visit.cookies if read else ():
        if cookie.coverage is None:
            yield Problem(
                message=f"the page sets the cookie “{cookie.name[:60]}”, which no policy covers",
                hint="add a COOKIE-INCLUDE that matches it",
                source=visit.page.place,
            )


RULE: Rule[Visit] = Rule(id="PG811", name="cookies-of-the-page-are-covered", severity=Severity.WARNING, check=_check)
