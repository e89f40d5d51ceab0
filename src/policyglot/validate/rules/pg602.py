"""Suffixes stand where they mean something.

What: Only purposes other than CUR, and recipients other than OUR, have a suffix: a, i or o.
Why: Nothing else can be opted in to or out of. IBM's editor wrote CURa, and agents read it.
Fix: Write the token without the suffix.
Source: P3P 1.0, section 4.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.compact_parser import CompactHeader
from policyglot.formats.p3p.terms import PURPOSES, RECIPIENTS
from policyglot.validate.rule import Problem, Rule


def _check(header: CompactHeader) -> Iterator[Problem]:
    for token in header.tokens:
        scheme = token.term.scheme if token.term else None
        if not token.suffix or (scheme in (PURPOSES, RECIPIENTS) and token.name not in ("CUR", "OUR")):
            continue
        forgiven = Severity.WARNING if token.name in ("CUR", "OUR") else None
        yield Problem(
            message=f"{token.name} takes no suffix, but {token.text} has one",
            hint=f"write {token.name}",
            line=1,
            column=token.offset + 1,
            tolerant=forgiven,
        )


RULE: Rule[CompactHeader] = Rule(id="PG602", name="suffixes-only-where-allowed", severity=Severity.ERROR, check=_check)
