"""A reviewed practice is what the words are read as.

What: What a decision of the corrections file is about is still read from its words.
Why: An edit nearby, or other weights, may change what is read from the same words. The decision is
    then about nothing that is there, and what is read now nobody has reviewed.
Fix: Decide about what is read now; `policyglot review --corrections FILE` lists it.
Source: docs/corrections.md, “What a decision is bound to”.
"""

from __future__ import annotations

from collections.abc import Sequence

from policyglot.corrections.decision import Reason, Unapplied
from policyglot.findings import Severity
from policyglot.validate.corrections import problems_of
from policyglot.validate.rule import Rule

RULE: Rule[Sequence[Unapplied]] = Rule(
    id="PG311",
    name="reviewed-practice-is-read",
    severity=Severity.WARNING,
    check=problems_of(
        {
            Reason.NOT_EXTRACTED: (
                "the {kind} that was {done} is no longer read from its words: {quote}",
                "decide about what is read from them now",
            )
        }
    ),
)
