"""Annotated clauses → training examples for mentions: candidates, and what they really name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from policyglot.extract.lexicon import load_lexicon
from policyglot.extract.mentions import PRACTICE_LABELS, Candidate, candidates, key_of
from policyglot.extract.reading import Reader
from policyglot.model import Span
from policyglot.read import segment
from policyglot.train.documents import Record, Unit, gold_documents
from policyglot.train.examples import Example
from policyglot.vocabulary import load_vocabulary

Named = tuple[str, Span, str]  # kind, place in the document, key


def mention_examples(records: Sequence[Record]) -> Iterator[tuple[str, Example]]:
    """Yield an example for every candidate in clauses that state a practice, with the kind of its model.

    Args:
        records: Annotated clauses with `labels` and `spans`.
    """
    lexicon, vocabulary = load_lexicon(), load_vocabulary()
    by_id = {record["id"]: record for record in records}
    for gold in gold_documents("clauses", records):
        units = [u for u in gold.units if not PRACTICE_LABELS.isdisjoint(by_id[str(u.key)]["labels"])]
        named = {u.key: list(_named(u, by_id[str(u.key)])) for u in units}
        for reading in Reader(lexicon, vocabulary).read(segment(gold.document)):
            unit = next((u for u in units if u.span.overlaps(reading.clause.span)), None)
            if unit is None or reading.is_heading:
                continue
            labels = by_id[str(unit.key)]["labels"]
            for candidate in candidates(reading, labels, lexicon=lexicon, vocabulary=vocabulary):
                yield (
                    candidate.model,
                    Example(
                        policy=gold.policy,
                        unit=str(unit.key),
                        features=frozenset(candidate.features),
                        labels=_labels(candidate, named[unit.key]),
                    ),
                )


def _named(unit: Unit, record: Mapping[str, list[list[str]]]) -> Iterator[Named]:
    text = unit.text.lstrip()
    for kind, words, key in record["spans"]:
        at = text.find(words)
        if at >= 0:
            start = unit.span.start + at
            yield kind.rstrip("-"), Span(start, start + len(words)), key


def _labels(candidate: Candidate, named: Sequence[Named]) -> frozenset[str]:
    """Return the keys that annotators gave to the candidate's words, or "kept" where one is the lexicon's."""
    place = Span(candidate.match.start, candidate.match.end)
    if candidate.model == "purpose":
        return frozenset(key for kind, span, key in named if kind == "purpose" and _same_place(place, span))
    for kind, span, key in named:
        if kind != candidate.model or not _same_place(place, span):
            continue
        if key_of(load_vocabulary(), kind, candidate.match.concept) == key:
            return frozenset(["kept"])
    return frozenset()


def _same_place(one: Span, other: Span) -> bool:
    """Say whether two spans share more than half of the shorter."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared * 2 > min(one.end - one.start, other.end - other.start)
