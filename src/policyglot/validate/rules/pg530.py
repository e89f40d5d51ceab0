"""Short descriptions are short.

What: A short-description has at most 255 characters.
Why: Agents show it in one line, and cut the rest off.
Fix: Shorten it; move the rest to LONG-DESCRIPTION.
Source: P3P 1.0, section 3.2.6 and 5.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule

LONGEST = 255


def _check(file: PublishedFile) -> Iterator[Problem]:
    said = [(d.element, d.short_description) for p in file.policies for d in p.disputes]
    said += [(d.element, d.short_description) for d in file.definitions]
    for element, text in said:
        if text and len(text) > LONGEST:
            yield at(file, element, f"short-description has {len(text)} characters", hint="255 are allowed")


RULE: Rule[PublishedFile] = Rule(
    id="PG530",
    name="short-descriptions-are-short",
    severity=Severity.WARNING,
    check=_check,
    needs=frozenset({"DISPUTES", "DATA-DEF", "DATA-STRUCT"}),
)
