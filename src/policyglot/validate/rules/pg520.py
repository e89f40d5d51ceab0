"""Extensions can be skipped.

What: No EXTENSION has optional="no".
Why: An agent that does not know a mandatory extension must not use the policy at all, and no
    agent knows them all.
Fix: Write optional="yes", or leave the attribute out.
Source: P3P 1.0, section 3.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for extension in (e for e in file.extensions if not e.is_optional):
        message = "agents that do not know this extension must ignore the policy"
        yield at(file, extension.element, message, hint='write optional="yes"')


RULE: Rule[PublishedFile] = Rule(
    id="PG520", name="extensions-are-optional", severity=Severity.WARNING, check=_check, needs=frozenset({"EXTENSION"})
)
