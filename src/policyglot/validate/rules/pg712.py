"""A reference file refers to something.

What: A reference file has a POLICY-REF.
Why: Without any it says that no policy holds yet, and tells agents to come back.
Fix: Add a POLICY-REF, or leave it so while there is no policy.
Source: P3P 1.0, section 2.3.2.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    if file.reference is not None and not file.reference.references:
        message = "no POLICY-REF: no policy holds on this site"
        yield at(file, file.reference.element, message, hint="add <POLICY-REF>")


RULE: Rule[PublishedFile] = Rule(
    id="PG712", name="references-are-there", severity=Severity.NOTE, check=_check, needs=frozenset({"META"})
)
