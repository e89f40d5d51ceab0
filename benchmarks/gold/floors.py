"""Quality floors: figures on fixed samples below which the product must not fall."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.gold.predict import Extractor, predict
from benchmarks.gold.score import TARGETS, load_scorer, row, score

from policyglot.train.documents import Record, read_records

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "tests" / "data" / "clauses"
GOLD = ROOT.parent / "shared" / "gold"
FLOORS = ROOT / "tests" / "quality_floors.json"
# How far a figure may move without a test failing: chance of a phrase here or there.
SLACK = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Gold records that the suite measures on.

    Attributes:
        scheme: "opp115", "gdpr200" or "clauses".
        records: What to measure on.
        digest: SHA-256 of the records, hexadecimal.
    """

    scheme: str
    records: Sequence[Record]

    @property
    def digest(self) -> str:
        """SHA-256 of the records, hexadecimal."""
        lines = (json.dumps(record, sort_keys=True, ensure_ascii=False) for record in self.records)
        return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def _own_clauses() -> Sample:
    return Sample(scheme="clauses", records=[r for p in sorted(OWN.glob("*.jsonl")) for r in read_records(p)])


def _every(scheme: str, *, step: int) -> Sample:
    return Sample(scheme=scheme, records=list(read_records(GOLD / f"{scheme}-dev.jsonl"))[::step])


def _window() -> Sample:
    return Sample(scheme="clauses", records=list(read_records(GOLD / "clauses-dev.jsonl"))[:1200])


SAMPLES: Mapping[str, Callable[[], Sample]] = {
    "own-clauses": _own_clauses,
    "clauses": _window,
    "opp115": lambda: _every("opp115", step=6),
    "gdpr200": lambda: _every("gdpr200", step=8),
}


def _f1(pairs: Iterable[tuple[set[str], set[str]]]) -> float:
    count: Counter[str] = Counter()
    for said, gold in pairs:
        count.update(hit=len(said & gold), total=len(said) + len(gold))
    return 2 * count["hit"] / count["total"] if count["total"] else 0.0


def clause_figures(gold: Sequence[Record], said: Sequence[Record]) -> dict[str, float]:
    """Return F1 of labels and of the concepts of data, purposes and recipients.

    Args:
        gold: Clauses in the gold format.
        said: One prediction for each, in the same order.
    """
    figures = {"labels": _f1((set(s["labels"]), set(g["labels"])) for g, s in zip(gold, said, strict=True))}
    for kind in ("data", "purpose", "recipient"):
        figures[kind] = _f1(
            ({s[2] for s in said_of["spans"] if s[0] == kind}, {s[2] for s in gold_of["spans"] if s[0] == kind})
            for gold_of, said_of in zip(gold, said, strict=True)
            if any(s[0] == kind for s in gold_of["spans"]) or gold_of["labels"]
        )
    return figures


def figures(name: str, sample: Sample, extract: Extractor, *, jobs: int = 1) -> dict[str, float]:
    """Measure the product on a sample.

    Returns:
        Measure to F1, rounded to three digits.
    """
    said = list(predict(sample.records, scheme=sample.scheme, extract=extract, jobs=jobs))
    if name == "own-clauses":
        found = clause_figures(sample.records, said)
    else:
        scores = score(sample.scheme, sample.records, said, scorer=load_scorer(GOLD))
        found = {measure: row(scores, measure)["f1"] for measure in TARGETS[sample.scheme]}
    return {measure: round(figure, 3) for measure, figure in found.items()}


def read_floors() -> dict[str, dict[str, object]]:
    """Return the pinned floors: sample to digest and figures."""
    pinned: dict[str, dict[str, object]] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return pinned


def pin(name: str, digest: str, found: Mapping[str, float]) -> None:
    """Write what was measured as the floors of a sample; lowering one needs a reason in the commit."""
    pinned = read_floors() if FLOORS.exists() else {}
    pinned[name] = {"digest": digest, "floors": dict(sorted(found.items()))}
    FLOORS.write_text(json.dumps(dict(sorted(pinned.items())), indent=1) + "\n", encoding="utf-8")
