"""What the page of a check shows: findings beside the numbered source, each leading to the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from policyglot.findings import Finding, Severity, worst
from policyglot.validate.engine import rule_ids

MOST_FINDINGS = 500
"""Most findings of one file that a page shows; the downloads have all."""

_WHOLE_LINES = 2_000
# Lines around one with a finding, where a file is too long to be shown whole; and most lines of such a file.
_AROUND, _MOST_LINES = 4, 2_000
# Characters of a line that is shown whole, and around a place in one that is longer.
_WHOLE_LINE, _BESIDE = 1_000, 160
# What a column points at: a tag's name, another name, or one character that is none.
POINTED_AT = re.compile(r"</?[\w.:-]+|[\w.:#-]+|\S")


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding.

    Attributes:
        number: 1-based, over all files of the page.
        rule: Its id.
        severity: "error", "warning" or "note".
        message: One sentence.
        hint: What to write instead, or None.
        line: 1-based line, or None.
        column: 1-based column, or None.
        pointer: Element path, JSON Pointer or node, or None.
        is_shown: Whether the source beside it shows the line.
        is_explained: Whether a page says what the rule means.
    """

    number: int
    rule: str
    severity: str
    message: str
    hint: str | None
    line: int | None
    column: int | None
    pointer: str | None
    is_shown: bool
    is_explained: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a line; `numbers` of the findings that point at it."""

    text: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A line of the source.

    Attributes:
        number: 1-based.
        pieces: Its text.
        numbers: The findings in it.
        severity: Of the worst of them, "" for none.
        skipped: How many lines before it are not shown.
    """

    number: int
    pieces: tuple[Piece, ...]
    numbers: tuple[int, ...] = ()
    severity: str = ""
    skipped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file with its findings.

    Attributes:
        number: 1-based place on the page.
        name: Path, URL or name.
        kind: What it is, for people.
        note: What was found in it where it is no file of a kind ("P3P header in line 3"), or "".
        rows: Its findings, by line; those without one first.
        more: How many findings are not shown.
        lines: Its source, or none where nothing is to be seen there.
        skipped: How many lines after the last are not shown.
    """

    number: int
    name: str
    kind: str
    note: str
    rows: tuple[FindingRow, ...]
    more: int
    lines: tuple[SourceLine, ...]
    skipped: int


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings there are of each severity, the worst first."""
    found = tuple(findings)
    return {one.value: sum(f.severity is one for f in found) for one in Severity}


def file_views(
    texts: Mapping[str, str], findings: Sequence[Finding], *, kinds: Mapping[str, str], notes: Mapping[str, str]
) -> tuple[FileView, ...]:
    """Return what is shown of each file.

    Args:
        texts: Source to text, in the order of the page; a source that only findings name comes after them.
        findings: What was found.
        kinds: Source to what it is, for people; "" where it is missing.
        notes: Source to what was found in it; the same.
    """
    by_source: dict[str, list[Finding]] = {name: [] for name in texts}
    for finding in findings:
        by_source.setdefault(finding.location.source, []).append(finding)
    views: list[FileView] = []
    first = 1
    for number, (name, found) in enumerate(by_source.items(), 1):
        found.sort(key=lambda f: (f.location.line or 0, f.location.column or 0, -f.severity.rank))
        shown = found[:MOST_FINDINGS]
        text = texts.get(name, "")
        lines, skipped = _lines(text, shown, first=first)
        there = {line.number for line in lines}
        rows = tuple(_row(f, first + n, there) for n, f in enumerate(shown))
        views.append(
            FileView(
                number=number,
                name=name,
                kind=kinds.get(name, ""),
                note=notes.get(name, ""),
                rows=rows,
                more=len(found) - len(shown),
                lines=lines,
                skipped=skipped,
            )
        )
        first += len(shown)
    return tuple(views)


def _row(finding: Finding, number: int, there: set[int]) -> FindingRow:
    place = finding.location
    return FindingRow(
        number=number,
        rule=finding.rule,
        severity=finding.severity.value,
        message=finding.message,
        hint=finding.hint,
        line=place.line,
        column=place.column,
        pointer=place.pointer,
        is_shown=place.line in there,
        is_explained=finding.rule in rule_ids(),
    )


def _lines(text: str, findings: Sequence[Finding], *, first: int) -> tuple[tuple[SourceLine, ...], int]:
    """Return the lines that are shown, and how many are left out after the last."""
    # A line feed ends a line, for every parser of ours; one at the end of the file begins none.
    rows = text.removesuffix("\n").split("\n") if text else []
    held: dict[int, list[tuple[int, Finding]]] = {}
    for number, finding in enumerate(findings, first):
        if finding.location.line is not None:
            held.setdefault(finding.location.line, []).append((number, finding))
    wanted = _wanted(len(rows), held)
    lines: list[SourceLine] = []
    before = 0
    for number in wanted:
        found = held.get(number, [])
        severity = worst([f for _, f in found])
        lines.append(
            SourceLine(
                number=number,
                pieces=tuple(_pieces(rows[number - 1].rstrip("\r"), found)),
                numbers=tuple(n for n, _ in found),
                severity=severity.value if severity is not None else "",
                skipped=number - before - 1,
            )
        )
        before = number
    return tuple(lines), len(rows) - before


def _wanted(total: int, held: Iterable[int]) -> Sequence[int]:
    """Return the numbers of the lines to show: all, or those around findings."""
    if total <= _WHOLE_LINES:
        return range(1, total + 1)
    around = {n for line in held for n in range(max(1, line - _AROUND), min(total, line + _AROUND) + 1)}
    return sorted(around | set(range(1, 2 * _AROUND)))[:_MOST_LINES]


def _pieces(row: str, found: Sequence[tuple[int, Finding]]) -> Iterator[Piece]:
    """Yield the parts of a line; of a long one those around what findings point at."""
    marked: dict[tuple[int, int], list[int]] = {}
    for number, finding in found:
        span = _span(row, finding.location.column)
        if span is not None:
            marked.setdefault(span, []).append(number)
    at = 0
    for start, end in sorted(marked):
        if start < at:  # two findings point into one word
            continue
        if start > at:
            yield Piece(text=_between(row[at:start], has_before=at > 0, has_after=True))
        at = end
        numbers = tuple(n for (s, _), ns in marked.items() if start <= s < end for n in ns)
        yield Piece(text=row[start:end][:_WHOLE_LINE], numbers=numbers)
    if at < len(row):
        yield Piece(text=_between(row[at:], has_before=at > 0, has_after=False))


def _between(text: str, *, has_before: bool, has_after: bool) -> str:
    """Return what lies between two places of a line, its middle left out where it is long."""
    if len(text) <= _WHOLE_LINE:
        return text
    start = text[:_BESIDE] if has_before or not has_after else ""
    end = text[-_BESIDE:] if has_after else ""
    return f"{start} … {len(text) - len(start) - len(end):,} characters … {end}"


def _span(row: str, column: int | None) -> tuple[int, int] | None:
    """Return what a column of a line points at, as offsets."""
    if column is None or column > len(row):
        return None
    found = POINTED_AT.match(row, column - 1)
    return (found.start(), found.end()) if found else None
