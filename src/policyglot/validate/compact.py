"""Checks compact policies: the value of a `P3P:` header."""

from __future__ import annotations

from dataclasses import dataclass

from policyglot.findings import Finding
from policyglot.formats.p3p.compact_parser import CompactHeader, parse_header
from policyglot.model import Policy
from policyglot.validate.engine import rules_of, run
from policyglot.validate.rule import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedCompact:
    """What the rules PG62x look at: a served header and the full policy that stands behind it."""

    header: CompactHeader
    policy: Policy


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
    return run(rules_of("PG60", "PG61"), parse_header(header), source=source, profile=profile)


def check_against_full(
    header: str, policy: Policy, *, source: str = "header", profile: Profile = "strict"
) -> tuple[Finding, ...]:
    """Compare a served header with the full policy that stands behind it.

    Args:
        header: The header line or its value.
        policy: The full policy.
        source: Name for the findings' locations.
        profile: See `check`.

    Returns:
        One finding for each token that only one of them has, or has with another suffix.
    """
    served = ServedCompact(header=parse_header(header), policy=policy)
    return run(rules_of("PG62"), served, source=source, profile=profile)
