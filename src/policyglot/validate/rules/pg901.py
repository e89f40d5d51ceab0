"""What a file declares is stated in the prose.

What: Every data category, purpose and recipient of the published file is found in the prose.
Why: People read the prose, machines the file. What only machines are told, nobody was told.
Fix: Say it in the prose, or take it out of the file.
Source: P3P 1.0, section 3.2.2 (discuri); GDPR, article 13.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.against import Comparison, label, located, missing
from policyglot.validate.claims import Aspect
from policyglot.validate.evidence import quoted
from policyglot.validate.rule import Problem, Rule

# What other rules compare.
_ELSEWHERE = (Aspect.RETENTION, Aspect.ACCESS)


def _check(comparison: Comparison) -> Iterator[Problem]:
    # What the prose denies is told by PG903.
    denied = {(found.claim.aspect, found.claim.value) for found in comparison.denied_by_prose}
    claims = tuple(
        c for c in comparison.declarations if c.aspect not in _ELSEWHERE and (c.aspect, c.value) not in denied
    )
    for claim, count in missing(claims, comparison.statements, comparison.level):
        more = f" and {count - 1} more" if count > 1 else ""
        message = (
            f"declares the {label(claim)}, {quoted(claim.evidence)}{more}, "
            f"of which {comparison.stated.source} says nothing"
        )
        yield located(
            claim.evidence, comparison.declared, message, hint="say it in the prose, or take it out of the file"
        )


RULE: Rule[Comparison] = Rule(id="PG901", name="declared-is-stated", severity=Severity.WARNING, check=_check)
