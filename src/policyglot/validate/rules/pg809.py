"""Nothing is expired.

What: No `date` of an EXPIRY lies before the moment at which the server sent the page, by its own clock.
Why: Agents must not rely on an expired file. It is as good as none.
Fix: Write a later date, or max-age, which never runs out.
Source: P3P 1.0, section 2.3.2.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from policyglot.findings import Severity
from policyglot.formats.p3p.published import expiries
from policyglot.formats.p3p.times import read_http_date
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule
from policyglot.validate.visit import Visit


def _check(visit: Visit) -> Iterator[Problem]:
    if visit.now is None:
        return
    for found in visit.files:
        file = found.file
        for expiry in expiries(file) if file is not None else ():
            moment = read_http_date(expiry.date) if expiry.date else None
            if file is not None and moment is not None and moment < visit.now:
                message = f"expired on {moment.date()}"
                problem = at(file, expiry.element, message, hint='write <EXPIRY max-age="604800"/>')
                yield replace(problem, source=file.source)


RULE: Rule[Visit] = Rule(id="PG809", name="nothing-is-expired", severity=Severity.ERROR, check=_check)
