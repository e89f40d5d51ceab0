"""Mechanical repairs: what can be put right without knowing what the site does.

Nothing is invented: names, addresses, purposes and categories that are missing stay missing.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from policyglot.errors import InputError
from policyglot.formats import sniff
from policyglot.formats.p3p.compact_parser import CompactToken, parse_header
from policyglot.formats.p3p.file_reader import local_name, namespace_of, read_file, tag
from policyglot.formats.p3p.modernise import modernise
from policyglot.formats.p3p.namespaces import CANDIDATE, P3P_1_0, without_prefix
from policyglot.formats.p3p.published import PublishedFile
from policyglot.formats.p3p.terms import PURPOSES, RECIPIENTS, WITHOUT_REQUIRED

# Children in the order of the Recommendation, for elements whose order is fixed. EXTENSIONs go last.
_ORDER = {
    "META": ("POLICY-REFERENCES", "POLICIES"),
    "POLICY-REFERENCES": ("EXPIRY", "POLICY-REF", "HINT"),
    "POLICY-REF": ("INCLUDE", "EXCLUDE", "COOKIE-INCLUDE", "COOKIE-EXCLUDE", "METHOD"),
    "POLICIES": ("EXPIRY", "DATASCHEMA", "POLICY"),
    "POLICY": ("TEST", "ENTITY", "ACCESS", "DISPUTES-GROUP", "STATEMENT"),
    "DISPUTES": ("LONG-DESCRIPTION", "IMG", "REMEDIES"),
    "STATEMENT": ("CONSEQUENCE", "NON-IDENTIFIABLE", "PURPOSE", "RECIPIENT", "RETENTION", "DATA-GROUP"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """A file or header after repair.

    Attributes:
        content: What to publish instead; the same as before where nothing was repaired.
        changes: What was done, in plain words.
    """

    content: bytes
    changes: tuple[str, ...]


def repair(content: bytes, source: str, *, policy_file: bytes | None = None) -> Repaired:
    """Repair a P3P file or header, whichever it is.

    Args:
        content: The bytes of the file, or of the header line.
        source: Path, URL or name.
        policy_file: As in `repair_file`.

    Raises:
        InputError: It is no P3P.
        SyntaxFault: It cannot be read as XML.
    """
    found = sniff(content, source)
    if found is None or not found.name.startswith(("p3p", "compact")):
        raise InputError("no P3P file or header, which is all that can be repaired", source=source)
    if found.name == "compact":
        return repair_header(content.decode("latin-1").rstrip("\r\n"))
    return repair_file(content, source, policy_file=policy_file)


def repair_file(content: bytes, source: str, *, policy_file: bytes | None = None) -> Repaired:
    """Repair a P3P file.

    Args:
        content: The file's bytes.
        source: Path or URL.
        policy_file: For a reference file, the policy file that it refers to, if at hand: where that
            holds one policy, an `about` without fragment gets its name.

    Raises:
        SyntaxFault: It cannot be read as XML.
    """
    file = read_file(content, source)
    changes: list[str] = []
    if file.namespace != P3P_1_0 or file.strays:
        changes.append(f"moved to the namespace {P3P_1_0}")
    if file.kind == "POLICY" or file.namespace in CANDIDATE:
        before = file.root
        file = modernise(file)
        changes.append("given the shape of the Recommendation" if file.root is before else "put into POLICIES")
    changes += _refusals(file)
    held = read_file(policy_file, source).policies if policy_file else file.policies
    changes += _fragments(file, [policy.name for policy in held if policy.name], is_inline=policy_file is None)
    changes += [f"put the children of {name} into order" for name in _sort(file.root)]
    if not changes:
        return Repaired(content=content, changes=())
    root = _with_own_declaration(file.root)
    written = etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)
    return Repaired(content=written + b"\n", changes=tuple(changes))


def _with_own_declaration(root: etree._Element) -> etree._Element:
    """Return a copy of the tree with the namespace declared once and without a prefix, as people write it.

    An element that was moved to another namespace keeps its old declarations, and a child
    would inherit them: hence a copy.
    """
    fresh = etree.Element(root.tag, nsmap=without_prefix(P3P_1_0))
    pending = [(root, fresh)]
    while pending:
        old, new = pending.pop()
        new.text = old.text
        for name, value in old.attrib.items():
            new.set(name, value)
        for child in old:
            if namespace_of(child) == P3P_1_0:
                copy = etree.SubElement(new, child.tag)
                pending.append((child, copy))
            else:
                copy = deepcopy(child)
                new.append(copy)
            copy.tail = child.tail
    return fresh


def _refusals(file: PublishedFile) -> list[str]:
    found = []
    for name in sorted(WITHOUT_REQUIRED):
        for element in file.root.iter(tag(name)):
            if element.get("required") is not None:
                del element.attrib["required"]
                found.append(f"removed required from {name}")
    return found


def _fragments(file: PublishedFile, names: list[str], *, is_inline: bool) -> list[str]:
    """Name the policy in every `about` without fragment, where there is only one that it can mean."""
    if len(names) != 1 or file.reference is None:
        return []
    found = []
    for reference in file.reference.references:
        address, _, fragment = reference.about.partition("#")
        if not fragment and bool(address) is not is_inline:
            reference.element.set("about", f"{address}#{names[0]}")
            found.append(f"named the policy in about: {address}#{names[0]}")
    return found


def _sort(root: etree._Element) -> list[str]:
    """Put children into the order of the Recommendation; return the elements where something moved."""
    moved = []
    for element in root.iter("*"):
        order = _ORDER.get(local_name(element))
        if order is None:
            continue
        children = list(element.iterchildren("*"))
        known = [c for c in children if local_name(c) in order]
        ranked = sorted(known, key=lambda child, order=order: order.index(local_name(child)))  # type: ignore[misc]
        leading = [c for c in children if local_name(c) == "EXTENSION"]
        first = next((i for i, c in enumerate(children) if c not in leading), len(children))
        rest = [c for c in children if c not in known and c not in children[:first]]
        wanted = [*children[:first], *ranked, *rest]
        if wanted != children:
            for child in wanted:
                element.append(child)
            moved.append(local_name(element))
    return moved


def repair_header(header: str) -> Repaired:
    """Repair a `P3P:` header: quotes, comma, blanks, suffixes where none belong, repeated tokens.

    Unknown tokens stay: nobody but the site knows what they were to say.

    Args:
        header: The header line or its value.

    >>> repair_header("P3P: policyref='/w3c/p3p.xml' CP='NOI  CURa OUR NOR STA'").content.decode()
    'P3P: policyref="/w3c/p3p.xml", CP="NOI CUR OUR NOR STA"'
    """
    parsed = parse_header(header)
    changes = [f"put right: {fault.kind.value}" for fault in parsed.faults]
    tokens: list[str] = []
    for token in parsed.tokens:
        text = token.text
        if token.suffix and not _takes_suffix(token):
            text = token.name
            changes.append(f"removed the suffix of {token.text}")
        if text in tokens:
            changes.append(f"removed the second {text}")
        else:
            tokens.append(text)
    if not changes or parsed.compact is None:
        return Repaired(content=header.encode("utf-8", "replace"), changes=())
    directives = [f'policyref="{parsed.policyref}"'] if parsed.policyref else []
    directives.append(f'CP="{" ".join(tokens)}"')
    prefix = "P3P: " if header.lstrip().lower().startswith("p3p") else ""
    return Repaired(content=(prefix + ", ".join(directives)).encode("utf-8", "replace"), changes=tuple(changes))


def _takes_suffix(token: CompactToken) -> bool:
    return token.term is not None and token.term.scheme in (PURPOSES, RECIPIENTS) and token.name not in ("CUR", "OUR")
