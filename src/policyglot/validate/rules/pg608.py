"""Tokens stand once.

What: No token is repeated, with or without another suffix.
Why: Repetition says nothing; with another suffix it contradicts itself.
Fix: Remove the one that is not meant.
Source: P3P 1.0, section 4.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.compact_parser import CompactHeader
from policyglot.validate.rule import Problem, Rule


def _check(header: CompactHeader) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for token in header.tokens:
        if token.is_known and token.name in seen:
            message = f"{token.text} stands beside {seen[token.name]}"
            yield Problem(message=message, hint="keep one of them", line=1, column=token.offset + 1)
        seen.setdefault(token.name, token.text)


RULE: Rule[CompactHeader] = Rule(id="PG608", name="tokens-are-said-once", severity=Severity.WARNING, check=_check)
