"""`policyglot diff`: what changed in practice between two versions, not in words."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from policyglot.cli import console
from policyglot.cli.compare import read_version

if TYPE_CHECKING:
    from policyglot.compare import Change, Difference, Fact
    from policyglot.model import Evidence

# A quotation longer than this is cut to the sentences in which the versions differ.
_LONG = 320
# Where a long quotation may be cut: after a sentence, an item of a list in a cell, a cell.
_CUT = re.compile(r"(?<=[.!?;|])\s+")
# The innermost headings say where; the outermost are the title of the policy again and again.
_HEADINGS = 2
_COLUMNS = ("theme", "kind", "assertion", "gained", "lost", "old section", "old", "new section", "new")


@click.command(
    short_help="Say what changed in practice between two versions.",
    epilog="\b\nExample:\n  policyglot diff 2024-05-01.md 2026-01-01.md --format markdown",
)
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "markdown", "json", "csv"]),
    default="text",
    show_default=True,
    help="How the changes are written.",
)
def command(*, old: str, new: str, style: str) -> int:
    """Say what changed in practice between two versions.

    From OLD to NEW, prose or published, with the words of both: what is added, dropped, changed, newly denied or no
    longer denied, the most important first. A sentence that says the same in other words is no change. Exit code 0
    where nothing changed, 1 where something did, as `diff` does.
    """
    if old == "-" == new:
        raise click.UsageError("only one of OLD and NEW can be standard input.")
    from policyglot.compare import diff

    (before, old_clauses), (after, new_clauses) = read_version(old), read_version(new)
    found = diff(before, after, old_clauses=old_clauses, new_clauses=new_clauses)
    _WRITERS[style](found)
    changed, reworded = len(found.changes), found.reworded
    console.say(
        f"{changed} change{'' if changed == 1 else 's'}, {found.unchanged} practices unchanged"
        + (f", {reworded} passage{'' if reworded == 1 else 's'} reworded" if reworded else "")
    )
    return 1 if found.changes else 0


def _themes(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    """Yield the themes with their changes; both are in order already."""
    themes = dict.fromkeys(change.theme for change in changes)
    for theme in themes:
        yield theme.value, [change for change in changes if change.theme is theme]


def _title(change: Change) -> str:
    """What happened: "newly denied", "changed (a denial)"."""
    is_denial = change.assertion.value == "denied" and "denied" not in change.kind.value
    return change.kind.value + (" (a denial)" if is_denial else "")


def _quotes(evidence: Sequence[Evidence], others: Sequence[Evidence] = (), *, is_whole: bool = True) -> list[str]:
    """Return the words; not whole, of long ones only the sentences that the other version does not have so."""
    from policyglot.compare.version import words_of

    known = frozenset(word for e in others for word in words_of(f"{e.lead_in} {e.exact}"))
    found = []
    for e in evidence:
        said = " ".join(f"{e.lead_in} {e.exact}".split())
        if len(said) > _LONG and not is_whole:
            parts = _CUT.split(said)
            differing = {part for part in parts if not known.issuperset(words_of(part))} if known else set(parts)
            shown = [part if part in differing else "…" for part in parts] if differing else [parts[0], "…"]
            said = " ".join(part for part, _ in groupby(shown))
        if said:
            found.append(f"“{said}”")
        elif e.source:
            found.append(f"{e.source}, line {e.line}")
    return found


def _sides(change: Change, *, is_whole: bool) -> list[tuple[str, str, list[str]]]:
    """Name, section and quotations of either version."""
    old, new = change.old_evidence, change.new_evidence
    return [
        ("old", " › ".join(change.old_section[-_HEADINGS:]), _quotes(old, new, is_whole=is_whole)),
        ("new", " › ".join(change.new_section[-_HEADINGS:]), _quotes(new, old, is_whole=is_whole)),
    ]


def _as_text(found: Difference) -> None:
    from policyglot.compare.wording import phrases

    width = max(40, shutil.get_terminal_size().columns)
    for theme, changes in _themes(found.changes):
        console.write(f"{theme}\n{'=' * len(theme)}\n\n")
        for change in changes:
            lines = [_title(change)]
            for sign, facts in (("+", change.gained), ("-", change.lost)):
                lines += [_hung(f"  {sign} ", phrase, width) for phrase in phrases(facts)]
            for name, section, quotes in _sides(change, is_whole=False):
                if quotes and section:
                    lines.append(_hung(f"  {name}  ", f"in {section}:", width))
                first = "       " if section else f"  {name}  "
                for quote in quotes:
                    lines.append(_hung(first, quote, width))
                    first = "       "
            console.write("\n".join(lines) + "\n\n")


def _hung(first: str, text: str, width: int) -> str:
    """Wrap a text below where it begins."""
    return textwrap.fill(
        text, width=width - 1, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False
    )


def _as_markdown(found: Difference) -> None:
    from policyglot.compare.wording import phrases

    for theme, changes in _themes(found.changes):
        console.write(f"## {theme}\n\n")
        for change in changes:
            lines = [f"- **{_title(change)}**"]
            lines += [f"  - now: {_escaped(phrase)}" for phrase in phrases(change.gained)]
            lines += [f"  - no longer: {_escaped(phrase)}" for phrase in phrases(change.lost)]
            for name, section, quotes in _sides(change, is_whole=False):
                where = f" (in {_escaped(section)})" if section else ""
                lines += [f"  - {name}{where}: {_escaped(quote)}" for quote in quotes]
            console.write("\n".join(lines) + "\n\n")


# What would be markup in Markdown.
_MARKUP = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#"})


def _escaped(text: str) -> str:
    return text.translate(_MARKUP)


def _as_csv(found: Difference) -> None:
    from policyglot.compare.wording import phrases

    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for change in found.changes:
        (_, old_section, old), (_, new_section, new) = _sides(change, is_whole=True)
        facts = [" | ".join(phrases(some)) for some in (change.gained, change.lost)]
        said = [change.theme.value, change.kind.value, change.assertion.value, *facts]
        writer.writerow([*said, old_section, " | ".join(old), new_section, " | ".join(new)])
    console.write_csv(written.getvalue())


def _as_json(found: Difference) -> None:
    def facts(some: Sequence[Fact]) -> list[dict[str, str]]:
        return [
            {"about": f.aspect.value, "processing": f.processing, "concept": f.concept, "detail": f.detail}
            for f in some
        ]

    def words(e: Evidence) -> dict[str, object]:
        said: dict[str, object] = {"exact": e.exact}
        said |= {"start": e.span.start if e.span else None, "end": e.span.end if e.span else None}
        said |= {"lead_in": e.lead_in} if e.lead_in else {}
        return said | ({"source": e.source, "line": e.line} if e.source else {})

    changes = [
        {
            "theme": change.theme.value,
            "kind": change.kind.value,
            "assertion": change.assertion.value,
            "gained": facts(change.gained),
            "lost": facts(change.lost),
            "old": list(map(words, change.old_evidence)),
            "new": list(map(words, change.new_evidence)),
            "old_section": list(change.old_section),
            "new_section": list(change.new_section),
        }
        for change in found.changes
    ]
    counts = {"unchanged": found.unchanged, "reworded": found.reworded}
    console.write(json.dumps({"changes": changes, **counts}, ensure_ascii=False, indent=2) + "\n")


_WRITERS: Mapping[str, Callable[[Difference], None]] = {
    "text": _as_text,
    "markdown": _as_markdown,
    "json": _as_json,
    "csv": _as_csv,
}
