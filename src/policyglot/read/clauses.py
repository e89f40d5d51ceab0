"""A document's clauses: its sentences, items and rows, each with what is needed to understand it.

Nothing is lost and nothing is said twice: every character of a block but white space is in
exactly one clause, and clauses stand in the document's order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from policyglot.model import Block, BlockKind, Clause, Document, Span
from policyglot.read.lines import ENDED
from policyglot.read.sentences import sentence_ends
from policyglot.read.words import reading_words

# What a line ends with that something else must complete.
_OPEN_ENDS = (":", ":-", ":–", ":—", ": -")

# The end of an item that another one follows: "…;", "…,", "…; and".
GOES_ON = re.compile(r"[;,](?: (?:and|or|and/or))?$")

# Whether a list's items are fragments shows in its first few.
_ITEMS_LOOKED_AT = 12

# Between the cells of a row.
CELLS = re.compile(r"\s*\|\s*")

# A row of more sentences than this is a text in columns; its first cell, if it is short, is their heading.
_MAX_ROW_SENTENCES = 3
_MAX_LABEL_WORDS = 12

# A paragraph longer than this is no item of a list without markers.
_MAX_LOOSE_ITEM = 400


@dataclass(slots=True)
class _Place:
    """What the walk over the blocks remembers.

    Attributes:
        headings: Open headings as (level, text), outermost first.
        introduction: The clause that may introduce the next list, or None.
        levels: Introduction of each open list, by depth from 1.
        loose: Introduction of a list whose items are paragraphs, or None.
        is_loose_started: Whether the loose list has its first item.
        is_loose_open: Whether its last item says that there is another.
        is_loose_unfinished: Whether its introduction breaks off in mid-sentence ("we will:").
    """

    headings: list[tuple[int, str]] = field(default_factory=list)
    introduction: Span | None = None
    levels: list[Span | None] = field(default_factory=list)
    loose: Span | None = None
    is_loose_started: bool = False
    is_loose_open: bool = False
    is_loose_unfinished: bool = False


def segment(document: Document) -> tuple[Clause, ...]:
    r"""Return the clauses of a document.

    Args:
        document: As `read_document` returns it.

    Returns:
        In document order. A heading or table row is one clause; a paragraph or item has one for
        each sentence. Items carry the span of the sentence that introduces their list, nested
        ones that of the nearest.

    >>> from policyglot.read import read_document
    >>> prose = b"Our privacy policy says: we use your personal data to:\n\n- ship orders\n- send news"
    >>> document = read_document(content=prose, name="shop.txt")
    >>> [(c.text, c.lead_in.of(document.text)[-4:]) for c in segment(document) if c.lead_in]
    [('ship orders', ' to:'), ('send news', ' to:')]
    """
    return tuple(_clauses(document))


def _clauses(document: Document) -> Iterator[Clause]:
    """Yield the clauses, block by block."""
    text, blocks = document.text, document.blocks
    place = _Place()
    path: tuple[str, ...] = ()
    for index, block in enumerate(blocks):
        words = block.span.of(text)
        if block.kind is BlockKind.HEADING:
            while place.headings and place.headings[-1][0] >= block.level:
                place.headings.pop()
            path = tuple(title for _, title in place.headings)
            yield Clause(span=block.span, text=words, headings=path, kind=block.kind, level=block.level)
            place.headings.append((block.level, words))
            path = (*path, words)
            place.levels, place.loose = [], None
            place.introduction = block.span if words.endswith(_OPEN_ENDS) else None
            place.loose = place.introduction
            # A heading is completed by fragments only; sentences below it stand for themselves.
            place.is_loose_started, place.is_loose_open, place.is_loose_unfinished = True, False, False
            continue
        lead_in = _lead_in(text, blocks, index, place)
        spans = _sentences(words, block.span.start)
        label: tuple[str, ...] = ()
        if block.kind is BlockKind.ROW:
            spans, label = _row(block.span, spans, text)
        for number, span in enumerate(spans):
            yield Clause(
                span=span,
                text=span.of(text),
                headings=(*path, *label) if number else path,
                lead_in=lead_in,
                kind=block.kind,
                level=block.level,
                header=block.header,
            )
        _remember(block, spans[-1], words, place)


def _sentences(words: str, offset: int) -> list[Span]:
    """Return the spans of a block's sentences, white space between them left out."""
    spans = []
    start = 0
    for end in sentence_ends(words):
        while words[start].isspace():
            start += 1
        spans.append(Span(offset + start, offset + end))
        start = end
    return spans


