"""HTML to pieces: parsed by a hardened lxml, walked once, the main text chosen by `main_text`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from policyglot.read.flow import Flow
from policyglot.read.layout import Piece, one_line
from policyglot.read.main_text import chosen

# Tags whose nesting carries no structure; dropped when a page nests deeper than the parser goes.
# `[^<>]` and not `[^>]`: an unclosed tag must not make the search start over at every "<".
HOLLOW_TAG = re.compile(
    r"</?(?:font|span|b|i|u|em|strong|small|big|a|center|tt|sub|sup|ins|del|label|abbr|bdo|nobr|mark|q|s)\b[^<>]*>",
    re.I,
)

# Every other tag that nests, for pages where that does not help: each becomes a paragraph.
NESTING_TAG = re.compile(
    r"</?(?!p\b|br\b|h[1-6]\b|li\b|html\b|body\b|head\b|script\b|style\b|title\b)[a-z][^<>]*>", re.I
)

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
    root, is_whole = _parse_once(text)
    if not is_whole:
        text = HOLLOW_TAG.sub("", text)
        root, is_whole = _parse_once(text)
    if not is_whole:
        root, _ = _parse_once(NESTING_TAG.sub("<p>", text))
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
