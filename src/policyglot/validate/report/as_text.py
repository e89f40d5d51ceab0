"""Findings as text for people: grouped by file, with the line and a caret."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from policyglot.findings import Finding, Severity

# ANSI codes; only ever written to a terminal.
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_BOLD, _DIM = "1", "2"
# The longest piece of a source line that is shown: P3P files come with everything on one line.
_EXCERPT = 100
# Control characters of a source line would move the caret, or the terminal's cursor.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def render_text(
    findings: Sequence[Finding], *, texts: Mapping[str, str], colour: bool = False, width: int | None = None
) -> str:
    """Return findings grouped by file, each with its line where the text is known, and a summary."""
    by_source: dict[str, list[Finding]] = {}
    for finding in findings:
        by_source.setdefault(finding.location.source, []).append(finding)
    lines: list[str] = []
    for source, group in by_source.items():
        lines.append(_paint(source, _BOLD, on=colour))
        for finding in group:
            lines.extend(_finding(finding, texts.get(source), colour=colour, width=width))
        lines.append("")
    lines.append(summary(findings))
    return "\n".join(lines) + "\n"


def summary(findings: Sequence[Finding]) -> str:
    """Return one line such as "2 errors, 1 note" or "no findings"."""
    counts = [(severity, sum(f.severity is severity for f in findings)) for severity in Severity]
    said = [f"{n} {severity.value}{'s' if n > 1 else ''}" for severity, n in counts if n]
    return ", ".join(said) or "no findings"


def _finding(finding: Finding, text: str | None, *, colour: bool, width: int | None) -> Iterator[str]:
    line, column, excerpt = _place(finding, text)
    place = "" if line is None else f"{line}:{column}" if column else str(line)
    severity = _paint(finding.severity.value, _COLOURS[finding.severity], on=colour)
    head = " ".join(part for part in (place, severity, finding.rule) if part)
    yield from _wrapped(f"  {head}: ", finding.message, width=width)
    if finding.location.pointer:
        yield _paint(f"      at {_shown(finding.location.pointer)}", _DIM, on=colour)
    if excerpt is not None:
        yield from (f"      {row}".rstrip() for row in excerpt if row.strip())
    if finding.hint:
        yield from _wrapped("      hint: ", finding.hint, width=width)


def _wrapped(lead: str, message: str, *, width: int | None) -> list[str]:
    text = lead + _shown(message)
    if width is None:
        return [text]
    # Colour codes take no room; textwrap counts them, so a coloured line wraps a little early.
    return textwrap.wrap(text, max(width, 40), subsequent_indent="      ", break_long_words=False) or [text]


def _place(finding: Finding, text: str | None) -> tuple[int | None, int | None, tuple[str, str] | None]:
    """Line and column of a finding, and the source line with its caret where the text is known."""
    location = finding.location
    line, column, length = location.line, location.column, 1
    if line is None and location.span and text is not None:
        start, end = location.span
        line = text.count("\n", 0, start) + 1
        column = start - (text.rfind("\n", 0, start) + 1) + 1
        length = max(1, end - start)
    if line is None or text is None:
        return line, column, None
    rows = text.split("\n", line)
    if line > len(rows):
        return line, column, None
    return line, column, _excerpt(rows[line - 1].rstrip("\r"), column, length)


def _excerpt(row: str, column: int | None, length: int) -> tuple[str, str]:
    """The piece of a line around a column, without its indentation, and carets below the words meant."""
    indentation = len(row) - len(row.lstrip())
    if column is None:
        column, length = indentation + 1, 0
    elif column <= indentation:
        indentation = 0
    row, at = row[indentation:], column - 1 - indentation
    start = max(0, at - _EXCERPT // 3) if len(row) > _EXCERPT else 0
    piece = row[start : start + _EXCERPT]
    at = min(at - start, len(piece))
    before, after = ("…" if start else ""), ("…" if start + _EXCERPT < len(row) else "")
    carets = "^" * min(length, max(1, len(piece) - at)) if length else ""
    return before + _shown(piece) + after, " " * (len(before) + at) + carets


def _shown(text: str) -> str:
    return _CONTROL.sub(" ", text)


def _paint(text: str, code: str, *, on: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if on else text
