"""Readings: a clause with everything that is found in it before anything is decided.

A reading holds tokens, the concepts named, the acts, and what the clause takes over from
its surroundings: the list introduction that it completes and the headings it stands under.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from policyglot.extract.acts import Act, ActFinder, Region, region_at
from policyglot.extract.lexicon import CUES, Lexicon, Match
from policyglot.extract.publisher import named_as_we
from policyglot.extract.tokens import Tokens
from policyglot.model import BlockKind, Clause
from policyglot.vocabulary import Vocabulary, iri

STATEMENTS = "statements"
RECIPIENTS = "recipients"
CONTINUATION = iri("pg:cue-continuation")
DENIALS = "denials"
OPERATIONS = ("collect", "use", "share")
# Schemes whose concepts are things, of which a word can name only one at a time.
_NOUNS = frozenset(["data-categories", RECIPIENTS, "data-sources"])
# Schemes whose phrases often begin in a lead-in, and how much of its end is looked at.
_COMPLETED = frozenset(["rights", "choices"])
_LEAD_IN_END = 8
# "Device means …", "“Partner” (see below) refers to …": a term, written large or in quotes, and what it stands for.
DEFINITION = re.compile(
    r"^\W*(?!(?:This|That|These|Those|Which|It) (?:means?\b|may\b))"
    r"(?:The term )?[\"“”‘'’*]*[A-Z][^\s.;:?!]*(?: [^\s.;:?!]+){0,5}?"
    r"(?: ?\([^()]{0,140}\))?,?[\"“”‘’*]*(?: -)? "
    r"(?:shall mean|means(?! (?:to|of|by) )|refers to|(?:is|are) defined as)\b"
)
# A bare name: at most so many words, each a capitalised word, a number or a short joint ("Analytics for Firebase").
BARE_NAME = re.compile(r"\W*(?:[A-Z0-9][\w.&’'+-]*(?: (?:(?:for|of|by|and|&) )?[A-Z0-9(][\w.&’'+)-]*){0,4})\W*")
# An introduction of names is short.
_LONGEST_INTRODUCTION = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was found in one clause.

    Attributes:
        clause: The clause.
        tokens: Its tokens; offsets are the document's.
        matches: Concepts named, by first token.
        acts: Operations spoken of, in order.
        regions: Runs of tokens of one polarity.
        lead_in: Reading of the list introduction that it completes, or None.
        topics: Concepts named in the headings it stands under, nearest heading first.
    """

    clause: Clause
    tokens: Tokens
    matches: tuple[Match, ...]
    acts: tuple[Act, ...]
    regions: tuple[Region, ...]
    lead_in: Reading | None = None
    topics: tuple[Match, ...] = ()

    def of(self, scheme: str) -> list[Match]:
        """Return the concepts of one scheme that the clause names."""
        return [m for m in self.matches if m.scheme == scheme]

    def has(self, concept: str) -> bool:
        """Say whether the clause names a concept or cue (IRI)."""
        return any(m.concept == concept for m in self.matches)

    @property
    def is_definition(self) -> bool:
        """Whether the clause says what a term stands for, which states nothing."""
        return DEFINITION.match(self.clause.text) is not None

    @property
    def is_heading(self) -> bool:
        """Whether the clause is a heading, which states nothing."""
        return self.clause.kind is BlockKind.HEADING

    def region_of(self, match: Match) -> int:
        """Return the index of the region that a match begins in."""
        return region_at(self.regions, match.first)


@cache
def statement_index(vocabulary: Vocabulary) -> Mapping[str, str]:
    """Return the label of the statement that each concept makes, for concepts that make one.

    A concept takes the label of the nearest concept, itself or broader, that a kind of
    statement lists.
    """
    listed: dict[str, str] = {}
    for kind in vocabulary.scheme(STATEMENTS):
        for concept in kind.matches.get("narrowMatch", ()):
            listed.setdefault(concept, kind.notations["label"])
    index = {}
    for concept in vocabulary.concepts:
        nearest = next((c for c in (concept, *vocabulary.ancestors(concept)) if c in listed), None)
        if nearest is not None:
            index[concept] = listed[nearest]
    return index


@cache
def operation_index(vocabulary: Vocabulary) -> Mapping[str, str]:
    """Return "collect", "use" or "share" for every processing concept that is one of them."""
    labels = statement_index(vocabulary)
    members = {concept.iri for concept in vocabulary.scheme("processing")}
    return {c: label for c, label in labels.items() if label in OPERATIONS and c in members}


