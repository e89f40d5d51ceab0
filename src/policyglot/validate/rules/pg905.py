"""File and prose keep data as long.

What: Every kind of retention of the file is stated in the prose, and the reverse.
Why: `stated-purpose`, `legal-requirement` and `business-practices` promise a timetable in the prose.
Fix: Say in the prose how long data are kept, and declare the same.
Source: P3P 1.0, section 3.3.6.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.against import Comparison, label, located, missing
from policyglot.validate.claims import Aspect
from policyglot.validate.evidence import quoted
from policyglot.validate.rule import Problem, Rule


def _check(comparison: Comparison) -> Iterator[Problem]:
    sides = (
        (comparison.declared, comparison.declarations, comparison.stated, comparison.statements, "declares"),
        (comparison.stated, comparison.statements, comparison.declared, comparison.declarations, "states"),
    )
    for claiming, claims, silent, others, verb in sides:
        kept = tuple(claim for claim in claims if claim.aspect is Aspect.RETENTION)
        for claim, _ in missing(kept, others, comparison.level):
            message = f"{verb} the {label(claim)}, {quoted(claim.evidence)}, and {silent.source} does not"
            yield located(claim.evidence, claiming, message, hint="let both say how long data are kept")


RULE: Rule[Comparison] = Rule(id="PG905", name="retention-agrees", severity=Severity.WARNING, check=_check)
