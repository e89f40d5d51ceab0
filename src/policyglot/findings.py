"""Findings: what is wrong or noteworthy about a policy or a published file, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters, as in SARIF 2.1.0."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for note, 1 for warning, 2 for error."""
        return (Severity.NOTE, Severity.WARNING, Severity.ERROR).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a finding is.

    Attributes:
        source: Path, URL, or a name such as "standard input" or "header".
        line: 1-based line, or None.
        column: 1-based column in code points, or None.
        pointer: Element path (XML), JSON Pointer, or focus node, or None.
        span: Half-open code point offsets into the text, or None.
    """

    source: str
    line: int | None = None
    column: int | None = None
    pointer: str | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a checker found.

    Attributes:
        rule: Stable id: "PG101", or "xsd/...", "json-schema/...", "shacl/..." for foreign checkers.
        severity: How much it matters.
        message: One sentence, without a full stop at the end.
        location: Where.
        hint: What to write or answer instead, or None.
    """

    rule: str
    severity: Severity
    message: str
    location: Location
    hint: str | None = None


def worst(findings: tuple[Finding, ...] | list[Finding]) -> Severity | None:
    """Return the highest severity among findings, or None where there is none."""
    return max((finding.severity for finding in findings), key=lambda s: s.rank, default=None)
