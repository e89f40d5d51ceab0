"""Every POLICY-REF can be reached.

What: No POLICY-REF stands below one that already matches all its pages.
Why: The first that matches counts, so the later one never holds.
Fix: Put the specific before the general.
Source: P3P 1.0, section 2.3.2.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.patterns import swallows
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    earlier: list[str] = []
    for reference in file.reference.references if file.reference else ():
        patterns = [pattern.text for pattern in reference.includes]
        swallowed = patterns and all(any(swallows(wide, p) for wide in earlier) for p in patterns)
        if swallowed and not reference.cookie_includes:
            message = f"“{reference.about}” never holds: an earlier POLICY-REF matches all its pages"
            yield at(file, reference.element, message, hint="put the specific before the general")
        if not reference.excludes and not reference.methods:
            earlier += patterns


RULE: Rule[PublishedFile] = Rule(
    id="PG709",
    name="references-can-be-reached",
    severity=Severity.WARNING,
    check=_check,
    needs=frozenset({"POLICY-REF"}),
)
