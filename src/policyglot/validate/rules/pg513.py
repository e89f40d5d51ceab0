"""The lifetime is neither useless nor endless.

What: max-age is at least a day and at most a year.
Why: Shorter lifetimes are not allowed to be relied upon; for longer ones the site is bound by a
    policy that it may have left long ago.
Fix: Write a lifetime between 86400 (a day) and 31536000 (a year) seconds.
Source: P3P 1.0, section 2.3.2.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile, expiries
from policyglot.formats.p3p.times import MAX_AGE
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule

DAY, YEAR = 86_400, 31_536_000


def _check(file: PublishedFile) -> Iterator[Problem]:
    for expiry in expiries(file):
        seconds = int(expiry.max_age) if expiry.max_age and MAX_AGE.fullmatch(expiry.max_age) else DAY
        if seconds < DAY:
            yield at(file, expiry.element, f"max-age of {seconds} s is shorter than a day", hint="write 86400 or more")
        elif seconds > YEAR:
            yield at(file, expiry.element, f"max-age of {seconds} s is longer than a year", hint="write less")


RULE: Rule[PublishedFile] = Rule(
    id="PG513", name="lifetime-is-sensible", severity=Severity.WARNING, check=_check, needs=frozenset({"EXPIRY"})
)
