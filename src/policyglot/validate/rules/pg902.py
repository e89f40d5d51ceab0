"""What the prose states is declared in the file.

What: Every data category, purpose and recipient that the prose states is found in the published file.
Why: A policy must not understate: agents decide by the file alone.
Fix: Declare it; `policyglot generate` writes a file that does.
Source: P3P 1.0, section 3.3 (every use needs a STATEMENT).
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
    # What the file denies is told by PG903.
    denied = {(found.claim.aspect, found.claim.value) for found in comparison.denied_by_file}
    claims = tuple(c for c in comparison.statements if c.aspect not in _ELSEWHERE and (c.aspect, c.value) not in denied)
    for claim, count in missing(claims, comparison.declarations, comparison.level):
        more = f" and {count - 1} more" if count > 1 else ""
        message = (
            f"states the {label(claim)}, {quoted(claim.evidence)}{more}, "
            f"which {comparison.declared.source} does not declare"
        )
        yield located(claim.evidence, comparison.stated, message, hint="declare it in the file")


RULE: Rule[Comparison] = Rule(id="PG902", name="stated-is-declared", severity=Severity.WARNING, check=_check)
