"""The header is put together as it should be.

What: Directives are name="value" pairs, values in double quotes, joined by commas; each stands
    once.
Why: What an agent cannot take apart it does not read: without the comma many saw no CP at all.
Fix: Write P3P: policyref="/w3c/p3p.xml", CP="…".
Source: P3P 1.0, section 2.2.2; RFC 2616, section 2.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.compact_parser import CompactHeader, FaultKind
from policyglot.validate.rule import Problem, Rule

MESSAGES = {
    FaultKind.NO_COMMA: ("no comma between two directives, near “{}”", "write a comma between policyref and CP"),
    FaultKind.NO_QUOTES: ("the value of “{}” is not in double quotes", 'write CP="…"'),
    FaultKind.STRAY: ("“{}” is no directive", "remove it"),
    FaultKind.REPEATED: ("{} stands twice", "keep one of them"),
    FaultKind.TOO_LONG: ("the header is too long: {}", "a compact policy with every token has 300"),
}


def _check(header: CompactHeader) -> Iterator[Problem]:
    for fault in header.faults:
        if fault.kind in MESSAGES:
            message, hint = MESSAGES[fault.kind]
            yield Problem(message=message.format(fault.text[:40]), hint=hint, line=1, column=fault.offset + 1)


RULE: Rule[CompactHeader] = Rule(id="PG603", name="header-is-well-formed", severity=Severity.ERROR, check=_check)
