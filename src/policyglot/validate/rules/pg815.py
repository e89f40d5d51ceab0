"""Embedded content has its own policy.

What: Images, scripts and frames that the page fetches from other hosts are named, host by host. They
    are not fetched.
Why: A policy reaches no further than its host. What another host learns is said by its own reference
    file, or by nobody.
Fix: Check those hosts too, and say in the policy to whom the page makes browsers speak.
Source: P3P 1.0, sections 2.3.2.1.2 and 2.4.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.page_markup import host_of
from policyglot.validate.rule import Problem, Rule
from policyglot.validate.visit import Visit


def _check(visit: Visit) -> Iterator[Problem]:
    own = host_of(visit.page.place)
    others: dict[str, dict[str, None]] = {}
    for element, address in visit.markup.embedded:
        if host_of(address) not in ("", own):
            others.setdefault(host_of(address), {})[element] = None
    for host, elements in sorted(others.items()):
        message = (
            f"content of {host} is embedded ({', '.join(sorted(elements))}): its own reference file says what holds"
        )
        yield Problem(message=message, hint=f"check it: policyglot validate https://{host}/", source=visit.page.place)


RULE: Rule[Visit] = Rule(id="PG815", name="embedded-content-has-its-own-policy", severity=Severity.NOTE, check=_check)
