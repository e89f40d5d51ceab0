"""Redirects stay encrypted.

What: No file and no page that is asked for by https is delivered by http in the end.
Why: Whoever sits in between can write another policy.
Fix: Redirect to https.
Source: RFC 9110, section 17.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule
from policyglot.validate.visit import Visit


def _check(visit: Visit) -> Iterator[Problem]:
    tried = [visit.page, *(f.attempt for f in (*visit.references, *visit.policies)), *(n.attempt for n in visit.links)]
    for url, attempt in {attempt.url: attempt for attempt in tried}.items():
        if attempt.page is not None and attempt.page.is_downgraded:
            message = f"redirects from https to http, to {attempt.page.final_url}"
            yield Problem(message=message, hint="redirect to https", source=url)


RULE: Rule[Visit] = Rule(id="PG813", name="redirects-stay-encrypted", severity=Severity.WARNING, check=_check)
