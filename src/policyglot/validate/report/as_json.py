"""Findings as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from policyglot.findings import Finding, Severity

# Raised when a key changes its meaning or goes away; a new key does not raise it.
VERSION = 1


def render_json(findings: Sequence[Finding]) -> str:
    """Return findings as a JSON object, indented, keys in a fixed order.

    Its keys: `version` (1), `summary` (severity to count) and `findings`, a list of objects
    with `rule`, `severity`, `message`, `hint`, `source`, `line`, `column`, `pointer` and `span`
    (a pair of code point offsets, half-open); what is unknown is null.
    """
    report = {
        "version": VERSION,
        "summary": {s.value: sum(f.severity is s for f in findings) for s in Severity},
        "findings": [_finding(finding) for finding in findings],
    }
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding) -> dict[str, object]:
    location = finding.location
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "hint": finding.hint,
        "source": location.source,
        "line": location.line,
        "column": location.column,
        "pointer": location.pointer,
        "span": list(location.span) if location.span else None,
    }
