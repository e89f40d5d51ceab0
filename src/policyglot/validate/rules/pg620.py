"""The compact policy says what the full one says.

What: A served compact policy has the tokens that the full policy calls for, and no others.
Why: The site is bound by both. Agents that look at the compact policy alone are misled where it
    promises more than the full one; the fixed categories of the data count too.
Fix: Serve what `policyglot convert POLICY.xml --to compact` writes, or correct the full policy.
Source: P3P 1.0, section 4.5 and 4.6.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.compact import compare_compact
from policyglot.validate.compact import ServedCompact
from policyglot.validate.rule import Problem, Rule


def _check(subject: ServedCompact) -> Iterator[Problem]:
    columns = {token.name: token.offset + 1 for token in subject.header.tokens}
    for difference in compare_compact(subject.header.text, subject.policy):
        served, full = difference.served, difference.full
        if served is None:
            message, hint = f"{full} is missing: the full policy calls for it", f"add {full}"
        elif full is None:
            message, hint = f"the full policy does not call for {served}", f"remove {served}, or correct the policy"
        else:
            message, hint = f"{served} is served, but the full policy says {full}", f"write {full}"
        yield Problem(message=message, hint=hint, line=1, column=columns.get((served or "")[:3]))


RULE: Rule[ServedCompact] = Rule(id="PG620", name="compact-agrees-with-full", severity=Severity.WARNING, check=_check)
