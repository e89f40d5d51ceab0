"""Reads a P3P file into `PublishedFile`: leniently, so that the rules can say what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from lxml import etree

from policyglot.formats.p3p.namespaces import ANY_VERSION, P3P_1_0, XML_LANGUAGE
from policyglot.formats.p3p.own_schema import own_schema
from policyglot.formats.p3p.published import (
    CookiePattern,
    Data,
    Definition,
    Expiry,
    Extension,
    Pattern,
    PolicyReference,
    PublishedDispute,
    PublishedFile,
    PublishedPolicy,
    ReferenceFile,
    Statement,
    Value,
)
from policyglot.formats.p3p.xml_tree import Places, parse_xml

_PREFIX = f"{{{P3P_1_0}}}"


@cache
def tag(name: str) -> str:
    """Return the qualified name of a P3P 1.0 element."""
    return _PREFIX + name


def namespace_of(element: etree._Element) -> str | None:
    """Return the namespace of an element, or None where it is in none."""
    name = str(element.tag)
    return name[1:].partition("}")[0] if name.startswith("{") else None


def local_name(element: etree._Element) -> str:
    """Return the name of a P3P element without its namespace, or the qualified name of a foreign one."""
    return str(element.tag).removeprefix(_PREFIX)


def read_file(content: bytes, source: str) -> PublishedFile:
    """Read a published P3P file of any kind and version.

    Args:
        content: The file's bytes.
        source: Path or URL.

    Raises:
        SyntaxFault: It cannot be read as XML (see `parse_xml`).
    """
    tree = parse_xml(content, source)
    root = tree.getroot()
    namespace = namespace_of(root)
    # As long as the list lives, lxml makes no new object when an element is met again.
    elements = list(root.iter("*"))
    inside = _inside_extensions(elements) if b"EXTENSION" in content or b"\0" in content else frozenset()
    strays = _to_one_namespace(elements, published=namespace, inside=inside)
    names = frozenset(tag.removeprefix(_PREFIX) for tag in {str(e.tag) for e in elements})
    expiries = [_expiry(e) for e in root.iter(tag("EXPIRY")) if _parent(e) == "POLICIES"]
    definitions = tuple(_definitions(root)) if names & {"DATA-DEF", "DATA-STRUCT"} else ()
    policies = tuple(_policy(e) for e in root.iter(tag("POLICY")) if e not in inside)
    return PublishedFile(
        source=source,
        root=root,
        kind=local_name(root),
        namespace=namespace,
        strays=strays,
        names=names,
        expiry=expiries[0] if expiries else None,
        policies=policies,
        statements=tuple(s for p in policies for s in p.statements),
        definitions=definitions,
        own_schema=own_schema(definitions),
        own_elements=frozenset(d.name for d in definitions if not d.is_structure),
        reference=_reference_file(root) if local_name(root) == "META" else None,
        extensions=tuple(
            Extension(element=e, is_optional=e.get("optional", "yes").strip() != "no")
            for e in root.iter(tag("EXTENSION"))
            if e not in inside
        ),
        places=Places(tree, content, elements=elements),
    )


def _inside_extensions(elements: Sequence[etree._Element]) -> frozenset[etree._Element]:
    """Return the elements that lie inside an EXTENSION."""
    inside: set[etree._Element] = set()
    for element in elements:
        if element not in inside and str(element.tag).endswith("EXTENSION") and _is_extension(element):
            inside.update(element.iterdescendants("*"))
    return frozenset(inside)


def _is_extension(element: etree._Element) -> bool:
    return str(etree.QName(element).localname) == "EXTENSION"


def _to_one_namespace(
    elements: Sequence[etree._Element], *, published: str | None, inside: frozenset[etree._Element]
) -> tuple[tuple[str | None, etree._Element], ...]:
    """Move P3P elements of every version, and those of none, to the namespace of the Recommendation.

    What lies in extensions keeps its namespace, and so does a file in a namespace that is not P3P's.
    """
    strays: dict[str | None, etree._Element] = {}
    is_current = published == P3P_1_0
    for element in elements:
        if is_current and str(element.tag).startswith(_PREFIX):
            continue
        namespace = namespace_of(element)
        if element in inside or (namespace is not None and namespace not in ANY_VERSION):
            continue
        if namespace != published:
            strays.setdefault(namespace, element)
        if (published is None or published in ANY_VERSION) and namespace != P3P_1_0:
            element.tag = tag(etree.QName(element).localname)
    return tuple(strays.items())


def _parent(element: etree._Element) -> str:
    above = element.getparent()
    return local_name(above) if above is not None else ""


def _text(element: etree._Element | None) -> str:
    if element is None:
        return ""
    if len(element) == 0:  # nearly every element: several times faster than gathering texts
        return " ".join(element.text.split()) if element.text else ""
    return " ".join("".join(str(t) for t in element.itertext()).split())


def _attribute(element: etree._Element, name: str) -> str | None:
    value = element.get(name)
    return None if value is None else str(value).strip()


def _children(element: etree._Element | None, name: str | None = None) -> Iterator[etree._Element]:
    """Yield the element's P3P children (of one name), but no extensions."""
    if element is None:
        return
    if name is not None:
        yield from element.iterchildren(tag(name))
        return
    extension = tag("EXTENSION")
    for child in element.iterchildren("*"):
        if child.tag != extension:
            yield child


def _first(element: etree._Element | None, name: str) -> etree._Element | None:
    return None if element is None else next(element.iterchildren(tag(name)), None)


def _first_children(element: etree._Element) -> dict[str, etree._Element]:
    """Return the first child of each P3P name, by name."""
    found: dict[str, etree._Element] = {}
    for child in element.iterchildren("*"):
        found.setdefault(local_name(child), child)
    return found


