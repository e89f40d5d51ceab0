"""A slash alone is one page.

What: An INCLUDE is not / alone, where the site is meant.
Why: / matches the root page only.
Fix: Write /*.
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
        wide = any("*" in pattern.text for pattern in reference.includes)
        for pattern in reference.includes:
            if pattern.text == "/" and not wide:
                message = "“/” matches the root page only, not the site"
                yield at(file, pattern.element, message, hint="write <INCLUDE>/*</INCLUDE>")


RULE: Rule[PublishedFile] = Rule(
    id="PG705", name="slash-is-one-page", severity=Severity.WARNING, check=_check, needs=frozenset({"INCLUDE"})
)
