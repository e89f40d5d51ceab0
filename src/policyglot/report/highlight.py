"""A policy's text, cut into runs of words that the same entries rest on."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policyglot.model import Block, BlockKind, Document, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words that the same entries rest on.

    Attributes:
        span: Where they are; never empty, within one block.
        entries: Indexes of the entries, ascending; empty for words that nothing was made of.
        ending: Those whose evidence ends with this run, in this block.
    """

    span: Span
    entries: tuple[int, ...] = ()
    ending: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A block with its runs, which are the block's text from end to end."""

    block: Block
    runs: tuple[Run, ...]


def cut(document: Document, spans: Sequence[Sequence[Span]]) -> tuple[Passage, ...]:
    """Cut a document's blocks into runs.

    Args:
        document: The document. Without blocks, its whole text is one paragraph.
        spans: For each entry, the spans of its evidence, in any order.

    Returns:
        One passage a block, in order.

    >>> document = Document(text="We log. Bye.", blocks=(), language="en", title=None, source="a", media_type="")
    >>> [run.entries for run in cut(document, [[Span(0, 7)]])[0].runs]
    [(0,), ()]
    """
    blocks = document.blocks or (Block(kind=BlockKind.PARAGRAPH, span=Span(0, len(document.text))),)
    parts = _parts(blocks, spans)
    return tuple(
        Passage(block=block, runs=tuple(_runs(block.span, parts.get(number, []))))
        for number, block in enumerate(blocks)
    )


def first_run(passages: Sequence[Passage], span: Span) -> Run | None:
    """Return the first run that has words of a span, or None where no block has any."""
    if span.start >= span.end:
        return None
    at = max(bisect_right(passages, span.start, key=lambda passage: passage.block.span.start) - 1, 0)
    nearby = (run for passage in passages[at : at + 2] for run in passage.runs)
    return next((run for run in nearby if run.span.overlaps(span) and run.entries), None)


def _parts(blocks: Sequence[Block], spans: Sequence[Sequence[Span]]) -> Mapping[int, list[tuple[Span, int]]]:
    """Number of a block to the parts of spans inside it, each with its entry."""
    starts = [block.span.start for block in blocks]
    found: defaultdict[int, list[tuple[Span, int]]] = defaultdict(list)
    for entry, own in enumerate(spans):
        for span in dict.fromkeys(own):
            number = max(bisect_right(starts, span.start) - 1, 0)
            while number < len(blocks) and blocks[number].span.start < span.end:
                block = blocks[number].span
                if span.overlaps(block):
                    part = Span(max(span.start, block.start), min(span.end, block.end))
                    found[number].append((part, entry))
                number += 1
    return found


def _runs(block: Span, parts: Sequence[tuple[Span, int]]) -> Iterator[Run]:
    opening: defaultdict[int, list[int]] = defaultdict(list)
    closing: defaultdict[int, list[int]] = defaultdict(list)
    for part, entry in parts:
        if part.start < part.end:
            opening[part.start].append(entry)
            closing[part.end].append(entry)
    bounds = sorted({block.start, block.end, *opening, *closing})
    open_now: Counter[int] = Counter()
    for start, end in pairwise(bounds):
        open_now.subtract(closing[start])
        open_now.update(opening[start])
        entries = tuple(sorted(entry for entry, times in open_now.items() if times > 0))
        yield Run(span=Span(start, end), entries=entries, ending=tuple(sorted(set(closing[end]))))
