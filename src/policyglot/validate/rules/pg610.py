"""The header has a compact policy.

What: The header has CP, policyref or both, and policyref is an address.
Why: A header without either says nothing. A server that writes its template's variable sends an
    address that leads nowhere.
Fix: Write P3P: policyref="/w3c/p3p.xml", CP="…".
Source: P3P 1.0, section 2.2.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.compact_parser import CompactHeader, FaultKind
from policyglot.validate.addresses import is_usable
from policyglot.validate.rule import Problem, Rule


def _check(header: CompactHeader) -> Iterator[Problem]:
    if header.compact is None and not any(f.kind is FaultKind.TOO_LONG for f in header.faults):
        severity = None if header.policyref else Severity.ERROR
        yield Problem(message="the header has no compact policy", hint='add CP="…"', line=1, severity=severity)
    if header.policyref is not None and ("$" in header.policyref or not is_usable(header.policyref)):
        message = f"policyref “{header.policyref}” leads nowhere"
        yield Problem(message=message, hint='write policyref="/w3c/p3p.xml"', line=1)


RULE: Rule[CompactHeader] = Rule(
    id="PG610", name="header-has-a-compact-policy", severity=Severity.WARNING, check=_check
)
