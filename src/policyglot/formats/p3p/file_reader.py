"""Reads a P3P file into `PublishedFile`: leniently, so that the rules can say what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
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
    inside = _inside_extensions(root)
    strays = _to_one_namespace(root, published=namespace, inside=inside)
    expiries = [_expiry(e) for e in root.iter(tag("EXPIRY")) if _parent(e) == "POLICIES"]
    definitions = tuple(_definitions(root))
    return PublishedFile(
        source=source,
        root=root,
        kind=local_name(root),
        namespace=namespace,
        strays=strays,
        expiry=expiries[0] if expiries else None,
        policies=tuple(_policy(e) for e in root.iter(tag("POLICY")) if e not in inside),
        definitions=definitions,
        own_schema=own_schema(definitions),
        own_elements=frozenset(d.name for d in definitions if not d.is_structure),
        reference=_reference_file(root) if local_name(root) == "META" else None,
        extensions=tuple(
            Extension(element=e, is_optional=e.get("optional", "yes").strip() != "no")
            for e in root.iter(tag("EXTENSION"))
            if e not in inside
        ),
        places=Places(tree, content),
    )


def _inside_extensions(root: etree._Element) -> frozenset[etree._Element]:
    """Return the elements that lie inside an EXTENSION."""
    inside: set[etree._Element] = set()
    for extension in root.iter("{*}EXTENSION"):
        if extension not in inside:
            inside.update(extension.iterdescendants("*"))
    return frozenset(inside)


def _to_one_namespace(
    root: etree._Element, *, published: str | None, inside: frozenset[etree._Element]
) -> tuple[tuple[str | None, etree._Element], ...]:
    """Move P3P elements of every version, and those of none, to the namespace of the Recommendation.

    What lies in extensions keeps its namespace, and so does a file in a namespace that is not P3P's.
    """
    strays: dict[str | None, etree._Element] = {}
    for element in root.iter("*"):
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
    return None if element is None else element.find(tag(name))


def _values(parent: etree._Element | None) -> tuple[Value, ...]:
    return tuple(
        Value(element=e, name=local_name(e), required=_attribute(e, "required"), text=_text(e))
        for e in _children(parent)
    )


def _data(parent: etree._Element | None) -> tuple[Data, ...]:
    found = []
    for group in _children(parent, "DATA-GROUP"):
        base = _attribute(group, "base")
        for element in _children(group, "DATA"):
            categories = _first(element, "CATEGORIES")
            found.append(
                Data(
                    element=element,
                    reference=_attribute(element, "ref") or "",
                    base=base,
                    is_optional=_attribute(element, "optional") == "yes",
                    categories=None if categories is None else _values(categories),
                    text=" ".join((element.text or "").split()) if len(element) else _text(element),
                )
            )
    return tuple(found)


def _statement(element: etree._Element) -> Statement:
    consequence = _first(element, "CONSEQUENCE")
    return Statement(
        element=element,
        consequence=None if consequence is None else _text(consequence),
        is_non_identifiable=_first(element, "NON-IDENTIFIABLE") is not None,
        purposes=_values(_first(element, "PURPOSE")),
        recipients=_values(_first(element, "RECIPIENT")),
        retentions=_values(_first(element, "RETENTION")),
        data=_data(element),
    )


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
    entity = _first(element, "ENTITY")
    expiry = _first(element, "EXPIRY")
    language = next((e.get(XML_LANGUAGE) for e in (element, *element.iterancestors()) if e.get(XML_LANGUAGE)), None)
    return PublishedPolicy(
        element=element,
        name=_attribute(element, "name"),
        discuri=_attribute(element, "discuri"),
        opturi=_attribute(element, "opturi"),
        language=None if language is None else str(language),
        is_test=_first(element, "TEST") is not None,
        entity=entity,
        entity_data=_data(entity),
        access=_values(_first(element, "ACCESS")),
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
