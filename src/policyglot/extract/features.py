"""Features of a clause: what the classifier sees of it.

Words and their neighbours come from the clause, its lead-in and its headings; facts
(they begin with "=") say what the rules found: concepts, acts, and the kinds of
statement that they would decide for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from policyglot.extract.acts import Act
from policyglot.extract.classify import FACT
from policyglot.extract.reading import Reading

# A word of a heading.
_WORD = re.compile(r"\w+")
_PREFIX = 5


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


def clause_features(reading: Reading, rules: Mapping[str, float]) -> list[str]:
    """Return the features of a clause, none twice.

    Args:
        reading: The clause, read.
        rules: What the rules decide about it: label to confidence.
    """
    return list(dict.fromkeys((*_words(reading), *_facts(reading, rules))))


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
    yield from (f"{FACT}a {_act(act)}" for act in reading.acts)
    yield from (f"{FACT}t {_local(topic.concept)}" for topic in reading.topics)
    if reading.lead_in is not None:
        yield FACT + "lead-in"
        yield from (f"{FACT}la {_act(act)}" for act in reading.lead_in.acts)
        yield from (f"{FACT}lc {_local(m.concept)}" for m in reading.lead_in.matches)
    for label, confidence in rules.items():
        yield f"{FACT}r {label}"
        yield f"{FACT}r {label} {_bucket(confidence)}"
