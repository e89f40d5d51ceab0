"""Fragments name policies.

What: What `about` has after "#" is the name of a policy in the file before it.
Why: Agents find the file, and no policy in it.
Fix: Write the name of the POLICY, capitals and all.
Source: P3P 1.0, sections 2.3.2.1.1 and 3.2.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule
from policyglot.validate.visit import Visit


def _check(visit: Visit) -> Iterator[Problem]:
    files = {found.attempt.place: found.file for found in (*visit.policies, *visit.references) if found.file}
    for named in visit.named:
        file = files.get(named.attempt.place)
        if file is None or not named.fragment:
            continue
        names = [policy.name for policy in file.policies if policy.name]
        if named.fragment not in names:
            yield Problem(
                message=f"{named.attempt.url} has no policy named “{named.fragment}”",
                hint=f"it has {', '.join(names[:5])}" if names else "it names no policy at all",
                source=named.source,
                line=named.line,
                pointer=named.pointer,
            )


RULE: Rule[Visit] = Rule(id="PG805", name="fragments-name-policies", severity=Severity.ERROR, check=_check)
