"""Published elements are not lost.

What: Everything in a published P3P file has a place in the policy that it is read into.
Why: What has none is missing from JSON-LD, Turtle and P3P that are written from it: extensions of
    other people, pictures, definitions of data elements, reference files.
Fix: Keep the published file beside what was converted; `convert --repair` loses nothing.
Source: P3P 1.0, sections 2.3, 3.2.6, 3.5 and 5.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.formats.p3p.unread import qualified, unread
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule

MAX_PROBLEMS = 100
"""Most elements that are named."""


def _check(file: PublishedFile) -> Iterator[Problem]:
    for lost in islice(unread(file), MAX_PROBLEMS):
        message = f"<{qualified(lost.element)}> is not converted: {lost.what} is lost"
        yield at(file, lost.element, message, hint="keep the published file beside what is converted")


RULE: Rule[PublishedFile] = Rule(id="PG420", name="published-element-is-lost", severity=Severity.NOTE, check=_check)
