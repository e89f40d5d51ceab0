"""Prose as it was read: documents, their blocks, their clauses.

Offsets are code points of `Document.text`, half-open. `policyglot.model` offers these
names too, beside what a policy states.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `start <= i < end` of code points; positional on purpose, it is everywhere."""

    start: int
    end: int

    def __contains__(self, other: object) -> bool:
        """Say whether another span lies wholly inside this one."""
        return isinstance(other, Span) and self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Say whether the spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """Return the words at this span of `text`."""
        return text[self.start : self.end]


class BlockKind(StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading, paragraph, list item or table row.

    Attributes:
        kind: What it is.
        span: Where its text is in the document, without surrounding white space. Blocks do not
            overlap and stand in document order; the text of a nested list is in blocks of its own.
        level: 1 to 6 for a heading, nesting depth from 1 for an item, 0 otherwise.
        header: For a table row, the header cell of each of its cells where the table has them.
    """

    kind: BlockKind
    span: Span
    level: int = 0
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A policy's prose as it was read.

    Attributes:
        text: The plain text that all offsets refer to.
        blocks: Its blocks, in order.
        language: BCP 47 tag ("en"), or "und" where undetermined.
        title: Title or first heading, or None.
        source: Path or URL it came from.
        media_type: "text/plain", "text/markdown" or "text/html".
    """

    text: str
    blocks: tuple[Block, ...]
    language: str
    title: str | None
    source: str
    media_type: str

    @property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One sentence, list item or table row, with what is needed to understand it.

    Attributes:
        span: Where it is in the document's text.
        text: The words at the span.
        headings: Texts of the enclosing headings, outermost first.
        lead_in: Span of the list introduction that it completes, or None.
        kind: Kind of the block it is in (a HEADING block is a clause of its own).
        level: The block's level.
        header: The block's header cells (rows of a table only).
    """

    span: Span
    text: str
    headings: tuple[str, ...] = ()
    lead_in: Span | None = None
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    header: tuple[str, ...] = ()
