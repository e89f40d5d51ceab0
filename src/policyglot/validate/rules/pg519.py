"""ENTITY's fields are filled.

What: No DATA of ENTITY is empty.
Why: An empty field says nothing; it is left over from a form.
Fix: Fill it in, or remove it.
Source: P3P 1.0, section 3.2.4.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    for data in (d for p in file.policies for d in p.entity_data):
        if data.reference and not data.text:
            yield at(file, data.element, f"{data.reference} is empty", hint="fill it in, or remove it")


RULE: Rule[PublishedFile] = Rule(
    id="PG519", name="entity-fields-are-filled", severity=Severity.WARNING, check=_check, needs=frozenset({"ENTITY"})
)
