"""Structures that are used exist.

What: The structref of a DATA-DEF or DATA-STRUCT names a DATA-STRUCT of the same file, or of the
    base data schema.
Why: Otherwise nobody knows what lies below the element.
Fix: Define the structure, or remove structref for an element without parts.
Source: P3P 1.0, section 5.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.base_schema import BASE_SCHEMA
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule
from policyglot.vocabulary import iri, load_vocabulary


def _check(file: PublishedFile) -> Iterator[Problem]:
    own = {d.name for d in file.definitions if d.is_structure}
    for definition in (d for d in file.definitions if d.structure):
        schema, _, name = (definition.structure or "").partition("#")
        if schema == BASE_SCHEMA:
            exists = iri(f"p3p:structure-{name}") in load_vocabulary().concepts
        else:
            exists = bool(schema) or any(n == name or n.startswith(name + ".") for n in own)
        if not exists:
            message = f"there is no structure {definition.structure}"
            yield at(file, definition.element, message, hint="define it, or remove structref")


RULE: Rule[PublishedFile] = Rule(
    id="PG529",
    name="structures-exist",
    severity=Severity.WARNING,
    check=_check,
    needs=frozenset({"DATA-DEF", "DATA-STRUCT"}),
)
