"""Where in a published file the things are that findings name: JSON Pointers, and nodes of a graph.

Source: RFC 6901 (JSON Pointer); RFC 8259, section 2 (the grammar's structural characters).
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from policyglot.findings import Finding

# What JSON is made of: a string, a structural character, or a number or name.
JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
# A subject of Turtle or N-Quads at the beginning of a line: an IRI, a prefixed name or a blank node.
SUBJECT = re.compile(r"^[ \t]*(?:<([^<>\s]*)>|((?:\w[\w.-]*)?:[\w.%-]+))(?=[ \t])", re.MULTILINE)
# A prefix that Turtle declares.
PREFIX = re.compile(r"^[ \t]*(?:@prefix|PREFIX)[ \t]+((?:\w[\w.-]*)?):[ \t]*<([^<>\s]*)>", re.MULTILINE | re.IGNORECASE)

_IDS = frozenset({"id", "@id"})


def located(findings: Iterable[Finding], content: bytes, *, kind: str) -> tuple[Finding, ...]:
    """Return findings with line and column where their pointer tells them.

    Args:
        findings: What was found; one that has a line keeps it.
        content: The file's bytes, UTF-8.
        kind: "jsonld", "turtle" or "nquads".
    """
    found = tuple(findings)
    wanted = {f.location.pointer for f in found if f.location.line is None and f.location.pointer is not None}
    if not wanted:
        return found
    text = content.decode("utf-8-sig", "replace")
    offsets = _in_json(text, wanted) if kind == "jsonld" else _in_turtle(text, wanted)
    return tuple(_at(f, text, offsets.get(f.location.pointer or "")) for f in found)


def _at(finding: Finding, text: str, offset: int | None) -> Finding:
    if offset is None or finding.location.line is not None:
        return finding
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return replace(finding, location=replace(finding.location, line=line, column=column))


def _in_turtle(text: str, wanted: Collection[str]) -> dict[str, int]:
    """Return the offset of the first line that says something of each node."""
    prefixes = {found[1]: found[2] for found in PREFIX.finditer(text)}
    offsets: dict[str, int] = {}
    for found in SUBJECT.finditer(text):
        prefix, _, name = (found[2] or "").partition(":")
        iri = found[1] if found[1] is not None else prefixes.get(prefix, "\0") + name
        if iri in wanted:
            offsets.setdefault(iri, found.start(1 if found[1] is not None else 2))
    return offsets


@dataclass(slots=True)
class _Container:
    """An object or array that is open: the key or index of the value that comes next."""

    is_object: bool
    at: str | int = 0
    awaits_key: bool = field(init=False)

    def __post_init__(self) -> None:
        self.awaits_key = self.is_object


def _in_json(text: str, wanted: Collection[str]) -> dict[str, int]:
    """Return the offset of the value of each JSON Pointer, and of the object that has each id."""
    pointers = {name for name in wanted if name == "" or name.startswith("/")}
    nodes = set(wanted) - pointers
    endings = {_ending(node): node for node in nodes}
    offsets: dict[str, int] = {}
    for path, offset, value in _values(text):
        if pointers:
            pointer = "".join(f"/{_escaped(part)}" for part in path)
            if pointer in pointers:
                offsets.setdefault(pointer, offset)
        if path and path[-1] in _IDS and value is not None:
            node = value if value in nodes else endings.get(_ending(value)) if _is_relative(value) else None
            if node is not None:
                offsets.setdefault(node, offset)
    return offsets


def _ending(node: str) -> str:
    """Return what an IRI ends with: that which a prefix or a relative IRI leaves."""
    return re.split(r"[#/:]", node)[-1] or node


def _is_relative(value: str) -> bool:
    return "://" not in value and not value.startswith("_:")


def _escaped(part: str | int) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")


def _values(text: str) -> Iterator[tuple[list[str | int], int, str | None]]:
    """Yield the path of every value, its offset, and its text where it is a string.

    The path is one list that changes while this goes on. Broken JSON yields what comes before the fault.
    """
    containers: list[_Container] = []
    path: list[str | int] = []
    for found in JSON_TOKEN.finditer(text):
        sign = found.group()
        inner = containers[-1] if containers else None
        if sign in "}]":
            if containers:
                containers.pop()
                path[len(containers) :] = []
        elif sign == ",":
            if inner is not None and inner.is_object:
                inner.awaits_key = True
            elif inner is not None and isinstance(inner.at, int):
                inner.at += 1
        elif sign == ":":
            pass
        elif inner is not None and inner.awaits_key:
            key = _text(sign)
            inner.at, inner.awaits_key = sign if key is None else key, False
        else:
            if inner is not None:
                path[len(containers) - 1 :] = [inner.at]
            yield path, found.start(), _text(sign)
            if sign in "{[":
                containers.append(_Container(sign == "{"))


def _text(token: str) -> str | None:
    """Return what a string says, or None where the token is none or broken."""
    try:
        said = json.loads(token) if token.startswith('"') else None
    except ValueError:
        return None
    return said if isinstance(said, str) else None
