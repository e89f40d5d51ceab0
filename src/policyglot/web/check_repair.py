"""What the page of a check shows of a repair: the change as a unified diff, before anybody takes it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policyglot.errors import PolicyglotError
from policyglot.formats.p3p.repair import repair
from policyglot.validate.report.source_text import source_text

# A file of more lines is repaired, and its change is not shown: comparing takes the square of its length.
_MOST_LINES = 5_000
_AROUND = 3
# Characters of a line of the change: P3P files come with everything on one line.
_LONGEST_LINE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A line of a unified diff.

    Attributes:
        sort: "same", "removed", "added" or "place".
        text: The line without its sign; of a place the whole of it.
        before: Its number in the file as given, or None.
        after: Its number in the repaired file, or None.
    """

    sort: str
    text: str
    before: int | None = None
    after: int | None = None


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
        changes=found.changes,
        lines=tuple(_change(before, after)) if is_short else (),
        content=found.content if found.content.endswith(b"\n") else found.content + b"\n",
    )


def _change(before: Sequence[str], after: Sequence[str]) -> Iterator[ChangeLine]:
    """Yield the lines of a unified diff, without its two lines of file names."""
    matcher = difflib.SequenceMatcher(None, before, after)
    for group in matcher.get_grouped_opcodes(_AROUND):
        start, end = group[0], group[-1]
        yield ChangeLine(sort="place", text=f"@@ -{_range(start[1], end[2])} +{_range(start[3], end[4])} @@")
        for what, at, at_end, to, to_end in group:
            if what == "equal":
                for number, row in enumerate(before[at:at_end]):
                    yield ChangeLine(sort="same", text=_cut(row), before=at + number + 1, after=to + number + 1)
                continue
            for number, row in enumerate(before[at:at_end], at + 1):
                yield ChangeLine(sort="removed", text=_cut(row), before=number)
            for number, row in enumerate(after[to:to_end], to + 1):
                yield ChangeLine(sort="added", text=_cut(row), after=number)


def _range(start: int, end: int) -> str:
    """Return lines as a unified diff has them. Source: POSIX diff, section "Diff -u"."""
    length = end - start
    first = start if length == 0 else start + 1
    return str(first) if length == 1 else f"{first},{length}"


def _cut(row: str) -> str:
    return row if len(row) <= _LONGEST_LINE else f"{row[:_LONGEST_LINE]} … {len(row) - _LONGEST_LINE:,} characters more"
