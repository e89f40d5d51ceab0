"""Who can choose is told how.

What: A policy in which a purpose or recipient is opt-in or opt-out has an opturi.
Why: A choice that nobody can find is none.
Fix: Add opturi= with the page that explains how to opt in or out.
Source: P3P 1.0, section 3.2.2 (opturi).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for policy in file.policies:
        chosen = [
            value
            for statement in policy.statements
            for value in (*statement.purposes, *statement.recipients)
            if value.required in ("opt-in", "opt-out")
        ]
        if chosen and not policy.opturi:
            names = ", ".join(dict.fromkeys(value.name for value in chosen))
            message = f"{names} can be refused, but the policy has no opturi"
            yield at(file, policy.element, message, hint='add opturi="…" with the page that explains how')


RULE: Rule[PublishedFile] = Rule(
    id="PG504", name="choices-have-opturi", severity=Severity.ERROR, check=_check, needs=frozenset({"STATEMENT"})
)
