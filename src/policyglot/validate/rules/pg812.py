"""P3P files are served as XML.

What: Reference and policy files come as application/p3p+xml, application/xml or text/xml.
Why: Agents that go by the media type take them for pages.
Fix: Tell the server the media type of these files.
Source: P3P 1.0, section 2.3.1; P3P 1.1, section 2.3.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule
from policyglot.validate.visit import Visit

_XML = frozenset({"application/p3p+xml", "application/xml", "text/xml"})


def _check(visit: Visit) -> Iterator[Problem]:
    for found in visit.files:
        said = found.attempt.page.media_type if found.attempt.page is not None else None
        if said not in _XML:
            message = f"served as {said}" if said else "served without a media type"
            yield Problem(message=message, hint="serve it as application/p3p+xml", source=found.attempt.place)


RULE: Rule[Visit] = Rule(id="PG812", name="policies-are-served-as-xml", severity=Severity.WARNING, check=_check)
