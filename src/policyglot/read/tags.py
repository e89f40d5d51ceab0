"""A page's source made fit for the parser: without scripts, crowded tags and endless nesting.

libxml2 takes time that is quadratic in the attributes of one tag, and drops what is nested
deeper than 256 elements. Every search here is linear, whatever the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A start tag from its name to its end, with whole quoted values. Possessive: it never goes back.
START_TAG = re.compile(r"""<([A-Za-z][\w:-]{0,40})(?=[\s/])(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")

# A quoted value, taken out before attributes are counted.
QUOTED = re.compile(r""""[^"]*"|'[^']*'""")

# Tags whose nesting carries no structure. `[^<>]` and not `[^>]`: an unclosed tag must not make the
# search start over at every "<".
HOLLOW_TAG = re.compile(
    r"</?(?:font|span|b|i|u|em|strong|small|big|a|center|tt|sub|sup|ins|del|label|abbr|bdo|nobr|mark|q|s)\b[^<>]*>",
    re.I,
)

# Every other tag that nests, for pages where that does not help: each becomes a paragraph.
NESTING_TAG = re.compile(r"</?(?!p\b|br\b|h[1-6]\b|html\b|body\b|head\b|title\b)[a-z][^<>]*>", re.I)

# Where something starts that has no words of the page in it, and where it ends.
WORDLESS = re.compile(r"<!--|<(?:script|style)(?=[\s/>])", re.I)
_CLOSINGS = {
    "<!--": re.compile(r"--!?>"),
    "<script": re.compile(r"</script[^<>]*>?", re.I),
    "<style": re.compile(r"</style[^<>]*>?", re.I),
}

# No tag of a real page has so many attributes, nor is one with them shorter.
_MAX_ATTRIBUTES = 200
_MIN_CROWDED = 2 * _MAX_ATTRIBUTES


def tidied(text: str) -> str:
    """Return the source without scripts, styles and comments, and with few attributes a tag."""
    return "".join(_uncrowded("".join(_worded(text))))


def _worded(text: str) -> Iterator[str]:
    """Yield the source in parts, without what no reader sees, in the order in which a parser meets it.

    What is never closed stays: the parser knows best. And nothing of its kind is looked for again.
    """
    position = place = 0
    unclosed: set[str] = set()
    while found := WORDLESS.search(text, place):
        kind = found[0].lower()
        place = found.end()
        closing = None if kind in unclosed else _CLOSINGS[kind].search(text, place)
        if closing is None:
            unclosed.add(kind)
            continue
        yield text[position : found.start()]
        position = place = closing.end()
    yield text[position:]


def _uncrowded(text: str) -> Iterator[str]:
    """Yield the source in parts, without the attributes of tags that have too many."""
    position = 0
    for found in START_TAG.finditer(text):
        if found.end() - found.start() < _MIN_CROWDED:
            continue
        if len(QUOTED.sub(" ", found[0]).split()) > _MAX_ATTRIBUTES:
            yield text[position : found.start()]
            yield f"<{found[1]}>"
            position = found.end()
    yield text[position:]


def flattened(text: str) -> Iterator[str]:
    """Yield the source with less and less nesting: as it is, without hollow tags, without any nesting."""
    yield text
    text = HOLLOW_TAG.sub("", text)
    yield text
    yield NESTING_TAG.sub("<p>", text)
