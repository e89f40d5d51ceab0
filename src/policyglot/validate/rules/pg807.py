"""Reference files agree.

What: Where a site has several reference files, they name one policy for the page.
Why: At most one policy may hold for a page. The site is bound by all that it names, and the one at
    the well-known place wins.
Fix: Let header, links and the well-known place name one file.
Source: P3P 1.0, section 2.4.1 and erratum E1.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule
from policyglot.validate.visit import Visit


def _check(visit: Visit) -> Iterator[Problem]:
    if visit.ambiguous:
        names = " and ".join(coverage.policy for coverage in visit.ambiguous)
        last = visit.ambiguous[-1]
        yield Problem(
            message=f"several policies hold for {visit.page.place}: {names}",
            hint="let header, links and the well-known place name one file",
            source=last.source,
            line=last.line,
            pointer=last.pointer,
        )


RULE: Rule[Visit] = Rule(id="PG807", name="reference-files-agree", severity=Severity.ERROR, check=_check)
