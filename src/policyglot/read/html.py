"""HTML to pieces: parsed by a hardened lxml, walked once, the main text chosen by `main_text`."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from policyglot.read.flow import Flow
from policyglot.read.layout import Piece, one_line
from policyglot.read.main_text import chosen
from policyglot.read.tags import flattened, tidied

_TOO_DEEP = "Excessive depth"


def read(text: str) -> tuple[str | None, list[Piece]]:
    """Return the title and the pieces of the main text of a page.

    Args:
        text: The page's source, decoded.
    """
    root = parse(text)
    if root is None:
        return None, []
    found = root.find(".//title")
    title = one_line(found.text or "") if found is not None else None
    return title, chosen(list(Flow(root).blocks()))


def fragment_pieces(text: str) -> Iterator[Piece]:
    """Yield the pieces of a fragment of HTML inside another text, all of it."""
    root = parse(text)
    if root is not None:
        for block in Flow(root).blocks():
            yield from block.pieces


def parse(text: str) -> etree._Element | None:
    """Return the tree of a page, or None for an empty one.

    libxml2 stops at a depth of 256 and drops the rest of the page. Pages that nest deeper do so
    by unclosed tags that mean nothing: without them the text is whole again.
    """
    root: etree._Element | None = None
    for source in flattened(tidied(text)):
        root, is_whole = _parse_once(source)
        if is_whole:
            break
    return root


def _parse_once(text: str) -> tuple[etree._Element | None, bool]:
    """Return the tree, and whether the parser went through to the end."""
    parser = lxml_html.HTMLParser(
        encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # "Document is empty"
        return None, True
    return root, not any(_TOO_DEEP in entry.message for entry in parser.error_log)
