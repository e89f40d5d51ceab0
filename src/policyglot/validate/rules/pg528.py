"""Names of data elements are legal.

What: The name of a DATA-DEF or DATA-STRUCT consists of XML names joined by dots: no blanks, no #
    and no /.
Why: A DATA could not refer to anything else.
Fix: Write it like visitor.id.
Source: P3P 1.0, section 5.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule

# XML names joined by dots; a name may begin with any letter.
DATA_NAME = re.compile(r"(?!\d)[\w-]+(?:\.(?!\d)[\w-]+)*")


def _check(file: PublishedFile) -> Iterator[Problem]:
    for definition in file.definitions:
        if not DATA_NAME.fullmatch(definition.name):
            hint = f"write “{'-'.join(definition.name.split()).lower() or 'visitor.id'}”"
            yield at(file, definition.element, f"“{definition.name}” is no name of a data element", hint=hint)


RULE: Rule[PublishedFile] = Rule(
    id="PG528",
    name="data-names-are-legal",
    severity=Severity.ERROR,
    check=_check,
    needs=frozenset({"DATA-DEF", "DATA-STRUCT"}),
)
