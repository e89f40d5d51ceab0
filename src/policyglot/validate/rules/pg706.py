"""Exceptions need a rule.

What: A POLICY-REF with EXCLUDE has INCLUDE, one with COOKIE-EXCLUDE has COOKIE-INCLUDE.
Why: An EXCLUDE only takes something away from the INCLUDE of its own POLICY-REF.
Fix: Add the INCLUDE, or remove the EXCLUDE.
Source: P3P 1.0, section 2.3.2.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for reference in file.reference.references if file.reference else ():
        if reference.excludes and not reference.includes:
            yield at(file, reference.element, "EXCLUDE without INCLUDE says nothing", hint="add INCLUDE")
        if reference.cookie_excludes and not reference.cookie_includes:
            message = "COOKIE-EXCLUDE without COOKIE-INCLUDE says nothing"
            yield at(file, reference.element, message, hint="add COOKIE-INCLUDE")


RULE: Rule[PublishedFile] = Rule(
    id="PG706",
    name="exclude-needs-include",
    severity=Severity.WARNING,
    check=_check,
    needs=frozenset({"EXCLUDE", "COOKIE-EXCLUDE"}),
)
