"""Tokens agree.

What: NID and NOI do not stand beside contact, financial or government data, nor NID beside
    purposes that need a known person.
Why: NID says that nobody can be identified, NOI that there are no identified data.
Fix: Remove NID or choose another access token.
Source: P3P 1.0, section 4; CMU-CyLab-10-014 (conflicting tokens).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.compact_parser import CompactHeader
from policyglot.validate.rule import Problem, Rule

# Contact, financial and government data; analysis of and decisions about known people; calls.
IDENTIFYING = frozenset({"PHY", "ONL", "FIN", "GOV", "IVA", "IVD", "TEL"})


def _check(header: CompactHeader) -> Iterator[Problem]:
    names = {token.name for token in header.tokens}
    identified = sorted(names & IDENTIFYING)
    for claim in ("NID", "NOI"):
        if claim in names and identified:
            message = f"{claim} says that nobody is identified, but {', '.join(identified)} do"
            yield Problem(message=message, hint=f"remove {claim}, or what identifies people", line=1)


RULE: Rule[CompactHeader] = Rule(id="PG609", name="tokens-do-not-contradict", severity=Severity.WARNING, check=_check)
