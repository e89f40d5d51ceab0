"""The policy is no test.

What: A published policy has no TEST.
Why: Agents must ignore a policy that has it.
Fix: Remove <TEST/> when the policy is ready.
Source: P3P 1.0, section 3.2.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for policy in (p for p in file.policies if p.is_test):
        yield at(file, policy.element, "TEST: agents must ignore this policy", hint="remove <TEST/> when it is ready")


RULE: Rule[PublishedFile] = Rule(
    id="PG518", name="policy-is-no-test", severity=Severity.WARNING, check=_check, needs=frozenset({"TEST"})
)
