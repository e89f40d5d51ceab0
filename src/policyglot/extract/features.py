"""Features of a clause: what the classifier sees of it.

Words and their neighbours come from the clause, its lead-in, its headings and the clause
before it; facts (they begin with "=") say what the rules found: concepts, acts, and the kinds of
statement that they would decide for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from policyglot.extract.acts import Act
from policyglot.extract.classify import FACT
from policyglot.extract.reading import Reading

# A word of a heading.
_WORD = re.compile(r"\w+")
_PREFIX = 5
# The clause is the first under its heading.
_OPENING = FACT + "opening"
# Confidence of the rules from which a label counts for the clause after.
_LIKELY = 0.5


@lru_cache(maxsize=4096)
def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


@lru_cache(maxsize=4096)
def _heading(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys("h " + word[:_PREFIX] for word in _WORD.findall(text.lower())))


def _act(act: Act) -> str:
    return f"{act.operation} {act.who.value} {act.form.value}{' not' if act.denied else ''}"


def _bucket(confidence: float) -> int:
    """Return a confidence in tenths."""
    return round(confidence * 10)


def document_features(readings: Sequence[Reading], ruled: Sequence[Mapping[str, float]]) -> list[list[str]]:
    """Return the features of every clause of a document.

    Args:
        readings: The clauses, read, in order.
        ruled: What the rules decide about each: label to confidence.

    Returns:
        For each clause its features, none twice; none at all for a heading.
    """
    found: list[list[str]] = []
    before: list[str] = [_OPENING]
    for reading, rules in zip(readings, ruled, strict=True):
        if reading.is_heading:
            found.append([])
            before = [_OPENING]
            continue
        found.append(list(dict.fromkeys((*_words(reading), *_facts(reading, rules), *before))))
        before = list(_preceding(reading, rules))
    return found


def _preceding(reading: Reading, rules: Mapping[str, float]) -> Iterator[str]:
    """Yield what a clause tells about the one that follows it under the same heading."""
    yield from ("b " + key for key in reading.tokens.keys)
    yield f"{FACT}b end {reading.clause.text[-1:]}"
    yield from (f"{FACT}b r {label}" for label, confidence in rules.items() if confidence >= _LIKELY)
    yield from (f"{FACT}b a {act.operation} {act.who.value}" for act in reading.acts)


def _words(reading: Reading) -> Iterator[str]:
    keys = reading.tokens.keys
    yield from keys
    yield from (f"{a} {b}" for a, b in zip(["^", *keys], [*keys, "$"], strict=True))
    yield from ("p " + w[:_PREFIX] for w in reading.tokens.words if len(w) > _PREFIX)
    for heading in reading.clause.headings:
        yield from _heading(heading)
    if reading.lead_in is not None:
        yield from ("l " + key for key in reading.lead_in.tokens.keys)


def _facts(reading: Reading, rules: Mapping[str, float]) -> Iterator[str]:
    clause = reading.clause
    yield f"{FACT}kind {clause.kind.value}"
    yield f"{FACT}end {clause.text[-1:]}"
    yield f"{FACT}length {len(reading.tokens).bit_length()}"
    yield f"{FACT}first {' '.join(reading.tokens.keys[:2])}"
    for match in reading.matches:
        yield f"{FACT}c {_local(match.concept)}"
        yield f"{FACT}s {match.scheme}"
        if match.scheme == "recipients":
            yield f"{FACT}n {' '.join(reading.tokens.keys[max(0, match.first - 2) : match.first])}"
            yield f"{FACT}n {reading.tokens.keys[match.first - 1] if match.first else '^'} {_local(match.concept)}"
    yield from (f"{FACT}a {_act(act)}" for act in reading.acts)
    yield from (f"{FACT}t {_local(topic.concept)}" for topic in reading.topics)
    if reading.lead_in is not None:
        yield FACT + "lead-in"
        yield from (f"{FACT}la {_act(act)}" for act in reading.lead_in.acts)
        yield from (f"{FACT}lc {_local(m.concept)}" for m in reading.lead_in.matches)
    for label, confidence in rules.items():
        yield f"{FACT}r {label}"
        yield f"{FACT}r {label} {_bucket(confidence)}"
