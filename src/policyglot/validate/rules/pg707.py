"""about is a public address.

What: The host of about is neither a placeholder, a private nor a staging host.
Why: Agents of other people cannot fetch it; it is left over from a template or a test.
Fix: Write a path, /w3c/policy.xml#name, that holds on every host.
Source: P3P 1.0, section 2.3.2.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.addresses import is_placeholder
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for reference in file.reference.references if file.reference else ():
        if is_placeholder(reference.about):
            message = f"“{reference.about}” is no public address"
            yield at(file, reference.element, message, hint="write a path: /w3c/policy.xml#name")


RULE: Rule[PublishedFile] = Rule(
    id="PG707", name="about-is-public", severity=Severity.WARNING, check=_check, needs=frozenset({"POLICY-REF"})
)
