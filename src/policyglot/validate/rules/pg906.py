"""File and prose grant the same access.

What: The ACCESS of a P3P file is what the rights stated in the prose come to.
Why: People cannot ask for what the prose does not grant, and do not ask for what the file hides.
Fix: State the right in the prose, or declare the ACCESS that it comes to.
Source: P3P 1.0, section 3.2.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.against import Comparison, cited, label, located
from policyglot.validate.claims import Aspect
from policyglot.validate.rule import Problem, Rule

# What a file declares where nobody can see anything.
_NO_ACCESS = ("none", "nonident")


def _check(comparison: Comparison) -> Iterator[Problem]:
    declared = [claim for claim in comparison.declarations if claim.aspect is Aspect.ACCESS]
    stated = [claim for claim in comparison.statements if claim.aspect is Aspect.ACCESS]
    for claim in declared:
        if claim.value in _NO_ACCESS and not stated:
            continue
        if all(claim.value != other.value for other in stated):
            said = "; ".join(f"{label(other)}: {cited(other.evidence, comparison.stated)}" for other in stated)
            message = f"declares the {label(claim)}; the prose " + (f"comes to {said}" if said else "grants none")
            yield located(claim.evidence, comparison.declared, message, hint="let file and prose grant the same access")


RULE: Rule[Comparison] = Rule(id="PG906", name="access-agrees", severity=Severity.WARNING, check=_check)
