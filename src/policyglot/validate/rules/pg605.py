"""One access token.

What: A compact policy has exactly one of NOI, ALL, CAO, IDC, OTI, NON.
Why: A full policy has exactly one ACCESS; several contradict each other.
Fix: Write the one that holds; NON where people cannot see their data.
Source: P3P 1.0, section 4.2.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.compact_parser import CompactHeader
from policyglot.formats.p3p.terms import ACCESS
from policyglot.validate.rule import Problem, Rule

TOKENS = "NOI, ALL, CAO, IDC, OTI, NON"


def _check(header: CompactHeader) -> Iterator[Problem]:
    if header.compact is None:
        return
    found = [token for token in header.tokens if token.term and token.term.scheme == ACCESS]
    if not found:
        yield Problem(message="no access token", hint=f"add one of {TOKENS}", line=1)
    for token in found[1:]:
        message = f"{found[0].name} and {token.name} cannot hold at once"
        yield Problem(message=message, hint="keep one access token", line=1, column=token.offset + 1)


RULE: Rule[CompactHeader] = Rule(id="PG605", name="access-is-said-once", severity=Severity.ERROR, check=_check)
