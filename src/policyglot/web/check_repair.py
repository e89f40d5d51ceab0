"""What the page of a check shows of a repair: the change as a unified diff, before anybody takes it."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policyglot.errors import PolicyglotError
from policyglot.formats.p3p.repair import repair
from policyglot.validate.report.source_text import source_text

# A file of more lines is repaired, and its change is not shown: comparing takes the square of its length.
_MOST_LINES = 5_000
_AROUND = 3
# Characters of a line that is shown whole, and around what changes in a longer one: P3P files come with
# everything on one line.
_LONGEST_LINE, _BESIDE = 600, 160
# Lines are compared word by word where there are not too many of them, nor words in them.
_MOST_PAIRS, _MOST_WORDS = 100, 30_000
# Beyond so many words those that come again and again are no place to begin a comparison: it would take long.
_FEW_WORDS = 2_500
# Two lines with so much in common are one line that changes.
_ALIKE = 0.6
# A word of a line, or a character between words.
WORD = re.compile(r"[\w:-]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A line of a unified diff.

    Attributes:
        sort: "same", "removed", "added" or "place".
        pieces: The line without its sign, in pieces, and whether each is what changes; of a place the whole of it.
        before: Its number in the file as given, or None.
        after: Its number in the repaired file, or None.
    """

    sort: str
    pieces: tuple[tuple[str, bool], ...]
    before: int | None = None
    after: int | None = None

    @property
    def text(self) -> str:
        """The whole line, but for what is left out of a long one."""
        return "".join(text for text, _ in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairView:
    """A repair.

    Attributes:
        changes: What is done, in plain words.
        lines: The change; none where the file is too long for it.
        content: What to publish instead.
    """

    changes: tuple[str, ...]
    lines: tuple[ChangeLine, ...]
    content: bytes


def repaired(content: bytes, name: str, *, policy_file: bytes | None = None) -> RepairView | None:
    """Return the repair of a P3P file or header, or None where nothing can be repaired.

    Args:
        content: Its bytes.
        name: Its name or URL.
        policy_file: For a reference file, the policy file that it refers to, if at hand.
    """
    try:
        found = repair(content, name, policy_file=policy_file)
    except PolicyglotError:
        return None  # the findings say what is wrong
    if not found.changes:
        return None
    before, after = source_text(content).splitlines(), source_text(found.content).splitlines()
    is_short = max(len(before), len(after)) <= _MOST_LINES
    return RepairView(
        changes=tuple(
            change if number == 1 else f"{change} ({number} times)" for change, number in Counter(found.changes).items()
        ),
        lines=tuple(_change(before, after)) if is_short else (),
        content=found.content if found.content.endswith(b"\n") else found.content + b"\n",
    )


def _change(before: Sequence[str], after: Sequence[str]) -> Iterator[ChangeLine]:
    """Yield the lines of a unified diff, without its two lines of file names."""
    matcher = difflib.SequenceMatcher(None, before, after)
    for group in matcher.get_grouped_opcodes(_AROUND):
        start, end = group[0], group[-1]
        place = f"@@ -{_range(start[1], end[2])} +{_range(start[3], end[4])} @@"
        yield ChangeLine(sort="place", pieces=((place, False),))
        for what, at, at_end, to, to_end in group:
            if what == "equal":
                for number, row in enumerate(before[at:at_end], 1):
                    yield ChangeLine(sort="same", pieces=_cut([(row, False)]), before=at + number, after=to + number)
                continue
            removed, added = _changed(before[at:at_end], after[to:to_end])
            for number, pieces in enumerate(removed, at + 1):
                yield ChangeLine(sort="removed", pieces=pieces, before=number)
            for number, pieces in enumerate(added, to + 1):
                yield ChangeLine(sort="added", pieces=pieces, after=number)


_Pieces = tuple[tuple[str, bool], ...]


def _changed(removed: Sequence[str], added: Sequence[str]) -> tuple[list[_Pieces], list[_Pieces]]:
    """Return lines in whose place others came, with what differs where two of them are the same line changed."""
    old: list[_Pieces] = [_cut([(row, False)]) for row in removed]
    new: list[_Pieces] = [_cut([(row, False)]) for row in added]
    if len(removed) * len(added) > _MOST_PAIRS:
        return old, new
    free = set(range(len(added)))
    for number, row in enumerate(removed):
        words = WORD.findall(row)
        alike = {n: _likeness(words, WORD.findall(added[n])) for n in sorted(free)}
        best = max(alike, key=lambda n: alike[n], default=None)
        if best is not None and alike[best] >= _ALIKE:
            free.discard(best)
            old[number], new[best] = _marked(words, WORD.findall(added[best]))
    return old, new


def _likeness(old: Sequence[str], new: Sequence[str]) -> float:
    """How much two lines have in common, 0 to 1; lines with too many words to be compared have nothing."""
    if max(len(old), len(new)) > _MOST_WORDS:
        return 0.0
    return difflib.SequenceMatcher(None, old, new).quick_ratio()


def _marked(old: Sequence[str], new: Sequence[str]) -> tuple[_Pieces, _Pieces]:
    """Return two lines with the words marked that only one of them has."""
    before: list[tuple[str, bool]] = []
    after: list[tuple[str, bool]] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=len(old) > _FEW_WORDS)
    for what, at, at_end, to, to_end in matcher.get_opcodes():
        for pieces, words in ((before, old[at:at_end]), (after, new[to:to_end])):
            if words:
                pieces.append(("".join(words), what != "equal"))
    return _cut(before), _cut(after)


def _cut(pieces: Sequence[tuple[str, bool]]) -> _Pieces:
    """Leave out of a long line what does not change."""
    if sum(len(text) for text, _ in pieces) <= _LONGEST_LINE:
        return tuple(pieces)
    found = []
    for place, (text, is_change) in enumerate(pieces):
        start = text[:_BESIDE] if is_change or place or len(pieces) == 1 else ""
        end = text[-_BESIDE:] if is_change or place + 1 < len(pieces) else ""
        left_out = len(text) - len(start) - len(end)
        found.append((f"{start} … {left_out:,} characters … {end}" if left_out > _BESIDE else text, is_change))
    return tuple(found)


def _range(start: int, end: int) -> str:
    """Return lines as a unified diff has them. Source: POSIX diff, section "Diff -u"."""
    length = end - start
    first = start if length == 0 else start + 1
    return str(first) if length == 1 else f"{first},{length}"
