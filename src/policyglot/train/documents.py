"""Gold records → the documents that `generate` would have read.

A policy (or a window of consecutive clauses) becomes one document, so that its clauses are
understood together; every gold segment, passage or clause keeps the span that it has there.
White space is replaced one for one, so that a span of the document is a span of the gold text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policyglot.model import Block, BlockKind, Document, Span

Record = Mapping[str, Any]

# Remains of markup: a tag, or the start of one that was cut off at the end of a line.
TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
# Paragraphs and list items inside an OPP-115 segment stand on lines of their own.
LINE_BREAK = re.compile(r"\s*\n\s*")
# What a plain-text reader takes for a list item.
BULLET = re.compile(r"(?:[-*•·–o]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+")
SENTENCE_END = (".", "!", "?", ";", ",", ":")
MAX_HEADING_WORDS = 12
# Titles write words longer than this with a capital.
_SHORT_WORD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A segment, passage or clause of a gold file, and where its text is in the document.

    Attributes:
        policy: Name of its policy.
        key: What a prediction names it by: number of the segment or passage, id of the clause.
        text: Its text as in the gold file.
        span: The same words in the document.
    """

    policy: str
    key: str | int
    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDocument:
    """A document made from gold records, with its units in order."""

    policy: str
    document: Document
    units: tuple[Unit, ...]


@dataclass(slots=True)
class _Builder:
    """Collects blocks; the text grows by one blank line between them."""

    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    length: int = 0

    def add(self, kind: BlockKind, text: str, *, level: int = 0) -> Span:
        """Append a block; its span leaves out the white space around the words."""
        if self.parts:
            self.parts.append("\n\n")
            self.length += 2
        start = self.length + len(text) - len(text.lstrip())
        self.parts.append(text)
        self.length += len(text)
        span = Span(start, max(start, self.length - len(text) + len(text.rstrip())))
        if span.start < span.end:
            self.blocks.append(Block(kind=kind, span=span, level=level))
        return span

    def extend(self, text: str) -> Span:
        """Go on with the last block: the line was broken in mid-sentence."""
        self.parts.append(" " + text)
        self.length += 1 + len(text)
        span = Span(self.length - len(text), self.length - len(text) + len(text.rstrip()))
        last = self.blocks.pop()
        self.blocks.append(Block(kind=last.kind, span=Span(last.span.start, span.end), level=last.level))
        return span

    def document(self, source: str) -> Document:
        """Return what was collected."""
        text = "".join(self.parts)
        title = next((b.span.of(text) for b in self.blocks if b.kind is BlockKind.HEADING), None)
        return Document(
            text=text, blocks=tuple(self.blocks), language="en", title=title, source=source, media_type="text/plain"
        )


def one_line(text: str) -> str:
    r"""Return a text of the same length without tags and line breaks.

    >>> one_line("We<br>keep\nit")
    'We    keep it'
    """
    text = TAG.sub(lambda tag: " " * len(tag.group()), text)
    return "".join(" " if c.isspace() else c for c in text)


def looks_like_heading(text: str) -> bool:
    """Say whether a line is short and does not end like a sentence.

    >>> looks_like_heading("Information Collection"), looks_like_heading("We keep it.")
    (True, False)
    """
    text = text.strip()
    return 0 < len(text.split()) <= MAX_HEADING_WORDS and not text.endswith(SENTENCE_END) and not text[:1].islower()


