"""Purpose, recipient, retention and category are said.

What: Without NID, a compact policy has at least one token each for purpose, recipient, retention
    and category.
Why: Every statement of a full policy has all four. The string of a much copied article, CAO PSA
    OUR, has two.
Fix: Add what is missing.
Source: P3P 1.0, section 4.2; W3C P3P Validator, 20 May 2002 (NID).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.compact_parser import CompactHeader
from policyglot.formats.p3p.terms import CATEGORIES, PURPOSES, RECIPIENTS, RETENTIONS
from policyglot.validate.rule import Problem, Rule

GROUPS = {
    PURPOSES: ("purpose", "CUR"),
    RECIPIENTS: ("recipient", "OUR"),
    RETENTIONS: ("retention", "STP"),
    CATEGORIES: ("category", "UNI"),
}


def _check(header: CompactHeader) -> Iterator[Problem]:
    if header.compact is None or any(token.name == "NID" for token in header.tokens):
        return
    schemes = {token.term.scheme for token in header.tokens if token.term}
    for scheme, (name, example) in GROUPS.items():
        if scheme not in schemes:
            yield Problem(message=f"no {name} token", hint=f"add one, such as {example}", line=1)


RULE: Rule[CompactHeader] = Rule(id="PG606", name="mandatory-groups-are-there", severity=Severity.ERROR, check=_check)