def _row(row: Span, sentences: list[Span], text: str) -> tuple[list[Span], tuple[str, ...]]:
    """Return the spans of a table row's clauses, and what stands above all but the first of them.

    The cells of a row say one thing together, unless they hold whole paragraphs: then each
    sentence says its own, below the cell that the row begins with.
    """
    if len(sentences) <= _MAX_ROW_SENTENCES:
        return [row], ()
    borders = [m.span() for m in CELLS.finditer(text, row.start, row.end)]
    starts, ends = [row.start, *(end for _, end in borders)], [*(start for start, _ in borders), row.end]
    cells = [Span(start, end) for start, end in zip(starts, ends, strict=True) if start < end]
    spans = [span for cell in cells for span in _sentences(cell.of(text), cell.start)]
    label = cells[0].of(text)
    return spans, (label,) if len(cells) > 1 and len(label.split()) <= _MAX_LABEL_WORDS else ()


def _lead_in(text: str, blocks: tuple[Block, ...], index: int, place: _Place) -> Span | None:
    """Return the introduction that a block completes, or None."""
    block = blocks[index]
    if block.kind is BlockKind.ITEM:
        del place.levels[block.level :]
        while len(place.levels) < block.level:
            place.levels.append(_introduction(text, blocks, index, place))
        before = blocks[index - 1]
        is_sibling = before.kind is BlockKind.ITEM and before.level == block.level
        if is_sibling and text[block.span.start].islower() and before.span.of(text).endswith(_OPEN_ENDS):
            # An item with a colon whose own items were not set deeper.
            place.levels[block.level - 1] = place.introduction
        return place.levels[block.level - 1]
    place.levels = []
    if block.kind is BlockKind.ROW:
        introduction = place.introduction
        is_open = introduction is not None and introduction.of(text).endswith(_OPEN_ENDS)
        return introduction if is_open else None
    return _loose_lead_in(block.span.of(text), place)


def _introduction(text: str, blocks: tuple[Block, ...], index: int, place: _Place) -> Span | None:
    """Return the clause that introduces the list that opens at this block, or None.

    An open end or an announcing word introduces any list; another sentence only one whose items
    are hardly ever sentences of their own.
    """
    before = place.introduction
    if before is None:
        return place.levels[-1] if place.levels else None
    words = before.of(text)
    if place.levels or ENDED.search(words) is None or words.endswith(_OPEN_ENDS):
        return before
    if reading_words().introductions.search(words.lower()):
        return before
    return before if _are_fragments(text, blocks, index) else None


def _are_fragments(text: str, blocks: tuple[Block, ...], index: int) -> bool:
    """Say whether nearly all of the first items of the list that opens at `index` need an introduction."""
    items = []
    for block in blocks[index : index + _ITEMS_LOOKED_AT]:
        if block.kind is not BlockKind.ITEM:
            break
        if block.level == blocks[index].level:
            items.append(block.span.of(text))
    return sum(map(_is_fragment, items)) * 5 > len(items) * 4


def _is_fragment(words: str) -> bool:
    """Say whether an item needs its introduction: begun in lower case, or not ended like a sentence."""
    return words[0].islower() or words[-1] not in ".?!"


def _loose_lead_in(words: str, place: _Place) -> Span | None:
    """Return the introduction of a paragraph in a list without markers, or None.

    What follows a colon completes it. Those behind it do too, as long as they are fragments.
    """
    if place.loose is None:
        return None
    is_fragment = len(words) <= _MAX_LOOSE_ITEM and _is_fragment(words)
    is_expected = place.is_loose_open or not place.is_loose_started or _completes(words, place)
    lead_in: Span | None = place.loose
    place.is_loose_started = True
    place.is_loose_open = GOES_ON.search(words) is not None
    if words.endswith(_OPEN_ENDS) or not (is_fragment or is_expected):
        place.loose = lead_in = None
    elif not is_fragment and not _completes(words, place):
        place.loose = None
    return lead_in


def _completes(words: str, place: _Place) -> bool:
    """Say whether a sentence completes an introduction that breaks off: it does not start as a sentence of its own."""
    first = words.partition(" ")[0].lower()
    return place.is_loose_unfinished and len(words) <= _MAX_LOOSE_ITEM and first not in reading_words().starters


def _remember(block: Block, last: Span, words: str, place: _Place) -> None:
    """Note what a block's last clause may introduce."""
    if block.kind is BlockKind.ROW:
        return
    place.introduction = last
    is_open = words.endswith(_OPEN_ENDS)
    if block.kind is BlockKind.ITEM:
        place.loose = None
    elif is_open:
        place.loose, place.is_loose_started, place.is_loose_open = last, False, False
        final = words.rstrip(" :-–—").rpartition(" ")[2].lower()
        place.is_loose_unfinished = final in reading_words().unfinished
