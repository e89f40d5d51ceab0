"""A compact policy has a full one behind it.

What: A page with a compact policy has a reference file too.
Why: The compact policy is a summary for agents in a hurry, and only allowed where the full policy exists.
Fix: Publish policy and reference file, and name it: P3P: policyref="/w3c/p3p.xml", CP="…".
Source: P3P 1.0, section 4.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.compact_parser import parse_header
from policyglot.validate.rule import Problem, Rule
from policyglot.validate.visit import Visit


def _check(visit: Visit) -> Iterator[Problem]:
    has_full = any(found.file is not None and not found.is_absent for found in visit.references)
    if not has_full and any(parse_header(header).compact is not None for header in visit.headers):
        message = "a compact policy is served, and there is no reference file that leads to the full one"
        yield Problem(message=message, hint="publish w3c/p3p.xml and w3c/policy.xml", source=visit.page.place)


RULE: Rule[Visit] = Rule(id="PG810", name="compact-policy-has-a-full-one", severity=Severity.WARNING, check=_check)
