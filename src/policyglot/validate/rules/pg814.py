"""Linked graphs are there.

What: JSON-LD files that the page links to can be fetched.
Why: A link to nothing tells a machine that there is a policy which it cannot have.
Fix: Put the file there, or mend the link.
Source: HTML, section 4.6.7 (link types).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule
from policyglot.validate.visit import Visit


def _check(visit: Visit) -> Iterator[Problem]:
    for graph in visit.graphs:
        if graph.attempt is not None and not graph.attempt.is_there:
            yield Problem(
                message=f"linked by the page and not there: {graph.attempt.reason}",
                hint=graph.attempt.advice or "mend the link",
                source=graph.attempt.url,
            )


RULE: Rule[Visit] = Rule(id="PG814", name="graphs-answer", severity=Severity.ERROR, check=_check)
