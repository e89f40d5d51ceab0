"""Links of a policy lead somewhere.

What: `discuri`, `opturi`, and `service` and IMG of DISPUTES can be fetched. That the policy for people
    (`discuri`) is missing is an error.
Why: A policy without its text for people, and a choice without the page to choose on, are promises
    that nobody can use.
Fix: Mend the address.
Source: P3P 1.0, sections 3.2.2 and 3.2.6.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule
from policyglot.validate.visit import Visit


def _check(visit: Visit) -> Iterator[Problem]:
    for link in visit.links:
        if not link.attempt.is_there:
            yield Problem(
                message=f"{link.kind} {link.address} is not there: {link.attempt.reason}",
                hint=link.attempt.advice or "mend the address",
                source=link.source,
                line=link.line,
                pointer=link.pointer,
                severity=Severity.ERROR if link.kind == "discuri" else None,
            )


RULE: Rule[Visit] = Rule(id="PG808", name="links-answer", severity=Severity.WARNING, check=_check)
