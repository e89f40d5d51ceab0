"""The site says something that machines can read.

What: There is a P3P reference file at the well-known place, in the header or in a link, a compact
    policy, or a policy as JSON-LD.
Why: Without any of them no agent knows what the site does with data.
Fix: Publish what `policyglot generate` writes: w3c/p3p.xml and w3c/policy.xml, or policy.jsonld with
    a link to it.
Source: P3P 1.0, section 2.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule
from policyglot.validate.visit import Visit


def _check(visit: Visit) -> Iterator[Problem]:
    if not visit.publishes:
        message = (
            "the site publishes no policy that a machine can read: no reference file at /w3c/p3p.xml, no P3P header, "
            'no link rel="P3Pv1", no JSON-LD on the Data Privacy Vocabulary'
        )
        yield Problem(message=message, hint="publish what `policyglot generate` writes", source=visit.page.place)


RULE: Rule[Visit] = Rule(id="PG802", name="something-is-published", severity=Severity.ERROR, check=_check)
