"""Reads XML that strangers published: no DTD, no entities, no network, no surprises.

Elements keep their place: `Places` finds line, column and path of each in the text as it
was published.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from policyglot.errors import SyntaxFault

MAX_BYTES = 2_000_000
"""Largest file that is read; published P3P files have less than a twentieth."""

MAX_TAGS = 10_000
"""Most tags (opening and closing) that are read; published files have a few hundred."""

MAX_CHILDREN = 1_000
"""Most children that one element may have: libxml2 counts siblings for every error that it reports."""

MAX_SIGNS = 50_000
"""Most equals signs, and so attributes, that a file may have."""

SHORTEST_ATTRIBUTE = len(" a=''")

MAX_ATTRIBUTES = 64
"""Most attributes that one element may have: lxml's access to them is quadratic."""

# A document type declaration, after any white space, comments and processing instructions. NUL
# bytes are taken out first, so that UTF-16 and UTF-32 are seen through.
DOCTYPE = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff|\s|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL | re.IGNORECASE
)

# What begins with "<": comments, CDATA and processing instructions as a whole (group 1 unset),
# or the name of a start tag (group 1). "<" cannot stand anywhere else in well-formed XML.
START_TAG = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<([^\s/>!?][^\s/>]*)", re.DOTALL)

# The namespace in a qualified name: "{http://www.w3.org/2002/01/P3Pv1}POLICY".
NAMESPACE = re.compile(r"\{[^}]*\}")

# The first element that has too much of something, and of what.
_CROWDED = (
    (etree.XPath(f"(//*[count(@*) > {MAX_ATTRIBUTES}])[1]"), f"{MAX_ATTRIBUTES} attributes"),
    (etree.XPath(f"(//*[count(*) > {MAX_CHILDREN}])[1]"), f"{MAX_CHILDREN} children"),
)


def parse_xml(content: bytes, source: str) -> etree._ElementTree:
    """Return the tree of a published XML file.

    Args:
        content: The file's bytes, at most `MAX_BYTES`.
        source: Path or URL, for errors.

    Raises:
        SyntaxFault: The file is not well-formed, too large, or has a document type declaration.
    """
    _refuse_before_parsing(content, source)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise SyntaxFault(
            f"not well-formed XML: {error.msg or 'unreadable'}".splitlines()[0],
            source=source,
            line=error.lineno or None,
            column=error.offset or None,
            advice="every tag needs its end, every & must be written &amp;",
        ) from error
    except (ValueError, LookupError) as error:
        raise SyntaxFault(f"cannot be read as XML: {error}", source=source, advice="save it as UTF-8") from error
    tree = root.getroottree()
    if tree.docinfo.internalDTD is not None:
        raise _doctype(source)
    for find_crowded, what in _CROWDED if _may_be_crowded(content) else ():
        crowded = find_crowded(tree)
        if isinstance(crowded, list) and crowded:
            raise SyntaxFault(
                f"an element has more than {what}",
                source=source,
                line=_line(crowded[0]),
                advice="this is far more than any P3P file needs",
            )
    return tree


def _refuse_before_parsing(content: bytes, source: str) -> None:
    if len(content) > MAX_BYTES:
        raise SyntaxFault(
            f"too large: {len(content)} bytes, at most {MAX_BYTES} are read",
            source=source,
            advice="a P3P file has a few thousand",
        )
    if content.count(b"<") > MAX_TAGS:
        raise SyntaxFault(f"more than {MAX_TAGS} tags", source=source, advice="a P3P file has a few hundred")
    if content.count(b"=") > MAX_SIGNS:
        raise SyntaxFault(f"more than {MAX_SIGNS} attributes", source=source, advice="a P3P file has a few hundred")
    if DOCTYPE.match(content.replace(b"\0", b"")):
        raise _doctype(source)


def _may_be_crowded(content: bytes) -> bool:
    """Say whether an element can have too much of something; where not, nobody needs to count.

    A start tag lies between two "<". Only encodings that write ASCII as it is can be seen
    through: UTF-16 and the like have NUL bytes, EBCDIC has no "<" where one is to be.
    """
    if b"\0" in content or not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return True
    parts = content.split(b"<")
    return len(parts) > MAX_CHILDREN or any(
        part.count(b"=") > MAX_ATTRIBUTES for part in parts if len(part) > MAX_ATTRIBUTES * SHORTEST_ATTRIBUTE
    )


def _line(element: object) -> int:
    """Return libxml2's line of an element: that of the end of its start tag."""
    line = getattr(element, "sourceline", None)
    return line if isinstance(line, int) else 1


def _doctype(source: str) -> SyntaxFault:
    return SyntaxFault(
        "has a document type declaration, which is not read",
        source=source,
        advice="remove <!DOCTYPE …>: P3P needs none, and it can name files and entities",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an element is in a file.

    Attributes:
        line: 1-based.
        column: 1-based, in code points, or None where it is unknown.
        pointer: "/POLICIES/POLICY/STATEMENT[2]".
    """

    line: int
    column: int | None
    pointer: str


class Places:
    """Line, column and path of the elements of a tree, found when one is asked for.

    `remember` before the tree is changed: afterwards the order of elements tells nothing.
    """

    def __init__(
        self, tree: etree._ElementTree, content: bytes, *, elements: Sequence[etree._Element] | None = None
    ) -> None:
        self._tree = tree
        self._content = content
        self._elements = elements
        self._numbers: dict[etree._Element, int] = {}
        self._text = ""
        self._starts: list[int] = []
        self._pointers: dict[etree._Element, str] = {}
        self._found: dict[etree._Element, Place] = {}

    def remember(self) -> None:
        """Fix the places of all elements as they are now."""
        self._number()
        for element in self._numbers:
            self._pointers[element] = self._pointer(element)

    def of(self, element: etree._Element) -> Place:
        """Return the place of an element of the tree; that of the root for one that was added later."""
        place = self._found.get(element)
        if place is None:
            place = self._found[element] = self._find(element)
        return place

    def _find(self, element: etree._Element) -> Place:
        self._number()
        if element not in self._numbers:
            element = next(iter(self._numbers))
        pointer = self._pointers.get(element) or self._pointer(element)
        if not self._starts:
            return Place(line=_line(element), column=None, pointer=pointer)
        start = self._starts[self._numbers[element]]
        column = start - self._text.rfind("\n", 0, start)
        return Place(line=self._text.count("\n", 0, start) + 1, column=column, pointer=pointer)

    def _number(self) -> None:
        if not self._numbers:
            elements = self._elements or self._tree.getroot().iter("*")
            self._numbers = {element: n for n, element in enumerate(elements)}
            self._text = _decoded(self._content, self._tree.docinfo.encoding or "utf-8")
            starts = [match.start() for match in START_TAG.finditer(self._text) if match.lastindex]
            self._starts = starts if len(starts) == len(self._numbers) else []

    def _pointer(self, element: etree._Element) -> str:
        """Return the path of an element by local names; numbers stand only where a name is not alone."""
        root = self._tree.getroot()
        path = NAMESPACE.sub("", self._tree.getelementpath(element))
        name = str(etree.QName(root).localname)
        return f"/{name}" if path == "." else f"/{name}/{path}"


def _decoded(content: bytes, encoding: str) -> str:
    """Return the text of a file, or nothing where Python lacks the encoding."""
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except (UnicodeError, LookupError):
        return ""
