"""EXPIRY says one thing, and readably.

What: EXPIRY has either max-age, a whole number of seconds, or date, an HTTP date in GMT; not
    both, not neither.
Why: An agent that cannot read it falls back to a day, whatever was meant.
Fix: Write <EXPIRY max-age="86400"/>, or date="Fri, 09 Oct 2015 04:12:27 GMT".
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
        if (expiry.max_age is None) == (expiry.date is None):
            both = "both max-age and date" if expiry.date is not None else "neither max-age nor date"
            yield at(file, expiry.element, f"EXPIRY has {both}", hint='write <EXPIRY max-age="86400"/>')
        if expiry.date is not None and read_http_date(expiry.date) is None:
            hint = "write it like “Fri, 09 Oct 2015 04:12:27 GMT”"
            yield at(file, expiry.element, f"“{expiry.date}” is no HTTP date in GMT", hint=hint)


RULE: Rule[PublishedFile] = Rule(
    id="PG511", name="expiry-is-readable", severity=Severity.ERROR, check=_check, needs=frozenset({"EXPIRY"})
)
