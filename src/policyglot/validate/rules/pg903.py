"""Nothing is declared that the other side denies.

What: What the file declares is not denied by the prose, and what the prose states is not denied by the
    file. Denials with a condition do not count, nor do those of something narrower.
Why: One of the two is untrue.
Fix: Find out what is done, and mend the one that says otherwise.
Source: P3P 1.0, section 1.1 (policies must be accurate); FTC Act, section 5 (deceptive practices).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.against import Comparison, cited, label, located
from policyglot.validate.evidence import quoted
from policyglot.validate.rule import Problem, Rule


def _check(comparison: Comparison) -> Iterator[Problem]:
    declared, stated = comparison.declared, comparison.stated
    pairs = (
        (declared, stated, comparison.denied_by_prose, "declares"),
        (stated, declared, comparison.denied_by_file, "states"),
    )
    for claiming, denying, contradicted, verb in pairs:
        for found in contradicted:
            message = (
                f"{verb} the {label(found.claim)}, {quoted(found.claim.evidence)}, "
                f"which is denied: {cited(found.denied.evidence, denying)}"
            )
            yield located(found.claim.evidence, claiming, message, hint="find out which is true, and mend the other")


RULE: Rule[Comparison] = Rule(id="PG903", name="nothing-declared-is-denied", severity=Severity.ERROR, check=_check)