def _values(parent: etree._Element | None) -> tuple[Value, ...]:
    if parent is None:
        return ()
    return tuple(
        Value(element=e, name=name, required=_attribute(e, "required"), text=_text(e))
        for e in parent.iterchildren("*")
        if (name := local_name(e)) != "EXTENSION"
    )


def _data(parent: etree._Element | None) -> tuple[Data, ...]:
    found = []
    for group in _children(parent, "DATA-GROUP"):
        base = _attribute(group, "base")
        for element in _children(group, "DATA"):
            is_empty = len(element) == 0
            categories = None if is_empty else _first(element, "CATEGORIES")
            found.append(
                Data(
                    element=element,
                    reference=_attribute(element, "ref") or "",
                    base=base,
                    is_optional=_attribute(element, "optional") == "yes",
                    categories=None if categories is None else _values(categories),
                    text=" ".join(element.text.split()) if element.text else "",
                )
            )
    return tuple(found)


def _statement(element: etree._Element) -> Statement:
    parts = _first_children(element)
    return Statement(
        element=element,
        consequence=_text(parts["CONSEQUENCE"]) if "CONSEQUENCE" in parts else None,
        group=_group(element) if "EXTENSION" in parts else None,
        is_non_identifiable="NON-IDENTIFIABLE" in parts,
        purposes=_values(parts.get("PURPOSE")),
        recipients=_values(parts.get("RECIPIENT")),
        retentions=_values(parts.get("RETENTION")),
        data=_data(element) if "DATA-GROUP" in parts else (),
    )


def group_name(element: etree._Element) -> str | None:
    """Return the name that an element in an extension gives its statement, or None where it is no such element.

    IBM's editor wrote `GROUP-INFO name="…"`, P3P 1.1 has STATEMENT-GROUP, with `id` or (in files) `name`.
    """
    if etree.QName(element).localname not in ("GROUP-INFO", "STATEMENT-GROUP"):
        return None
    return _attribute(element, "name") or _attribute(element, "id") or ""


def _group(statement: etree._Element) -> str | None:
    names = (group_name(e) for x in statement.iterchildren(tag("EXTENSION")) for e in x.iterchildren("*"))
    return next((name for name in names if name), None)


def _dispute(element: etree._Element) -> PublishedDispute:
    image = _first(element, "IMG")
    long_description = _first(element, "LONG-DESCRIPTION")
    return PublishedDispute(
        element=element,
        resolution=_attribute(element, "resolution-type"),
        service=_attribute(element, "service"),
        verification=_attribute(element, "verification"),
        short_description=_attribute(element, "short-description"),
        long_description=None if long_description is None else _text(long_description),
        image=None if image is None else _attribute(image, "src"),
        remedies=_values(_first(element, "REMEDIES")),
    )


def _policy(element: etree._Element) -> PublishedPolicy:
    parts = _first_children(element)
    entity, expiry = parts.get("ENTITY"), parts.get("EXPIRY")
    language = next((e.get(XML_LANGUAGE) for e in (element, *element.iterancestors()) if e.get(XML_LANGUAGE)), None)
    return PublishedPolicy(
        element=element,
        name=_attribute(element, "name"),
        discuri=_attribute(element, "discuri"),
        opturi=_attribute(element, "opturi"),
        language=None if language is None else str(language),
        is_test="TEST" in parts,
        entity=entity,
        entity_data=_data(entity),
        access=_values(parts.get("ACCESS")),
        disputes=tuple(_dispute(e) for g in _children(element, "DISPUTES-GROUP") for e in _children(g, "DISPUTES")),
        statements=tuple(_statement(e) for e in _children(element, "STATEMENT")),
        expiry=None if expiry is None else _expiry(expiry),
    )


def _expiry(element: etree._Element) -> Expiry:
    return Expiry(element=element, max_age=_attribute(element, "max-age"), date=_attribute(element, "date"))


def _definitions(root: etree._Element) -> Iterator[Definition]:
    for element in root.iter(tag("DATA-DEF"), tag("DATA-STRUCT")):
        yield Definition(
            element=element,
            name=_attribute(element, "name") or "",
            structure=_attribute(element, "structref"),
            is_structure=local_name(element) == "DATA-STRUCT",
            categories=_values(_first(element, "CATEGORIES")),
            short_description=_attribute(element, "short-description"),
        )


def _cookie(element: etree._Element) -> CookiePattern:
    return CookiePattern(
        element=element,
        name=_attribute(element, "name"),
        value=_attribute(element, "value"),
        domain=_attribute(element, "domain"),
        path=_attribute(element, "path"),
        text=_text(element),
    )


def _policy_reference(element: etree._Element) -> PolicyReference:
    return PolicyReference(
        element=element,
        about=_attribute(element, "about") or "",
        includes=tuple(Pattern(element=e, text=_text(e)) for e in _children(element, "INCLUDE")),
        excludes=tuple(Pattern(element=e, text=_text(e)) for e in _children(element, "EXCLUDE")),
        cookie_includes=tuple(_cookie(e) for e in _children(element, "COOKIE-INCLUDE")),
        cookie_excludes=tuple(_cookie(e) for e in _children(element, "COOKIE-EXCLUDE")),
        methods=tuple(_text(e) for e in _children(element, "METHOD")),
    )


def _reference_file(root: etree._Element) -> ReferenceFile:
    references = _first(root, "POLICY-REFERENCES")
    expiry = _first(references, "EXPIRY")
    return ReferenceFile(
        element=root if references is None else references,
        expiry=None if expiry is None else _expiry(expiry),
        references=tuple(_policy_reference(e) for e in _children(references, "POLICY-REF")),
        hints=tuple(_children(references, "HINT")),
    )
