"""What of a published file has no place in `Policy`, and so is lost when the file is converted.

Source: P3P 1.0, sections 2.3, 3.2.6 (IMG), 3.5 (EXTENSION) and 5 (DATASCHEMA); P3P 1.1, section 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from policyglot.formats.p3p.file_reader import group_name, local_name, namespace_of
from policyglot.formats.p3p.namespaces import P3P_1_0
from policyglot.formats.p3p.published import PublishedFile, Statement, Value
from policyglot.formats.p3p.terms import ACCESS, CATEGORIES, PURPOSES, RECIPIENTS, REMEDIES, RETENTIONS, terms

# Elements that the reader understands, beside those that stand for a value.
_STRUCTURE = frozenset(
    {
        *("META", "POLICIES", "POLICY", "EXPIRY", "TEST", "ENTITY", "ACCESS", "EXTENSION"),
        *("DISPUTES-GROUP", "DISPUTES", "LONG-DESCRIPTION", "REMEDIES"),
        *("STATEMENT", "CONSEQUENCE", "NON-IDENTIFIABLE", "PURPOSE", "RECIPIENT", "RETENTION"),
        *("recipient-description", "customization", "DATA-GROUP", "DATA", "CATEGORIES"),
    }
)
# Elements of which the whole content is reported at once, with what becomes of it.
_WHOLE = {
    "DATASCHEMA": "its definitions; their categories are kept with the data",
    "POLICY-REFERENCES": "which policy holds where",
    "IMG": "the picture",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """An element that is lost: the element, and what it said, in words ("the picture")."""

    element: etree._Element
    what: str


def unread(file: PublishedFile) -> Iterator[Unread]:
    """Yield what `read_policies` leaves out of a file, in the order of the file.

    Args:
        file: A file that was read.
    """
    statements = {s.element: s for s in file.statements}
    surplus = {value.element for value in _surplus(file)}
    known = _STRUCTURE.union(*(terms(s) for s in (PURPOSES, RECIPIENTS, RETENTIONS, ACCESS, REMEDIES, CATEGORIES)))
    pending = [file.root]
    while pending:
        element = pending.pop()
        name = local_name(element)
        if name in _WHOLE:
            yield Unread(element=element, what=_WHOLE[name])
        elif name == "EXTENSION":
            yield from _extension(element, statements)
        elif name not in known:
            yield Unread(element=element, what="what it says")
        else:
            if element in surplus:
                yield Unread(element=element, what="it: one value is kept, the first")
            pending.extend(reversed(list(element.iterchildren("*"))))


def _extension(extension: etree._Element, statements: dict[etree._Element, Statement]) -> Iterator[Unread]:
    """Yield what stands in an extension, but no name that was kept as the description of its statement."""
    parent = extension.getparent()
    statement = statements.get(parent) if parent is not None else None
    for element in extension.iterchildren("*"):
        name = group_name(element)
        is_kept = statement is not None and not statement.consequence and name == statement.group
        if name is None:
            yield Unread(element=element, what="what it says")
        elif name and not is_kept:
            yield Unread(element=element, what=f"the name “{name}” of the statement")


def _surplus(file: PublishedFile) -> Iterator[Value]:
    """Yield the values beyond the first where a policy can have one only."""
    for policy in file.policies:
        yield from policy.access[1:]
    for statement in file.statements:
        yield from statement.retentions[1:]


def qualified(element: etree._Element) -> str:
    """Return an element's name for people: a foreign one with its namespace."""
    namespace = namespace_of(element)
    local = str(etree.QName(element).localname)
    return local if namespace in (None, P3P_1_0) else f"{local} of {namespace}"
