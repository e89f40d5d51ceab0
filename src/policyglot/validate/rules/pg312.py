"""Decisions about the same words agree.

What: No two decisions of the corrections file say different things about one practice or provision.
Why: Only one of them can be meant, so that none is applied but the first that could be.
Fix: Take one of them away.
Source: docs/corrections.md, “What a decision is bound to”.
"""

from __future__ import annotations

from collections.abc import Sequence

from policyglot.corrections.decision import Reason, Unapplied
from policyglot.findings import Severity
from policyglot.validate.corrections import problems_of
from policyglot.validate.rule import Rule

RULE: Rule[Sequence[Unapplied]] = Rule(
    id="PG312",
    name="decisions-agree",
    severity=Severity.WARNING,
    check=problems_of(
        {
            Reason.CONTRADICTED: (
                "another decision says otherwise about the {kind} that was {done} here: {quote}",
                "take one of them away",
            )
        }
    ),
)
