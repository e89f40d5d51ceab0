"""The policy's own words on the page: the text with its highlights, and links into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from policyglot.model import Block, BlockKind, Document, Span
from policyglot.report.entries import Entry
from policyglot.report.highlight import Passage, Run, cut, first_run
from policyglot.report.markup import Html, element, join, text

# How much of a quote is shown, in code points: the text below has all of it.
_SHOWN = 64
# The level of a policy's top headings on the page, below the section's own.
_TOP = 3


class Quoting(Protocol):
    """What can quote the words at a span: those of a whole document, or those that a store keeps."""

    def quote(self, span: Span) -> Html:
        """Return the words at a span, in quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a document, cut into runs that can be linked to.

    Attributes:
        document: The document.
        entries: What was made of it.
        passages: Its blocks with their runs.
    """

    document: Document
    entries: tuple[Entry, ...]
    passages: tuple[Passage, ...]

    def quote(self, span: Span) -> Html:
        """Return the beginning of the words at a span, in quotes, as a link to where they stand."""
        said = " ".join(span.of(self.document.text).split())
        shown = said if len(said) <= _SHOWN else said[:_SHOWN].rsplit(" ", 1)[0] + " …"
        return self.link(span, f"“{shown}”")

    def link(self, span: Span, shown: str) -> Html:
        """Return a link to the words at a span, or only what it would show where no block has them."""
        run = first_run(self.passages, span)
        return element("a", {"href": f"#{_anchor(run)}"}, shown) if run else text(shown)


def words_of(document: Document, entries: Sequence[Entry]) -> Words:
    """Cut a document into runs by the evidence of its entries."""
    passages = cut(document, [entry.spans for entry in entries])
    return Words(document=document, entries=tuple(entries), passages=passages)


def text_of(words: Words) -> Html:
    """Return the whole text with its highlights: headings, paragraphs, lists and rows."""
    levels: list[int] = []
    parts: list[Html] = []
    for kind, passages in groupby(words.passages, key=lambda passage: passage.block.kind):
        if kind is BlockKind.ITEM:
            parts.append(element("ul", None, *(_item(passage, words) for passage in passages)))
        elif kind is BlockKind.HEADING:
            parts += [_heading(passage, words, levels) for passage in passages]
        else:
            name = "row" if kind is BlockKind.ROW else None
            parts += [element("p", {"class": name}, *_marked(passage, words)) for passage in passages]
    return join(parts, "\n")


def _item(passage: Passage, words: Words) -> Html:
    level = min(passage.block.level, 6)
    return element("li", {"class": f"depth-{level}" if level > 1 else None}, *_marked(passage, words))


def _heading(passage: Passage, words: Words, levels: list[int]) -> Html:
    """A heading as deep as the headings above it ask for: no level is left out on the page."""
    return element(f"h{_depth(passage.block, levels)}", None, *_marked(passage, words))


def _depth(block: Block, levels: list[int]) -> int:
    while levels and levels[-1] >= block.level:
        levels.pop()
    levels.append(block.level)
    return min(_TOP + len(levels) - 1, 6)


def _anchor(run: Run) -> str:
    return f"w{run.span.start}"


def _marked(passage: Passage, words: Words) -> Iterator[Html]:
    for run in passage.runs:
        said = run.span.of(words.document.text)
        if not run.entries:
            yield text(said)
            continue
        numbers = [words.entries[index].number for index in run.entries]
        denied = all(words.entries[index].is_denied for index in run.entries)
        marked = {
            "id": _anchor(run),
            "class": "denied" if denied else None,
            "data-e": " ".join(map(str, numbers)),
        }
        yield element("mark", marked, said)
        if run.ending:
            yield element("sup", None, join([_back(words.entries[index]) for index in run.ending], " "))


def _back(entry: Entry) -> Html:
    return element("a", {"href": f"#p{entry.number}"}, str(entry.number))