class Reader:
    """Reads the clauses of one document.

    Args:
        lexicon: What to look for.
        vocabulary: What it means.
        own: Finds the publisher's names (see `policyglot.extract.publisher`), or None.
    """

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary, *, own: re.Pattern[str] | None = None) -> None:
        self._lexicon = lexicon
        self._own = own
        self._operations = operation_index(vocabulary)
        self._headings: dict[str, tuple[Match, ...]] = {}

    def read(self, clauses: Iterable[Clause]) -> tuple[Reading, ...]:
        """Return one reading for each clause, in order."""
        readings: list[Reading] = []
        by_span: dict[tuple[int, int], Reading] = {}
        for clause in clauses:
            lead_in = by_span.get((clause.lead_in.start, clause.lead_in.end)) if clause.lead_in else None
            reading = self._read(clause, lead_in)
            before = readings[-1] if readings else None
            introduction = _introduction(reading, before) if lead_in is None and before is not None else None
            if introduction is not None:
                reading = replace(
                    reading, lead_in=introduction, clause=replace(clause, lead_in=introduction.clause.span)
                )
            reading = _named_by_list(reading)
            by_span[clause.span.start, clause.span.end] = reading
            readings.append(reading)
        return tuple(readings)

    def _read(self, clause: Clause, lead_in: Reading | None) -> Reading:
        tokens = self._lexicon.tokenize(clause.text, offset=clause.span.start)
        matches = unnested(self._lexicon.match(tokens))
        if self._own is not None and self._own.search(clause.text) is not None:
            matches = _with_own_names(matches, named_as_we(self._own, clause, tokens))
        if lead_in is not None and not any(m.scheme in _COMPLETED for m in matches):
            matches = sorted((*matches, *self._completing(lead_in, tokens)), key=lambda m: (m.first, m.last))
        finder = ActFinder(tokens, matches, self._operations)
        return Reading(
            clause=clause,
            tokens=tokens,
            matches=tuple(matches),
            acts=finder.find(),
            regions=finder.regions,
            lead_in=lead_in,
            topics=tuple(m for heading in reversed(clause.headings) for m in self._topics(heading)),
        )

    def _completing(self, lead_in: Reading, tokens: Tokens) -> list[Match]:
        """Return what the clause names only with the end of its lead-in: "you have the right to" + "erase …"."""
        end = len(lead_in.tokens)
        while end and not lead_in.tokens.words[end - 1][-1:].isalnum():
            end -= 1
        start = max(0, end - _LEAD_IN_END)
        shift = end - start
        both = Tokens(
            keys=lead_in.tokens.keys[start:end] + tokens.keys,
            starts=lead_in.tokens.starts[start:end] + tokens.starts,
            ends=lead_in.tokens.ends[start:end] + tokens.ends,
            words=lead_in.tokens.words[start:end] + tokens.words,
        )
        return [
            m._replace(first=0, last=m.last - shift, start=tokens.starts[0])
            for m in self._lexicon.match_beginning(both, before=shift)
            if m.scheme in _COMPLETED and shift < m.last
        ]

    def _topics(self, heading: str) -> tuple[Match, ...]:
        known = self._headings.get(heading)
        if known is None:
            known = self._headings[heading] = tuple(self._lexicon.match(self._lexicon.tokenize(heading)))
        return known


def _introduction(reading: Reading, before: Reading) -> Reading | None:
    """Return what introduces a clause that is no item of a list: examples, or bare names one below the other."""
    if _goes_on(reading, before):
        return before
    if before.is_heading or reading.is_heading or before.clause.headings != reading.clause.headings:
        return None
    if not _is_bare_name(reading):
        return None
    if _is_bare_name(before):
        return before.lead_in if before.lead_in is not None and _introduces_names(before.lead_in) else None
    return before if _introduces_names(before) else None


def _is_bare_name(reading: Reading) -> bool:
    return BARE_NAME.fullmatch(reading.clause.text) is not None


def _introduces_names(reading: Reading) -> bool:
    """Say whether names of recipients can follow: "Third-party providers that the app uses", without a full stop."""
    return (
        len(reading.tokens) <= _LONGEST_INTRODUCTION
        and not reading.clause.text.endswith((".", "?", "!"))
        and bool(reading.of(RECIPIENTS))
    )


def _named_by_list(reading: Reading) -> Reading:
    """Take a bare name that the lexicon does not know for one of the recipients that its introduction speaks of."""
    lead_in = reading.lead_in
    if lead_in is None or not _is_bare_name(reading) or not _introduces_names(lead_in):
        return reading
    names_data = bool(lead_in.of("data-categories")) and all(a.operation != "share" for a in lead_in.acts)
    if names_data or any(m.scheme in _NOUNS or m.scheme == "purposes" for m in reading.matches):
        return reading
    words = [at for at, word in enumerate(reading.tokens.words) if word[:1].isalnum()]
    first, last = words[0], words[-1] + 1
    named = lead_in.of(RECIPIENTS)[-1]._replace(
        first=first, last=last, start=reading.tokens.starts[first], end=reading.tokens.ends[last - 1]
    )
    return replace(reading, matches=tuple(sorted((*reading.matches, named), key=lambda m: (m.first, m.last))))


def _goes_on(reading: Reading, before: Reading) -> bool:
    """Say whether a clause only gives examples of what the one before it speaks of: "This includes companies …".

    It then completes that clause, as an item completes the introduction of its list.
    """
    return (
        any(m.concept == CONTINUATION and m.first == 0 for m in reading.matches)
        and not before.is_heading
        and before.clause.headings == reading.clause.headings
        and bool(before.of(RECIPIENTS))
        and bool(reading.of(RECIPIENTS))
    )


def _with_own_names(matches: Sequence[Match], named: Iterable[Match]) -> list[Match]:
    """Put the publisher's names among the matches, in place of recipients and cues there."""
    own = list(named)
    others = [
        m
        for m in matches
        if m.scheme not in ("recipients", CUES) or not any(o.first <= m.first and m.last <= o.last for o in own)
    ]
    return sorted((*others, *own), key=lambda m: (m.first, m.last))


def unnested(matches: Sequence[Match]) -> list[Match]:
    """Drop data, recipients and sources that are only part of a longer name.

    "social media companies" names a recipient, not social media data as well; "third-party advertising
    companies" names one recipient, of the kind that its last words say.
    """
    nouns = [m for m in matches if m.scheme in _NOUNS]
    heads = {m.first for m in nouns if m.scheme == RECIPIENTS}
    return [
        m
        for m in matches
        if not (m.scheme == RECIPIENTS and m.last in heads)
        and (
            m.scheme not in _NOUNS
            or not any(
                o.scheme != m.scheme and o.first <= m.first and m.last <= o.last and o.last - o.first > m.last - m.first
                for o in nouns
            )
        )
    ]
