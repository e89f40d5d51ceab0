"""Cookie patterns are attributes.

What: COOKIE-INCLUDE and COOKIE-EXCLUDE say what they match in name, value, domain and path, not
    as text.
Why: Only the Candidate Recommendation wrote them as text. An agent of the Recommendation sees
    none of it, and takes the pattern for one that matches every cookie.
Fix: Write <COOKIE-INCLUDE name="id" domain="*" path="/"/>.
Source: P3P 1.0, section 2.3.2.7.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for reference in file.reference.references if file.reference else ():
        for pattern in (*reference.cookie_includes, *reference.cookie_excludes):
            if pattern.text:
                message = f"“{pattern.text}” is written as text"
                yield at(file, pattern.element, message, hint='write name="…" domain="…" path="…"')


RULE: Rule[PublishedFile] = Rule(
    id="PG711",
    name="cookie-patterns-are-attributes",
    severity=Severity.WARNING,
    check=_check,
    needs=frozenset({"COOKIE-INCLUDE", "COOKIE-EXCLUDE"}),
)
