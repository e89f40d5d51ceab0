"""Anaphora: "these companies" are those that the clause before names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from policyglot.extract.acts import Who
from policyglot.extract.lexicon import Match
from policyglot.extract.reading import Reading
from policyglot.vocabulary import iri

PARTY_ANAPHORA = iri("pg:cue-party-anaphora")
# How many clauses back a party may have been named.
_FARTHEST = 3


def resolve_parties(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Return the readings with recipients for clauses in which somebody named before acts.

    The words of such a recipient are those of the earlier clause under the same heading.
    """
    return tuple(
        replace(reading, matches=tuple(sorted((*reading.matches, *found), key=lambda m: (m.first, m.last))))
        if (found := tuple(_antecedents(readings, at)))
        else reading
        for at, reading in enumerate(readings)
    )


def _antecedents(readings: Sequence[Reading], at: int) -> Iterator[Match]:
    reading = readings[at]
    anaphor = next((m for m in reading.matches if m.concept == PARTY_ANAPHORA), None)
    if anaphor is None or reading.of("recipients") or not any(act.who is Who.THIRD for act in reading.acts):
        return
    for earlier in reversed(readings[max(0, at - _FARTHEST) : at]):
        if earlier.is_heading:
            return
        named = earlier.of("recipients")
        if named:
            for concept in dict.fromkeys(m.concept for m in named):
                match = next(m for m in named if m.concept == concept)
                yield match._replace(first=anaphor.first, last=anaphor.last)
            return
