"""The blocks of a page in reading order, each with what tells main text from furniture.

One walk over the tree, without recursion. Nothing is judged here: a block only notes which
of its ancestors look like a menu or are hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from policyglot.model import BlockKind
from policyglot.read import text as plain_text
from policyglot.read.data_tables import is_data_table, table_pieces
from policyglot.read.layout import Piece, one_line
from policyglot.read.lines import is_heading_line
from policyglot.read.words import reading_words

# One tag a line would be a page of them, hence the strings.
BLOCKS = frozenset(
    (  # noqa: SIM905 - see above
        "html body p div section article main ul ol menu dir li dl dt dd table caption thead tbody tfoot tr td th "
        "h1 h2 h3 h4 h5 h6 hgroup blockquote pre listing address figure figcaption details summary fieldset legend "
        "center hr form label header footer nav aside"
    ).split()
)
DROPPED = frozenset(
    (  # noqa: SIM905 - see above
        "script style template svg math iframe object embed applet canvas video audio select input textarea option "
        "head map noframes noscript progress meter datalist"
    ).split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS = frozenset(("ul", "ol", "dl", "menu", "dir"))
_BOLD = frozenset(("b", "strong"))
_FURNITURE_TAGS = frozenset(("nav", "footer", "dialog"))
_DOUBTFUL_TAGS = frozenset(("header", "aside", "form"))
_FURNITURE_ROLES = frozenset(
    (  # noqa: SIM905 - see above
        "navigation banner contentinfo search dialog alertdialog complementary menu menubar toolbar alert tablist"
    ).split()
)

# A style that hides, or that makes bold.
HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)

# The words in a class or id: "siteFooter-nav" has site, Footer and nav.
NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

# Stands for <br> while a block's text is gathered; no cleaned text contains it.
_BREAK = "\x1e"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowBlock:
    """A block of a page.

    Attributes:
        pieces: What it becomes in the document; several where breaks part it.
        element: The block element that holds its text.
        words: Number of words.
        linked: Number of words inside links.
        furniture: Ancestors that look like furniture, outermost first.
        doubtful: Ancestors that are furniture unless there is prose in them, outermost first.
        hidden: Ancestors that are hidden, outermost first.
    """

    pieces: tuple[Piece, ...]
    element: etree._Element
    words: int
    linked: int
    furniture: tuple[etree._Element, ...] = ()
    doubtful: tuple[etree._Element, ...] = ()
    hidden: tuple[etree._Element, ...] = ()


# Not frozen: an open list counts its items while the walk is in it.
@dataclass(slots=True)
class _List:
    """An open list: whether its items count, the number of the last one, and whether it has no text yet."""

    tag: str
    number: int = 0
    marker: str | None = ""
    extra: int = 0


# Not frozen: it is the walk's state, which every tag changes; what comes out (FlowBlock) is frozen.
@dataclass(slots=True)
class Flow:
    """The walk over one tree; `blocks` may be taken once."""

    root: etree._Element
    run: list[tuple[str, bool, bool]] = field(default_factory=list)
    holders: list[etree._Element] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    furniture: list[etree._Element] = field(default_factory=list)
    doubtful: list[etree._Element] = field(default_factory=list)
    hidden: list[etree._Element] = field(default_factory=list)
    bold: list[etree._Element] = field(default_factory=list)
    links: int = 0
    heading: int = 0
    last_heading: int = 0

    def blocks(self) -> Iterator[FlowBlock]:
        """Yield the blocks in document order."""
        walk = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if not isinstance(tag, str):
                continue
            if event == "end":
                yield from self._leave(element, tag)
                continue
            if tag in DROPPED or (tag == "button" and not self.heading and not self.bold):
                walk.skip_subtree()
                continue
            if tag in BLOCKS:
                yield from self._flush()
                self.holders.append(element)
            self._note(element, tag)
            if tag == "table" and is_data_table(element):
                yield self._block(
                    tuple(table_pieces(element)), words=sum(map(_word_count, element.itertext())), linked=0
                )
                walk.skip_subtree()
            elif element.text:
                self._add(element.text)

    def _note(self, element: etree._Element, tag: str) -> None:
        """Take in what a start tag says."""
        names = _names(element)
        if (
            tag in _FURNITURE_TAGS
            or element.get("role") in _FURNITURE_ROLES
            or not names.isdisjoint(reading_words().furniture)
        ):
            self.furniture.append(element)
        elif tag in _DOUBTFUL_TAGS or not names.isdisjoint(reading_words().doubtful):
            self.doubtful.append(element)
        style = element.get("style")
        if (
            element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or (style and HIDING_STYLE.search(style))
        ):
            self.hidden.append(element)
        if tag in _BOLD or (style and BOLD_STYLE.search(style)):
            self.bold.append(element)
        if tag == "a" and element.get("href") is not None:
            self.links += 1
        elif tag == "br":
            self.run.append((_BREAK, False, False))
        elif tag in _HEADINGS:
            self.heading = int(tag[1])
        elif tag in _LISTS:
            self.lists.append(_List(tag=tag))
        elif tag in ("li", "dt", "dd") and self.lists:
            self._enter_item(element, tag)

    def _enter_item(self, element: etree._Element, tag: str) -> None:
        """Begin an item of the innermost list."""
        inner = self.lists[-1]
        inner.extra = 1 if tag == "dd" else 0
        inner.number += 1
        inner.marker = f"{inner.number}." if inner.tag == "ol" and element.get("value") is None else ""

    def _leave(self, element: etree._Element, tag: str) -> Iterator[FlowBlock]:
        """Take in an end tag, and the text behind it."""
        if tag in BLOCKS:
            yield from self._flush()
            if self.holders and self.holders[-1] is element:
                self.holders.pop()
        for marks in (self.furniture, self.doubtful, self.hidden, self.bold):
            if marks and marks[-1] is element:
                marks.pop()
        if tag == "a" and element.get("href") is not None:
            self.links -= 1
        elif tag in _HEADINGS:
            self.heading = 0
        elif tag in _LISTS and self.lists:
            self.lists.pop()
        if element.tail and element is not self.root:
            self._add(element.tail)

    def _add(self, text: str) -> None:
        """Add running text to the block that is being gathered."""
        self.run.append((text, bool(self.bold), self.links > 0))

    def _flush(self) -> Iterator[FlowBlock]:
        """Yield the block that was gathered, if it has words."""
        run, self.run = self.run, []
        if not any(text and not text.isspace() and text != _BREAK for text, _, _ in run):
            return
        words = linked = 0
        for text, _, is_linked in run:
            count = _word_count(text)
            words += count
            linked += count if is_linked else 0
        yield self._block(tuple(self._pieces(run)), words=words, linked=linked)

    def _block(self, pieces: tuple[Piece, ...], *, words: int, linked: int) -> FlowBlock:
        """Return a block at this place of the walk."""
        return FlowBlock(
            pieces=pieces,
            element=self.holders[-1] if self.holders else self.root,
            words=words,
            linked=linked,
            furniture=tuple(self.furniture),
            doubtful=tuple(self.doubtful),
            hidden=tuple(self.hidden),
        )

    def _pieces(self, run: list[tuple[str, bool, bool]]) -> Iterator[Piece]:
        """Yield the pieces of a gathered block."""
        if self.heading:
            self.last_heading = self.heading
            text = "".join(" " if text == _BREAK else text for text, _, _ in run)
            yield Piece(kind=BlockKind.HEADING, text=text, level=self.heading)
            return
        if self.lists:
            inner = self.lists[-1]
            text = "\n".join(one_line(line) for line, _ in _lines(run))
            level = len(self.lists) + sum(entry.extra for entry in self.lists)
            yield from plain_text.broken_item(text, level=level, marker=inner.marker)
            inner.marker = None
            return
        level = min(self.last_heading + 1, 6)
        prose: list[str] = []
        for line, is_bold in _lines(run):
            if is_bold and is_heading_line(line):
                yield from plain_text.broken_paragraph("\n".join(prose), heading=level)
                prose = []
                yield Piece(kind=BlockKind.HEADING, text=line, level=level)
            else:
                prose.append(line)
        yield from plain_text.broken_paragraph("\n".join(prose), heading=level)


def _lines(run: list[tuple[str, bool, bool]]) -> Iterator[tuple[str, bool]]:
    """Yield the lines between breaks, white space normalised, and whether all of their words are bold."""
    texts: list[str] = []
    is_bold = True
    for text, bold, _ in (*run, (_BREAK, False, False)):
        if text == _BREAK:
            line = one_line("".join(texts))
            yield line, is_bold and bool(line)
            texts, is_bold = [], True
        else:
            texts.append(text)
            is_bold = is_bold and (bold or text.strip(" \t\r\n:\u00a0") == "")


def _word_count(text: str) -> int:
    """Return the number of words in a run of text."""
    return len(text.split())


def _names(element: etree._Element) -> set[str]:
    """Return the words of an element's classes and id, in lower case."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return {part.lower() for part in NAME_PART.findall(names[:500])} if names != " " else set()
