"""Markdown to pieces, by markdown-it-py (CommonMark and tables).

Blocks come from its token stream. Most inline text has no mark-up at all and is taken as it
is; only the rest goes through the inline parser, which costs four times as much as the blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from policyglot.model import BlockKind
from policyglot.read import text as plain_text
from policyglot.read.layout import Piece, one_line
from policyglot.read.lines import is_heading_line
from policyglot.read.tables import TableReader

# What makes inline text more than its characters; a line end is a space, two spaces before it a break.
INLINE_MARK = re.compile(r"[*_\[\]<>`\\]|&#?\w+;|  \n")

# A first look, which is quicker: a text with none of these has no marks at all.
ANY_MARK = re.compile(r"[*_\[\]<>`\\&\n]")

# The marks of nine paragraphs in ten: a link without marks or brackets in it, and words in bold
# between white space or punctuation. What is left of marks then is for the parser.
PLAIN_LINK = re.compile(r"\[(?<!!\[)([^\[\]<>`\\_&!]*)\]\([^()\s<>`\\*&\"]*(?: \"[^\"\n\\<>`*&]*\")?\)")
PLAIN_BOLD = re.compile(r"\*\*(?:(?<=^\*\*)|(?<=[\s(\"“‘]\*\*))(?=[^\s*])([^*]*[^\s*])\*\*(?=[\s).,;:?!\"”’]|$)")

# With these, a bracket or star may mean something else.
CODE_MARK = re.compile(r"[`<\\]|  \n|!\[")

# A whole text in bold, the mark of a heading that is none: "**Cookies**", "__Cookies:__".
BOLD_ONLY = re.compile(r"\s*(\*\*|__)(?=\S)(?:(?!\1).)+(?<=\S)\1\s*:?\s*", re.S)

# The inline parser takes ten microseconds a mark. No paragraph is longer than this; what is gets
# its links and marks taken off by these.
_MAX_PARSED = 20_000
LINK = re.compile(r"\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}\)")
MARKS = re.compile(r"\*+|`+|(?<!\w)_+|_+(?!\w)")

# Lists in lists: two levels each; the parser's own limit of 20 loses text, its recursion ends at 200.
_MAX_NESTING = 60

# Quote marks deeper than anybody quotes; the parser gives up on them and drops their text.
DEEP_QUOTE = re.compile(r"^(?:[ \t]*>){9,}", re.M)

# A line break written as a tag.
BREAK_TAG = re.compile(r"<br\s*/?>", re.I)


@dataclass(slots=True)
class _Reader:
    """The walk over the tokens.

    Attributes:
        parser: For inline text.
        env: Link references of the document.
        lists: Of the open lists, the sign of ordered ones and "" of others.
        marker: Of the item that has no text yet, or None where the open item has some.
        heading: Level of the last true heading.
        table: The open table, or None.
    """

    parser: MarkdownIt
    env: dict[str, Any] = field(default_factory=dict)
    lists: list[str] = field(default_factory=list)
    marker: str | None = None
    heading: int = 0
    table: TableReader | None = None

    def plain(self, content: str) -> str:
        """Return inline text without its marks, line breaks as line feeds."""
        if ANY_MARK.search(content) is None:
            return content
        if INLINE_MARK.search(content) is None:
            return content.replace("\n", " ")
        if CODE_MARK.search(content) is None:
            simple = PLAIN_BOLD.sub(r"\1", PLAIN_LINK.sub(r"\1", content))
            if INLINE_MARK.search(simple) is None:
                return simple.replace("\n", " ")
        if len(content) > _MAX_PARSED:
            return MARKS.sub("", LINK.sub(r"\1", content)).replace("\n", " ")
        children: list[Token] = []
        self.parser.inline.parse(content, self.parser, self.env, children)
        return "".join(map(_inline_text, children))


def read(text: str) -> Iterator[Piece]:
    """Yield the pieces of a Markdown text.

    Args:
        text: Cleaned (see `layout.clean`).
    """
    reader = _Reader(parser=_parser())
    tokens = reader.parser.parse(DEEP_QUOTE.sub(">", text), reader.env)
    before = ""
    for token in tokens:
        match token.type:
            case "heading_open":
                reader.heading = int(token.tag[1])
            case "inline":
                yield from _inline(reader, token, before)
            case "bullet_list_open" | "ordered_list_open":
                reader.lists.append(token.markup if token.type == "ordered_list_open" else "")
            case "bullet_list_close" | "ordered_list_close":
                reader.lists.pop()
            case "list_item_open":
                reader.marker = token.info + token.markup if reader.lists[-1] else ""
            case "table_open":
                reader.table = TableReader()
            case "tr_close" if reader.table:
                reader.table.end_row()
            case "table_close" if reader.table:
                yield from reader.table.pieces()
                reader.table = None
            case "fence":
                yield from plain_text.read(token.content)
            case "html_block":
                yield from _html(token.content)
        before = token.type


def _parser() -> MarkdownIt:
    """Return a CommonMark parser with tables, without what prose does not need.

    Indented code is what a careless conversion leaves of indented prose: policies have no code.
    Links lose their address anyhow, so none is checked or encoded.
    """
    parser = MarkdownIt("commonmark").enable("table").disable(["code", "inline", "text_join"])
    parser.options["maxNesting"] = _MAX_NESTING
    parser.normalizeLink = _as_written  # type: ignore[method-assign] # markdown-it's own way to configure it
    parser.validateLink = bool  # type: ignore[method-assign,assignment] # every address that is not empty
    return parser


def _as_written(url: str) -> str:
    """Return an address unchanged."""
    return url


def _inline(reader: _Reader, token: Token, before: str) -> Iterator[Piece]:
    """Yield the pieces of the text of a heading, paragraph, item or cell; `before` opened it."""
    text = reader.plain(token.content)
    is_bold = BOLD_ONLY.fullmatch(token.content) is not None
    if before in ("th_open", "td_open"):
        if reader.table:
            reader.table.add_cell(text, is_header=before == "th_open" or is_bold)
        return
    if before == "heading_open":
        yield Piece(kind=BlockKind.HEADING, text=text, level=reader.heading)
        return
    if reader.lists:
        level = len(reader.lists)
        yield from plain_text.broken_item(text, level=level, marker=reader.marker)
        reader.marker = None
        return
    if is_bold and is_heading_line(one_line(text)):
        yield Piece(kind=BlockKind.HEADING, text=text, level=min(reader.heading + 1, 6))
        return
    yield from plain_text.broken_paragraph(text, heading=min(reader.heading + 1, 6))


def _inline_text(token: Token) -> str:
    """Return what an inline token adds to the text."""
    match token.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "html_inline":
            return "\n" if BREAK_TAG.fullmatch(token.content) else ""
        case "image":
            return ""
    return token.content


def _html(content: str) -> Iterator[Piece]:
    """Yield the pieces of a block of HTML in the text; a comment or a lone tag has none."""
    if content.lstrip().startswith("<!--") and content.rstrip().endswith("-->"):
        return
    from policyglot.read import html  # noqa: PLC0415 - lxml is only loaded for the few texts that need it

    yield from html.fragment_pieces(content)
