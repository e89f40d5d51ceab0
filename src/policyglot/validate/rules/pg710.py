"""Methods are HTTP methods.

What: A METHOD is one HTTP method in capitals.
Why: Methods are compared letter by letter: get never matches GET.
Fix: Write one METHOD for each: <METHOD>GET</METHOD>.
Source: P3P 1.0, section 2.3.2.6; RFC 7231, section 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule

# Methods are tokens; those that exist are in capitals.
METHOD = re.compile(r"[A-Z][A-Z-]*")


def _check(file: PublishedFile) -> Iterator[Problem]:
    for reference in file.reference.references if file.reference else ():
        for method in reference.methods:
            if not METHOD.fullmatch(method):
                message = f"“{method}” is no HTTP method"
                hint = "write one method in capitals, <METHOD>GET</METHOD>"
                yield at(file, reference.element, message, hint=hint)


RULE: Rule[PublishedFile] = Rule(
    id="PG710", name="methods-exist", severity=Severity.WARNING, check=_check, needs=frozenset({"METHOD"})
)
