"""Policy files are where reference files say.

What: Every policy file that a reference file names is there.
Why: Agents that cannot read the policy treat the site as one without.
Fix: Put the file there, or mend `about`; it is relative to the reference file, not to the page.
Source: P3P 1.0, sections 2.3.2.1.1 and 2.4.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.rule import Problem, Rule
from policyglot.validate.visit import Visit


def _check(visit: Visit) -> Iterator[Problem]:
    for named in visit.named:
        if not named.attempt.is_there:
            yield Problem(
                message=f"the policy file {named.attempt.url} is not there: {named.attempt.reason}",
                hint=named.attempt.advice or "mend about=, which is relative to the reference file",
                source=named.source,
                line=named.line,
                pointer=named.pointer,
            )


RULE: Rule[Visit] = Rule(id="PG804", name="policy-files-answer", severity=Severity.ERROR, check=_check)
