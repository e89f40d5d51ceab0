"""Checks compact policies: the value of a `P3P:` header."""

from __future__ import annotations

from policyglot.findings import Finding
from policyglot.formats.p3p.compact_parser import parse_header
from policyglot.validate.engine import rules_of, run
from policyglot.validate.rule import Profile


def check(content: bytes, source: str, *, profile: Profile) -> tuple[Finding, ...]:
    """Check one header.

    Args:
        content: The header line or its value; one line.
        source: Name for the findings' locations; columns count from the start of the content.
        profile: "strict" for the grammar; "tolerant" forgives the suffix that IBM's editor wrote on
            CUR and OUR.

    Returns:
        The findings, by rule.
    """
    return check_header(content.decode("latin-1").rstrip("\r\n"), source, profile=profile)


def check_header(header: str, source: str = "header", *, profile: Profile = "strict") -> tuple[Finding, ...]:
    """Check one header that is text already; see `check`."""
    return run(rules_of("PG6"), parse_header(header), source=source, profile=profile)
