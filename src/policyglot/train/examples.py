"""Gold records → training examples: a clause's features and the labels that it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from policyglot.extract.decide import rule_labels
from policyglot.extract.features import document_features
from policyglot.extract.lexicon import load_lexicon
from policyglot.extract.reading import Reader
from policyglot.model import Document, Span
from policyglot.read import segment
from policyglot.train.documents import GoldDocument, Record, gold_documents, scheme_of
from policyglot.train.labels import unit_labels
from policyglot.vocabulary import load_vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One clause to learn from.

    Attributes:
        policy: Its policy; policies are never divided between training and test.
        unit: What names it in the gold file.
        features: As the classifier will see them.
        labels: What it states.
    """

    policy: str
    unit: str
    features: frozenset[str]
    labels: frozenset[str]


def featurise(document: Document) -> list[tuple[Span, frozenset[str]]]:
    """Return the span and the features of every clause of a document that is no heading."""
    vocabulary = load_vocabulary()
    readings = Reader(load_lexicon(), vocabulary).read(segment(document))
    features = document_features(readings, [rule_labels(reading, vocabulary) for reading in readings])
    return [
        (reading.clause.span, frozenset(found))
        for reading, found in zip(readings, features, strict=True)
        if not reading.is_heading
    ]


def _examples(gold: GoldDocument, records: Mapping[str | int, Record]) -> Iterator[Example]:
    """Yield one example for each run of clauses and gold labels that cannot be told apart."""
    stated = [
        (Span(span.start + unit.span.start, span.end + unit.span.start), labels, str(unit.key))
        for unit in gold.units
        for span, labels in unit_labels(unit, records[unit.key])
    ]
    clauses = featurise(gold.document)
    at = 0
    while at < len(clauses):
        span, features = clauses[at]
        at += 1
        labels: frozenset[str] = frozenset()
        unit = ""
        for place, found, name in stated:
            if not place.overlaps(span):
                continue
            labels |= found
            unit = unit or name
            while at < len(clauses) and clauses[at][0].start < place.end:
                features |= clauses[at][1]
                at += 1
        if unit:
            yield Example(policy=gold.policy, unit=unit, features=features, labels=labels)


def examples(records: Sequence[Record]) -> Iterator[Example]:
    """Yield the examples of a gold file's records, in order.

    Args:
        records: In the format of opp115, gdpr200 or clauses.
    """
    scheme = scheme_of(records[0])
    by_key: dict[str, dict[str | int, Record]] = {}
    for record in records:
        if scheme == "clauses":
            by_key.setdefault(record["id"].rpartition("#")[0], {})[record["id"]] = record
        else:
            part = "segments" if scheme == "opp115" else "passages"
            by_key[record["policy"]] = {unit[part[:-1]]: unit for unit in record[part]}
    for gold in gold_documents(scheme, records):
        yield from _examples(gold, by_key[gold.policy])
