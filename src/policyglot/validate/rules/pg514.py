"""Who says nonident has no identified data.

What: A policy with the access value nonident collects no contact, financial or government data
    and no logins, unless in statements marked NON-IDENTIFIABLE.
Why: nonident says that there is nothing about identified people to give access to.
Fix: Say which data people can see (all, contact-and-other, …) or none, or mark the statement NON-
    IDENTIFIABLE if nobody can be identified by it.
Source: P3P 1.0, section 3.2.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.identifying import is_identifying
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for policy in file.policies:
        if all(value.name != "nonident" for value in policy.access):
            continue
        for statement in (s for s in policy.statements if not s.is_non_identifiable):
            for data in statement.data:
                if is_identifying(data, file):
                    message = f"ACCESS is nonident, but {data.reference} identifies people"
                    yield at(file, data.element, message, hint="choose another access value")


RULE: Rule[PublishedFile] = Rule(
    id="PG514",
    name="nonident-means-no-identified-data",
    severity=Severity.WARNING,
    check=_check,
    needs=frozenset({"nonident"}),
)
