"""File and prose offer the same choices.

What: A purpose or recipient that both know can be refused (opt-out), needs consent (opt-in) or neither,
    in both alike. Where a side says several things, the least protective counts.
Why: Agents tell people what they can refuse by `required`; the prose tells them how.
Fix: Write the `required` that the prose grants, or grant in the prose what the file promises.
Source: P3P 1.0, sections 3.3.4 and 3.3.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.against import Comparison, cited, label, located, required_in
from policyglot.validate.evidence import quoted
from policyglot.validate.rule import Problem, Rule


def _check(comparison: Comparison) -> Iterator[Problem]:
    stated = required_in(comparison.statements)
    for key, (said, claim) in required_in(comparison.declarations).items():
        if key not in stated or stated[key][0] == said:
            continue
        other, words = stated[key]
        message = (
            f"declares the {label(claim)} as {said}, {quoted(claim.evidence)}; the prose comes to {other}: "
            f"{cited(words.evidence, comparison.stated)}"
        )
        yield located(
            claim.evidence, comparison.declared, message, hint=f'write required="{other}", or change the prose'
        )


RULE: Rule[Comparison] = Rule(id="PG904", name="choices-agree", severity=Severity.WARNING, check=_check)
