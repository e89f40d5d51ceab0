"""Checks P3P files against XML Schema, and says in plain words what libxml2 found.

The rule of a finding is "xsd/" and libxml2's name of the clause that is broken:
"xsd/element-content", "xsd/cvc-complex-type-4".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from itertools import islice
from typing import Any

from lxml import etree

from policyglot.findings import Finding, Location, Severity
from policyglot.formats.p3p.namespaces import P3P_1_0, P3P_1_1
from policyglot.formats.p3p.published import PublishedFile
from policyglot.resources import read_bytes

MAX_FINDINGS = 100
"""Most findings for one file: who has a hundred has understood."""

# libxml2's words for a name in our namespace: "{http://www.w3.org/2002/01/P3Pv1}ENTITY".
_OURS = re.compile("|".join(re.escape(f"{{{namespace}}}") for namespace in (P3P_1_0, P3P_1_1[0])))
# A step with a prefix in libxml2's path of a node: "p:POLICY" of "/p:POLICIES/p:POLICY[2]".
PREFIXED_STEP = re.compile(r"[^/\[\]:]+:[^/\[\]:]+")
# "Element 'X': …" and "Element 'X', attribute 'y': …", before what is wrong.
_SUBJECT = re.compile(r"Element '(?P<element>[^']*)'(?:, attribute '(?P<attribute>[^']*)')?: (?P<fault>.*)", re.DOTALL)
# "This element is not expected. Expected is one of ( A, B )."
_EXPECTED = re.compile(r"Expected is (?:one of )?\( (?P<names>[^)]*) \)")
# "[facet 'enumeration'] The value 'x' is not an element of the set {'a', 'b'}."
_SET = re.compile(r"value '(?P<value>[^']*)' is not an element of the set \{(?P<names>[^}]*)\}")
# "The attribute 'name' is required but missing."
_MISSING = re.compile(r"attribute '(?P<name>[^']*)' is required but missing")


@cache
def _schema(name: str) -> etree.XMLSchema:
    root = etree.fromstring(read_bytes("schemas", "p3p", name), etree.XMLParser(no_network=True))
    return etree.XMLSchema(root)


def check_schema(file: PublishedFile) -> tuple[Finding, ...]:
    """Check a P3P file against the schema of P3P 1.0.

    Args:
        file: A file that was read; drafts' namespaces have been moved to the Recommendation's.

    Returns:
        At most `MAX_FINDINGS` errors, in the order of the file.
    """
    schema = _schema("p3p-1.0.xsd")
    tree = file.root.getroottree()
    if schema.validate(tree):
        return ()
    return tuple(_findings(file, tree, islice(_entries(schema), MAX_FINDINGS)))


def check_extensions(file: PublishedFile) -> tuple[Finding, ...]:
    """Check what P3P 1.1 adds: the elements of its namespace, or its draft's, inside extensions.

    Returns:
        At most `MAX_FINDINGS` warnings: whoever does not know an optional extension goes on without it.
    """
    return tuple(islice(_extension_findings(file), MAX_FINDINGS))


def _extension_findings(file: PublishedFile) -> Iterator[Finding]:
    for extension in file.extensions:
        for element in extension.element.iterchildren(*(f"{{{namespace}}}*" for namespace in P3P_1_1)):
            checked = deepcopy(element)
            for part in checked.iter(f"{{{P3P_1_1[1]}}}*"):
                part.tag = f"{{{P3P_1_1[0]}}}{etree.QName(part).localname}"
            schema = _schema("p3p-1.1.xsd")
            if schema.validate(checked):
                continue
            place = file.place(element)
            for entry in islice(_entries(schema), MAX_FINDINGS):
                message, hint = _in_words(str(entry.message))
                yield Finding(
                    rule="xsd/" + _clause(entry),
                    severity=Severity.WARNING,
                    message=message,
                    location=Location(source=file.source, line=place.line, column=place.column, pointer=place.pointer),
                    hint=hint or "write it as P3P 1.1 has it",
                )


def _entries(schema: etree.XMLSchema) -> Iterator[Any]:
    """Yield what libxml2 found last; its stubs do not say that the log can be iterated."""
    log: Any = schema.error_log
    yield from log


def _clause(entry: Any) -> str:
    return str(entry.type_name).removeprefix("SCHEMAV_").lower().replace("_", "-")


def _findings(file: PublishedFile, tree: etree._ElementTree, entries: Iterator[Any]) -> Iterator[Finding]:
    for entry in entries:
        message, hint = _in_words(str(entry.message))
        yield Finding(
            rule="xsd/" + _clause(entry),
            severity=Severity.ERROR,
            message=message,
            location=_location(file, tree, entry),
            hint=hint,
        )


def _location(file: PublishedFile, tree: etree._ElementTree, entry: Any) -> Location:
    # libxml2 gives the path of the element, with the prefixes of the file, which may be any.
    path = PREFIXED_STEP.sub(r"*[name()='\g<0>']", str(entry.path)) if entry.path else None
    found = tree.xpath(path) if path else []
    if isinstance(found, list) and found and isinstance(found[0], etree._Element):
        place = file.place(found[0])
        return Location(source=file.source, line=place.line, column=place.column, pointer=place.pointer)
    return Location(source=file.source, line=entry.line or None)


def _in_words(text: str) -> tuple[str, str | None]:
    """Return message and hint for one message of libxml2."""
    text = _OURS.sub("", text).strip()
    match = _SUBJECT.fullmatch(text)
    if match is None:
        return text.rstrip("."), None
    element, attribute, fault = match.group("element", "attribute", "fault")
    for say in (_missing, _not_in_set, _unexpected, _not_allowed):
        said = say(element, attribute, fault)
        if said is not None:
            return said
    return f"{_subject(element, attribute)}: {fault.rstrip('.')}", None


_Words = tuple[str, str | None]


def _subject(element: str, attribute: str | None) -> str:
    return f"{attribute} of <{element}>" if attribute else f"<{element}>"


def _missing(element: str, _attribute: str | None, fault: str) -> _Words | None:
    match = _MISSING.search(fault)
    if match is None:
        return None
    return f"<{element}> has no {match.group('name')}", f'add {match.group("name")}="…"'


def _not_in_set(element: str, attribute: str | None, fault: str) -> _Words | None:
    match = _SET.search(fault)
    if match is None:
        return None
    names = match.group("names").replace("'", "")
    return f"{_subject(element, attribute)} cannot be “{match.group('value')}”", f"write one of {names}"


def _unexpected(element: str, attribute: str | None, fault: str) -> _Words | None:
    subject = _subject(element, attribute)
    match = _EXPECTED.search(fault)
    if match is None:
        if "This element is not expected" not in fault:
            return None
        return f"{subject} cannot stand here", "remove it, or put it into an EXTENSION"
    names = ", ".join(name.strip() for name in match.group("names").split(","))
    if fault.startswith("Missing child"):
        return f"{subject} is not complete", f"it still needs {names}"
    return f"{subject} cannot stand here", f"what can stand here: {names}"


def _not_allowed(element: str, attribute: str | None, fault: str) -> _Words | None:
    if attribute and "is not allowed" in fault:
        return f"<{element}> has no attribute {attribute}", "remove it, or put what it says into an EXTENSION"
    if "Character content" in fault:
        return f"<{element}> holds text, which it cannot", f"write <{element}/>, or remove the text"
    return None
