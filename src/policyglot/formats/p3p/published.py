"""What a published P3P file holds, as it was written: the model that the rules look at.

Nothing is repaired or judged here. Names are local names; namespaces of all P3P versions
count as one, the published one is kept in `PublishedFile.namespace`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from policyglot.formats.p3p.xml_tree import Place, Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """An element that stands for a value: a purpose, recipient, retention, access, category, remedy.

    Attributes:
        element: The element.
        name: Its local name.
        required: Its `required` as written, or None.
        text: The text inside it, trimmed ("" for none).
    """

    element: etree._Element
    name: str
    required: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """A DATA element.

    Attributes:
        element: The element.
        reference: Its `ref` as written ("" where it lacks one).
        base: `base` of its DATA-GROUP, or None.
        is_optional: Whether the user may withhold it.
        categories: Its CATEGORIES; None where the element has no such child.
        text: Its text, trimmed (ENTITY only has any).
    """

    element: etree._Element
    reference: str
    base: str | None = None
    is_optional: bool = False
    categories: tuple[Value, ...] | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """An EXTENSION element and whether a reader that does not know it may go on."""

    element: etree._Element
    is_optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A STATEMENT; `group` is the name that an extension of IBM's editor or of P3P 1.1 gives it, or None."""

    element: etree._Element
    consequence: str | None
    group: str | None
    is_non_identifiable: bool
    purposes: tuple[Value, ...]
    recipients: tuple[Value, ...]
    retentions: tuple[Value, ...]
    data: tuple[Data, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedDispute:
    """A DISPUTES."""

    element: etree._Element
    resolution: str | None
    service: str | None
    verification: str | None
    short_description: str | None
    long_description: str | None
    image: str | None
    remedies: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPolicy:
    """A POLICY."""

    element: etree._Element
    name: str | None
    discuri: str | None
    opturi: str | None
    language: str | None
    is_test: bool
    entity: etree._Element | None
    entity_data: tuple[Data, ...]
    access: tuple[Value, ...]
    disputes: tuple[PublishedDispute, ...]
    statements: tuple[Statement, ...]
    expiry: Expiry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """An EXPIRY."""

    element: etree._Element
    max_age: str | None
    date: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A DATA-DEF or DATA-STRUCT of a data schema."""

    element: etree._Element
    name: str
    structure: str | None
    is_structure: bool
    categories: tuple[Value, ...]
    short_description: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """An INCLUDE or EXCLUDE."""

    element: etree._Element
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CookiePattern:
    """A COOKIE-INCLUDE or COOKIE-EXCLUDE; None matches anything."""

    element: etree._Element
    name: str | None
    value: str | None
    domain: str | None
    path: str | None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyReference:
    """A POLICY-REF."""

    element: etree._Element
    about: str
    includes: tuple[Pattern, ...]
    excludes: tuple[Pattern, ...]
    cookie_includes: tuple[CookiePattern, ...]
    cookie_excludes: tuple[CookiePattern, ...]
    methods: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceFile:
    """What a META says about which policy holds where."""

    element: etree._Element
    expiry: Expiry | None
    references: tuple[PolicyReference, ...]
    hints: tuple[etree._Element, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFile:
    """A policy file, reference file or data schema.

    Attributes:
        source: Path or URL.
        root: The root element, its P3P elements moved to the namespace of the Recommendation.
        kind: Local name of the root: "POLICIES", "POLICY", "META", "DATASCHEMA" or another.
        namespace: Namespace of the root as published, or None where it has none.
        strays: First element of each other P3P namespace (or of none) below the root.
        names: Local names of its P3P elements, and qualified names of foreign ones.
        expiry: EXPIRY of POLICIES, or None.
        policies: The policies, those inside META included.
        statements: The statements of all policies.
        definitions: What its data schemas define.
        own_schema: Every element that they define, and every node above, with its categories.
        own_elements: Names of the elements that they define.
        reference: The reference part of a META, or None.
        extensions: All EXTENSION elements that lie in no other.
        places: Finds elements in the text.
    """

    source: str
    root: etree._Element
    kind: str
    namespace: str | None
    strays: tuple[tuple[str | None, etree._Element], ...]
    names: frozenset[str]
    expiry: Expiry | None
    policies: tuple[PublishedPolicy, ...]
    statements: tuple[Statement, ...]
    definitions: tuple[Definition, ...]
    own_schema: Mapping[str, frozenset[str]]
    own_elements: frozenset[str]
    reference: ReferenceFile | None
    extensions: tuple[Extension, ...]
    places: Places

    def place(self, element: etree._Element) -> Place:
        """Return where an element of this file is."""
        return self.places.of(element)


def expiries(file: PublishedFile) -> Iterator[Expiry]:
    """Yield every EXPIRY of a file: of its references, of its policies, and (drafts) of single policies."""
    for expiry in (
        file.reference.expiry if file.reference else None,
        file.expiry,
        *(policy.expiry for policy in file.policies),
    ):
        if expiry is not None:
            yield expiry
