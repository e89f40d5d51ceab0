"""`policyglot diff`: what changed in practice between two versions, not in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from policyglot.cli import console
from policyglot.cli.compare import read_policy

if TYPE_CHECKING:
    from policyglot.compare import Change, Difference, Fact
    from policyglot.model import Evidence


@click.command(
    short_help="Say what changed in practice between two versions.",
    epilog="\b\nExample:\n  policyglot diff 2024-05-01.md 2026-01-01.md",
)
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the changes are written.",
)
def command(*, old: str, new: str, style: str) -> int:
    """Say what changed in practice between two versions.

    From OLD to NEW, with the words of both. Exit code 0 where nothing changed, 1 where something did, as `diff` does.
    """
    from policyglot.compare import diff

    found = diff(read_policy(old), read_policy(new))
    if style == "json":
        console.write(json.dumps(_as_json(found), ensure_ascii=False, indent=2) + "\n")
    else:
        for change in found.changes:
            console.write(_as_text(change))
        count = len(found.changes)
        console.say(f"{count} change{'' if count == 1 else 's'}, {found.unchanged} practices unchanged")
    return 1 if found.changes else 0


def _fact(fact: Fact) -> str:
    """One fact in few words: "dpv:Share pd:Location (Adnet Ltd)"."""
    from policyglot.vocabulary import curie

    detail = curie(fact.detail) if "://" in fact.detail else fact.detail
    shown = [curie(fact.processing), curie(fact.concept) if fact.concept != fact.processing else ""]
    return f"{fact.aspect.value}: {' '.join(filter(None, shown))}{f' ({detail})' if detail else ''}"


def _quotes(evidence: Sequence[Evidence]) -> list[str]:
    return [" ".join(e.exact.split()) or f"{e.source}, line {e.line}" for e in evidence]


def _as_text(change: Change) -> str:
    lines = [change.kind.value + (" (a denial)" if change.assertion.value == "denied" else "")]
    lines += [f"  + {_fact(fact)}" for fact in change.gained]
    lines += [f"  - {_fact(fact)}" for fact in change.lost]
    lines += [f"  old: “{quote}”" for quote in _quotes(change.old_evidence)]
    lines += [f"  new: “{quote}”" for quote in _quotes(change.new_evidence)]
    return "\n".join(lines) + "\n\n"


def _as_json(found: Difference) -> dict[str, object]:
    def facts(some: Sequence[Fact]) -> list[dict[str, str]]:
        return [
            {"about": f.aspect.value, "processing": f.processing, "concept": f.concept, "detail": f.detail}
            for f in some
        ]

    def words(evidence: Sequence[Evidence]) -> list[dict[str, object]]:
        return [
            {"exact": e.exact, "start": e.span.start if e.span else None, "end": e.span.end if e.span else None}
            for e in evidence
        ]

    changes = [
        {
            "kind": change.kind.value,
            "assertion": change.assertion.value,
            "gained": facts(change.gained),
            "lost": facts(change.lost),
            "old": words(change.old_evidence),
            "new": words(change.new_evidence),
        }
        for change in found.changes
    ]
    return {"changes": changes, "unchanged": found.unchanged}
