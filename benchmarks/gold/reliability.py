"""Reliability: how often statements published with a confidence are right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policyglot.train.documents import Record

# Lower ends of the ranges of confidence, the surest last.
RANGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)


def reliability(gold: Sequence[Record], said: Sequence[Record]) -> list[tuple[float, int, int]]:
    """Count statements of clauses by confidence.

    Args:
        gold: Clauses in the gold format.
        said: Predictions with `confidence`.

    Returns:
        (lower end of the range, statements, those that the gold file has), by range.
    """
    truth = {record["id"]: set(record["labels"]) for record in gold}
    found = [[0, 0] for _ in RANGES]
    for record in said:
        for label, confidence in record.get("confidence", {}).items():
            if record["id"] in truth:
                at = max(i for i, low in enumerate(RANGES) if confidence >= low)
                found[at][0] += 1
                found[at][1] += label in truth[record["id"]]
    return [(low, total, right) for low, (total, right) in zip(RANGES, found, strict=True)]


def reliability_lines(gold: Sequence[Record], said: Sequence[Record]) -> Iterator[str]:
    """Yield the reliability table as Markdown."""
    yield "| confidence from | statements | right | share |"
    yield "|---|---|---|---|"
    for low, total, right in reliability(gold, said):
        if total:
            yield f"| {low:.1f} | {total} | {right} | {right / total:.3f} |"
