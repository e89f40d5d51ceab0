"""Cookies are covered.

What: A reference file has a COOKIE-INCLUDE.
Why: INCLUDE says nothing of cookies: without COOKIE-INCLUDE no full policy holds for any, and a
    compact policy stands alone.
Fix: Add <COOKIE-INCLUDE name="*" value="*" domain="*" path="*"/>.
Source: P3P 1.0, section 2.3.2.7.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    references = file.reference.references if file.reference else ()
    if references and not any(reference.cookie_includes for reference in references):
        hint = 'add <COOKIE-INCLUDE name="*" value="*" domain="*" path="*"/>'
        yield at(file, references[0].element, "no policy holds for cookies", hint=hint)


RULE: Rule[PublishedFile] = Rule(
    id="PG708", name="cookies-are-covered", severity=Severity.NOTE, check=_check, needs=frozenset({"POLICY-REF"})
)
