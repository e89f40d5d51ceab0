"""about names a policy.

What: The about of a POLICY-REF has a fragment, the name of a POLICY.
Why: A policy file can hold several policies; without the fragment none is named. Agents took the
    only one there was.
Fix: Write about="/w3c/policy.xml#name".
Source: P3P 1.0, section 2.3.2.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for reference in file.reference.references if file.reference else ():
        if reference.about and not reference.about.partition("#")[2]:
            hint = f'write about="{reference.about.removesuffix("#")}#…" with the name of the POLICY'
            yield at(file, reference.element, f"“{reference.about}” names no policy", hint=hint)


RULE: Rule[PublishedFile] = Rule(
    id="PG702",
    name="about-names-a-policy",
    severity=Severity.ERROR,
    check=_check,
    tolerant=Severity.WARNING,
    needs=frozenset({"POLICY-REF"}),
)
