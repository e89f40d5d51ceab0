"""Tokens are separated by one space.

What: One space stands between tokens, and none before the first or after the last.
Why: The grammar has nothing else. Most agents did not mind.
Fix: Remove the blanks that are too many.
Source: P3P 1.0, section 4.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.compact_parser import CompactHeader, FaultKind
from policyglot.validate.rule import Problem, Rule


def _check(header: CompactHeader) -> Iterator[Problem]:
    for fault in header.faults:
        if fault.kind is FaultKind.BLANKS:
            hint = "one space between tokens, none at the ends"
            yield Problem(message="too many blanks in CP", hint=hint, line=1, column=fault.offset + 1)


RULE: Rule[CompactHeader] = Rule(
    id="PG604",
    name="tokens-are-separated-by-one-space",
    severity=Severity.ERROR,
    check=_check,
    tolerant=Severity.WARNING,
)
