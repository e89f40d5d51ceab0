"""The rules PG4xx: what P3P loses or assumes of a policy, one rule each for the catalogue.

`formats.p3p.assess` finds them all in one pass over the planned P3P policy; a rule of this
family picks its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from policyglot.formats.p3p import assess
from policyglot.validate.rule import Problem, Subject


def problems_of(rule: str) -> Callable[[Subject], Iterator[Problem]]:
    """Return the check of one rule of this family.

    Args:
        rule: Its id ("PG401").
    """

    def check(subject: Subject) -> Iterator[Problem]:
        for finding in assess(subject.policy):
            if finding.rule == rule:
                place = finding.location
                yield Problem(
                    message=finding.message,
                    hint=finding.hint,
                    line=place.line,
                    pointer=place.pointer,
                    span=place.span,
                )

    return check
