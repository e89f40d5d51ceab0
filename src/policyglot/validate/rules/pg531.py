"""ENTITY is about the business, statements about people.

What: DATA of ENTITY refer to elements of business; DATA of statements do not.
Why: ENTITY says who the organisation is; a statement says what is collected of others.
Fix: Use #business… in ENTITY and #user…, #thirdparty… or #dynamic… in statements.
Source: P3P 1.0, section 3.2.4 and 3.3.7.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for policy in file.policies:
        for data in policy.entity_data:
            if data.reference.startswith(("#user", "#thirdparty", "#dynamic")):
                yield at(file, data.element, f"{data.reference} is not about the business", hint="use #business…")
            if data.categories is not None:
                yield at(file, data.element, "DATA of ENTITY has CATEGORIES", hint="remove them")
        for data in (d for s in policy.statements for d in s.data):
            if data.reference.partition(".")[0] == "#business":
                message = f"{data.reference} is about the business, not about people"
                yield at(file, data.element, message, hint="use #user…, or #user.business-info…")


RULE: Rule[PublishedFile] = Rule(
    id="PG531",
    name="data-are-about-the-right-party",
    severity=Severity.WARNING,
    check=_check,
    needs=frozenset({"DATA"}),
)
