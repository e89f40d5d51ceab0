"""A fixed expiry date ends the file.

What: EXPIRY has no fixed date.
Why: After the date agents must not rely on the file any more, and nobody remembers to move the
    date: most of those that were published lie in the past. Nothing here knows today's date, so
    every fixed date is pointed out.
Fix: Use max-age, or check that the date lies ahead.
Source: P3P 1.0, section 2.3.2.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile, expiries
from policyglot.formats.p3p.times import read_http_date
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for expiry in expiries(file):
        moment = read_http_date(expiry.date) if expiry.date else None
        if moment is not None:
            message = f"the file holds only until {moment.date()}: after that agents must take it as expired"
            yield at(file, expiry.element, message, hint="use max-age, or check that the date lies ahead")


RULE: Rule[PublishedFile] = Rule(
    id="PG512", name="expiry-date-ends-the-file", severity=Severity.WARNING, check=_check, needs=frozenset({"EXPIRY"})
)
