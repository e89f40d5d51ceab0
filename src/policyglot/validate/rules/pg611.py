"""The compact policy is no test.

What: A compact policy that is served has no TST.
Why: Agents must ignore it.
Fix: Remove TST.
Source: P3P 1.0, section 4.2.9.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.compact_parser import CompactHeader
from policyglot.validate.rule import Problem, Rule


def _check(header: CompactHeader) -> Iterator[Problem]:
    for token in header.tokens:
        if token.name == "TST":
            message = "TST: agents must ignore this policy"
            yield Problem(message=message, hint="remove TST", line=1, column=token.offset + 1)


RULE: Rule[CompactHeader] = Rule(id="PG611", name="compact-policy-is-no-test", severity=Severity.WARNING, check=_check)
