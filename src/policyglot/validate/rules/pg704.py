"""Patterns are local.

What: INCLUDE and EXCLUDE begin with a slash and have neither host, blanks nor backslash.
Why: They are compared with the path on the host that refers to the file: nothing else ever
    matches.
Fix: Write /* for the whole site.
Source: P3P 1.0, section 2.3.2.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.patterns import is_local_pattern
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for reference in file.reference.references if file.reference else ():
        for pattern in (*reference.includes, *reference.excludes):
            if not is_local_pattern(pattern.text):
                message = f"“{pattern.text}” matches nothing: it is no local URI"
                yield at(file, pattern.element, message, hint="begin it with a slash; /* is the whole site")


RULE: Rule[PublishedFile] = Rule(
    id="PG704",
    name="patterns-are-local",
    severity=Severity.ERROR,
    check=_check,
    needs=frozenset({"INCLUDE", "EXCLUDE"}),
)
