"""The fidelity report: all measures beside targets and reference figures, and where errors lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.gold.mistakes import costliest, mistakes
from benchmarks.gold.reliability import reliability_lines
from benchmarks.gold.score import REFERENCE, TARGETS, Row, Scores, row

from policyglot.train.documents import Record

TITLES = {
    "opp115": "OPP-115: US web sites, 2015",
    "gdpr200": "GDPR-T200: mobile apps, 2020 to 2024",
    "clauses": "Own clauses: companies, 1999 to 2026",
    "whole": "Whole policies, P3P as generated",
}
DETAIL = {"opp115": "by category", "gdpr200": "by requirement", "clauses": "by label"}
FACETS = {"opp115": "policy facts by facet", "clauses": "span concepts by type"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A scored corpus.

    Attributes:
        scheme: "opp115", "gdpr200" or "clauses".
        gold: Its records.
        said: The predictions.
        tuned: Scores on the policies that errors are read in.
        aside: Scores on the policies kept aside.
    """

    scheme: str
    gold: Sequence[Record]
    said: Sequence[Record]
    tuned: Scores
    aside: Scores


def _figure(figures: Row) -> str:
    return f"{figures['precision']:.3f} / {figures['recall']:.3f} / **{figures['f1']:.3f}**"


def _measure_lines(scheme: str, tuned: Scores, aside: Scores) -> Iterator[str]:
    yield "| measure | kept aside: P / R / F1 | rest: P / R / F1 | target | stretch | others |"
    yield "|---|---|---|---|---|---|"
    for measure, (target, stretch) in TARGETS[scheme].items():
        mark = " ✓" if row(aside, measure)["f1"] >= target else ""
        others = REFERENCE[scheme].get(measure, "")
        yield (
            f"| {measure} | {_figure(row(aside, measure))}{mark} | {_figure(row(tuned, measure))} "
            f"| {target:.2f} | {stretch:.2f} | {others} |"
        )


def _detail_lines(table: str, tuned: Scores, aside: Scores) -> Iterator[str]:
    yield f"| {table} | kept aside: P / R / F1 | rest: P / R / F1 | n |"
    yield "|---|---|---|---|"
    for key in sorted(set(tuned[table]) | set(aside[table])):
        name = f"{table} / {key}"
        count = row(tuned, name)["gold"] + row(aside, name)["gold"]
        yield f"| {key.replace('|', '·')} | {_figure(row(aside, name))} | {_figure(row(tuned, name))} | {count} |"


def _whole_lines(whole: Mapping[str, Row]) -> Iterator[str]:
    yield "| measure | P / R / F1 | target | stretch | others |"
    yield "|---|---|---|---|---|"
    for measure, figures in whole.items():
        target, stretch = TARGETS["whole"].get(measure, (0.0, 0.0))
        goal = f"{target:.2f} | {stretch:.2f}" if target else " | "
        yield f"| {measure} | {_figure(figures)} | {goal} | {REFERENCE['whole'].get(measure, '')} |"


def error_lines(corpus: Corpus, aside: frozenset[str], *, limit: int, words: bool) -> Iterator[str]:
    """Yield the costliest errors as Markdown, those of the policies kept aside left out.

    Args:
        corpus: What was scored.
        aside: Names of the policies kept aside.
        limit: How many lines.
        words: Whether to add the corpus's own words: to read, never to publish.
    """
    found = [m for m in mistakes(corpus.gold, corpus.said) if m.unit.rpartition("#")[0] not in aside]
    yield "| errors | kind | what |" + (" words |" if words else "")
    yield "|---|---|---|" + ("---|" if words else "")
    for count, kind, what, quoted in costliest(found, limit):
        line = f"| {count} | {kind} | {what.replace('|', '·')} |"
        yield line + (f" {'; '.join(q[:60] for q in quoted)} |" if words else "")


def report_lines(
    corpora: Sequence[Corpus], whole: Mapping[str, Row], *, asides: Mapping[str, frozenset[str]], words: bool = False
) -> Iterator[str]:
    """Yield the report as Markdown lines."""
    yield "# Fidelity"
    yield ""
    yield "Written by `python benchmarks/fidelity.py report`. Every fourth policy by name is kept aside:"
    yield "nobody tunes on it. Errors are counted on the rest. Precision, recall and F1 are micro figures."
    yield "Own clauses are what the shipped weights learnt from: there, every policy is read with weights"
    yield "trained without it."
    for corpus in corpora:
        yield ""
        yield f"## {TITLES[corpus.scheme]}"
        yield ""
        yield from _measure_lines(corpus.scheme, corpus.tuned, corpus.aside)
        for tables in (DETAIL, FACETS):
            if corpus.scheme in tables:
                yield ""
                yield from _detail_lines(tables[corpus.scheme], corpus.tuned, corpus.aside)
        if corpus.scheme == "clauses":
            yield ""
            yield "How often statements are right, by the confidence that they are published with:"
            yield ""
            yield from reliability_lines(corpus.gold, corpus.said)
    if whole:
        yield ""
        yield f"## {TITLES['whole']}"
        yield ""
        yield from _whole_lines(whole)
    for corpus in corpora:
        yield ""
        yield f"## Costliest errors: {corpus.scheme}"
        yield ""
        yield from error_lines(corpus, asides[corpus.scheme], limit=50, words=words)
