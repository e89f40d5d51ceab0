"""DATA refer to elements that exist.

What: A DATA's ref has one # and names an element of the base data schema, or of the file's own
    DATASCHEMA.
Why: An agent that cannot find the element does not know which data are meant. Elements of other
    files are not looked up.
Fix: Correct the reference; for data that no element fits, write #dynamic.miscdata with
    CATEGORIES. An element of the file's own wants base="" on its DATA-GROUP.
Source: P3P 1.0, section 3.3.7 and 5.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from itertools import count

from policyglot.findings import Severity
from policyglot.formats.p3p.base_schema import base_schema
from policyglot.formats.p3p.published import Data, PublishedFile
from policyglot.formats.p3p.references import Target, resolve
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule

# Looking for a similar name is slow, and who has misspelt twenty has understood.
MAX_SUGGESTIONS, MAX_PATH = 20, 80


def _check(file: PublishedFile) -> Iterator[Problem]:
    suggestions = count()
    for policy in file.policies:
        for data in (*policy.entity_data, *(d for s in policy.statements for d in s.data)):
            yield from _check_data(file, data, suggestions)


def _check_data(file: PublishedFile, data: Data, suggestions: Iterator[int]) -> Iterator[Problem]:
    if not data.reference:
        return  # the schema says that ref is missing
    found = resolve(data.reference, base=data.base, file=file)
    if found.target is Target.MALFORMED:
        yield at(file, data.element, f"“{data.reference}” is no data reference", hint=f'write ref="#{found.path}"')
    elif found.target is Target.UNKNOWN:
        looked_up = next(suggestions) < MAX_SUGGESTIONS and len(found.path) < MAX_PATH
        close = difflib.get_close_matches(found.path, base_schema(), n=1) if looked_up else []
        hint = f"did you mean #{close[0]}?" if close else "use #dynamic.miscdata with CATEGORIES, or define the element"
        yield at(file, data.element, f"no data schema has {data.reference}", hint=hint)
    elif found.target is Target.OWN and data.base != "":
        hint = 'write <DATA-GROUP base="">'
        message = f"{data.reference} is in this file's DATASCHEMA, but its DATA-GROUP does not say so"
        yield at(file, data.element, message, hint=hint, severity=Severity.WARNING)


RULE: Rule[PublishedFile] = Rule(
    id="PG509",
    name="data-references-resolve",
    severity=Severity.ERROR,
    check=_check,
    tolerant=Severity.WARNING,
    needs=frozenset({"DATA"}),
)