def read_records(path: Path) -> Iterator[Record]:
    """Yield the records of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, filter(str.strip, lines))


def _segment_lines(text: str) -> list[tuple[int, str]]:
    """Return the lines of a segment that hold words, each with its offset."""
    lines, at = [], 0
    for gap in LINE_BREAK.finditer(text):
        lines.append((at, text[at : gap.start()]))
        at = gap.end()
    lines.append((at, text[at:]))
    return [(start, line) for start, line in lines if line.strip()]


def _kind(line: str, following: str | None, *, in_list: bool) -> BlockKind:
    if heads(line, following):
        return BlockKind.HEADING
    if in_list or BULLET.match(line):
        return BlockKind.ITEM
    return BlockKind.HEADING if following is not None and looks_like_heading(line) else BlockKind.PARAGRAPH


def heads(line: str, following: str | None) -> bool:
    """Say whether a line with a number, or a question, is the heading of the prose that follows it.

    >>> prose = "We never sell the names of our readers to anybody who asks us for them."
    >>> heads("4. How We Share", prose), heads("4. we share names", prose), heads("Do we share names?", prose)
    (True, False, True)
    """
    if following is None or len(following.split()) <= MAX_HEADING_WORDS:
        return False
    words = BULLET.sub("", line, count=1).split()
    if not words or len(words) > MAX_HEADING_WORDS or words[-1][-1] in ";,:":
        return False
    if words[-1].endswith("?"):
        return True
    capitals = [word[0].isupper() for word in words if len(word) > _SHORT_WORD]
    return BULLET.match(line) is not None and words[0][0].isupper() and 5 * sum(capitals) >= 4 * len(capitals)


def _add_segment(builder: _Builder, text: str, *, depth: int, following: str | None) -> tuple[Span, int]:
    """Add the blocks of a segment, given the first line of the next; return how many lists are open behind it."""
    lines = [line for _, line in _segment_lines(text)]
    spans = []
    for line, after in zip(lines, [*lines[1:], following], strict=True):
        kind = _kind(line, after, in_list=depth > 0)
        if BULLET.match(line):
            # A marker is that of the outer list, whose items introduce lists without markers.
            depth = min(depth, 1)
        level = {BlockKind.HEADING: 2, BlockKind.ITEM: max(1, depth)}.get(kind, 0)
        spans.append(builder.add(kind, one_line(line), level=level))
        ended = line.rstrip()
        # A list goes on inside its segment, and into the next one while its items end like items.
        goes_on = len(spans) < len(lines) or ended.endswith((";", ",", " and", " or"))
        if ended.endswith(":"):
            depth = level + 1 if kind is BlockKind.ITEM else 1
        elif not goes_on or kind is BlockKind.HEADING:
            depth = 0
    if not spans:
        at = builder.add(BlockKind.PARAGRAPH, " ")
        return at, depth
    return Span(spans[0].start, spans[-1].end), depth


def policy_of_segments(record: Record) -> GoldDocument:
    """Build the document of an OPP-115 policy."""
    builder, units, depth = _Builder(), [], 0
    segments = record["segments"]
    firsts = [next((line for _, line in _segment_lines(segment["text"])), "") for segment in segments]
    for segment, following in zip(segments, [*firsts[1:], None], strict=True):
        span, depth = _add_segment(builder, segment["text"], depth=depth, following=following)
        units.append(Unit(policy=record["policy"], key=segment["segment"], text=segment["text"], span=span))
    return GoldDocument(policy=record["policy"], document=builder.document(record["policy"]), units=tuple(units))


def policy_of_passages(record: Record) -> GoldDocument:
    """Build the document of a GDPR-T200 policy.

    Headings and lead-ins that stand only in the context of a passage become blocks too, once.
    """
    builder, units = _Builder(), []
    seen: set[str] = set()
    for passage in record["passages"]:
        context = [c.strip() for c in passage["context"]]
        for depth, around in enumerate(context, start=1):
            if around and around not in seen:
                seen.add(around)
                kind = BlockKind.PARAGRAPH if around.endswith(":") else BlockKind.HEADING
                builder.add(kind, one_line(around), level=min(depth, 6) if kind is BlockKind.HEADING else 0)
        text, kind, level = passage["text"], BlockKind.PARAGRAPH, 0
        if passage["type"] == "headline":
            kind, level = BlockKind.HEADING, min(len(context) + 1, 6)
        elif passage["type"] == "list_item":
            kind, level = BlockKind.ITEM, max(1, sum(c.endswith(":") for c in context))
        elif passage["type"].startswith("table"):
            kind = BlockKind.ROW
        seen.add(text.strip())
        span = builder.add(kind, one_line(text), level=level)
        units.append(Unit(policy=record["policy"], key=passage["passage"], text=text, span=span))
    return GoldDocument(policy=record["policy"], document=builder.document(record["policy"]), units=tuple(units))


def _windows(records: Sequence[Record]) -> Iterator[list[Record]]:
    """Yield runs of clauses that follow each other in one policy."""
    window: list[Record] = []
    for record in records:
        name, _, number = record["id"].rpartition("#")
        if window:
            last_name, _, last = window[-1]["id"].rpartition("#")
            if (name, int(number)) != (last_name, int(last) + 1):
                yield window
                window = []
        window.append(record)
    if window:
        yield window


def _lead_in_depth(stack: list[tuple[str, int]], record: Record, previous: tuple[str, int]) -> int | None:
    """Return the nesting depth of the clause in its list, or None where the lead-in is yet to be written."""
    lead_in = record["lead_in"].strip()
    while stack and stack[-1][0] != lead_in:
        stack.pop()
    if not stack and previous[0] == lead_in:
        stack.append((lead_in, previous[1] + 1))
    return stack[-1][1] if stack else None


def _continues(previous: str, record: Record) -> bool:
    """Say whether a clause is the rest of a line that was broken in mid-sentence, as old texts have it."""
    text = record["text"].lstrip()
    return bool(previous) and not record["lead_in"] and not previous.endswith(SENTENCE_END) and text[:1].islower()


def window_of_clauses(window: Sequence[Record]) -> GoldDocument:
    """Build the document of consecutive clauses of a policy.

    Headings and lead-ins that consecutive clauses share become one block.
    """
    builder, units = _Builder(), []
    policy = window[0]["id"].rpartition("#")[0]
    path: list[str] = []
    stack: list[tuple[str, int]] = []
    previous = ("", 0)
    for record in window:
        headings = [h.strip() for h in record["headings"]]
        same = 0
        while same < min(len(path), len(headings)) and path[same] == headings[same]:
            same += 1
        for depth, heading in enumerate(headings[same:], start=same + 1):
            if previous[0] != heading:
                builder.add(BlockKind.HEADING, one_line(heading), level=min(depth, 6))
        goes_on = path == headings and previous[1] == 0 and _continues(previous[0], record)
        if path != headings:
            stack.clear()
        path = headings
        kind, level = BlockKind.PARAGRAPH, 0
        if record["lead_in"]:
            depth_found = _lead_in_depth(stack, record, previous)
            if depth_found is None:
                builder.add(BlockKind.PARAGRAPH, one_line(record["lead_in"]))
                stack.append((record["lead_in"].strip(), 1))
            kind, level = BlockKind.ITEM, depth_found or 1
        else:
            stack.clear()
        line = one_line(record["text"])
        span = builder.extend(line.lstrip()) if goes_on else builder.add(kind, line, level=level)
        previous = (record["text"].strip(), level)
        units.append(Unit(policy=policy, key=record["id"], text=record["text"], span=span))
    return GoldDocument(policy=policy, document=builder.document(window[0]["id"]), units=tuple(units))


def gold_documents(scheme: str, records: Sequence[Record]) -> Iterator[GoldDocument]:
    """Yield the documents of gold records.

    Args:
        scheme: "opp115", "gdpr200" or "clauses".
        records: In the order of the file.
    """
    if scheme == "opp115":
        yield from map(policy_of_segments, records)
    elif scheme == "gdpr200":
        yield from map(policy_of_passages, records)
    else:
        yield from map(window_of_clauses, _windows(records))


def scheme_of(record: Record) -> str:
    """Return the scheme of a gold record: "opp115", "gdpr200" or "clauses"."""
    return "opp115" if "segments" in record else "gdpr200" if "passages" in record else "clauses"
