"""Mentions: which of the words that could name data, a recipient or a purpose do so here.

The lexicon is generous: "use" can be data about use, "account" a bank account or a log-in.
Weights trained on annotated clauses tell by the surroundings; purposes are also decided
where no label of the lexicon fits, from the words of the phrase. Only clauses that state
a practice are looked at, and nothing is looked at where there are no weights.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from policyglot.extract.acts import Who
from policyglot.extract.classify import FACT, Classifier, load_classifier
from policyglot.extract.lexicon import CUES, Lexicon, Match
from policyglot.extract.purposes import JOINTS, Phrase, purpose_phrases, purpose_verbs, word_list
from policyglot.extract.reading import Reading
from policyglot.vocabulary import Vocabulary, iri

PRACTICE_LABELS = frozenset(
    ["collect", "use", "share", "sell", "no-collect", "no-use", "no-share", "no-sell", "retention", "transfer"]
)
# Scheme whose matches are kept or dropped, and the label of keeping.
FILTERED: Mapping[str, str] = {"data-categories": "data", "recipients": "recipient"}
MODELS = ("data", "recipient", "purpose")
_KEYS = "annotation-keys"
_NEAR = 3
PREPOSITION = iri("pg:preposition")
# How many words before a name its preposition is looked for, and what ends the search.
_FARTHEST_PREPOSITION = 14
_BREAKS = frozenset([";", ".", ":", "?", "!", "(", "["])


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Words that may name something, with what the weights see of them.

    Attributes:
        model: "data", "recipient" or "purpose".
        match: The match, for data and recipients the lexicon's own.
        own: Features of it alone.
        around: Features that all candidates of its clause share.
    """

    model: str
    match: Match
    own: tuple[str, ...]
    around: tuple[str, ...]

    @property
    def features(self) -> tuple[str, ...]:
        """As the classifier sees it."""
        return self.own + self.around


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionModels:
    """The weights for each kind of mention; a kind without weights is left as the lexicon found it."""

    by_kind: Mapping[str, Classifier]


@cache
def load_mention_models() -> MentionModels:
    """Return the weights that ship with the package."""
    found = {kind: load_classifier(f"{kind}.json.gz") for kind in MODELS}
    return MentionModels(by_kind={kind: model for kind, model in found.items() if model is not None})


@cache
def concepts_by_key(vocabulary: Vocabulary, kind: str) -> Mapping[str, str]:
    """Return the concept of every annotation key of a kind ("data", "recipient", "purpose")."""
    return {c.notations[kind]: c.matches["exactMatch"][0] for c in vocabulary.scheme(_KEYS) if kind in c.notations}


@cache
def key_of(vocabulary: Vocabulary, kind: str, concept: str) -> str | None:
    """Return the annotation key of a concept, or of the nearest broader one that has a key."""
    keys = {iri: key for key, iri in concepts_by_key(vocabulary, kind).items()}
    return next((keys[c] for c in (concept, *vocabulary.ancestors(concept)) if c in keys), None)


def candidates(
    reading: Reading, labels: Collection[str], *, lexicon: Lexicon, vocabulary: Vocabulary
) -> Iterator[Candidate]:
    """Yield everything in a clause that may be a mention, in no particular order.

    Args:
        reading: The clause.
        labels: The statements that it makes.
        lexicon: For the words that purposes begin with.
        vocabulary: For concepts.
    """
    around = _surroundings(reading)
    # Data are named whatever a clause states of them; who gets them and what for depends on it.
    stated = (*around, *(f"{FACT}label {label}" for label in labels if label in PRACTICE_LABELS))
    phrases = purpose_phrases(reading, purpose_verbs(lexicon, vocabulary), lexicon.ignorable)
    joining = word_list(lexicon, vocabulary, PREPOSITION)
    for match in reading.matches:
        kind = FILTERED.get(match.scheme)
        if kind is not None:
            own = (*_match_features(reading, match), *_place_features(reading, match, phrases, joining))
            yield Candidate(model=kind, match=match, own=own, around=around if kind == "data" else stated)
    for phrase in phrases:
        tokens = reading.tokens
        start, end = tokens.starts[phrase.first], tokens.ends[phrase.last - 1]
        match = Match("", "purposes", phrase.first, phrase.last, start, end)
        yield Candidate(model="purpose", match=match, own=tuple(_phrase_features(reading, phrase)), around=stated)


def _surroundings(reading: Reading) -> tuple[str, ...]:
    """Return what all candidates of a clause share: its acts, those of its lead-in, its cues, its headings."""
    found = [f"{FACT}act {a.operation} {a.who.value} {a.denied}" for a in reading.acts]
    found += [f"{FACT}form {a.form.value}" for a in reading.acts]
    if reading.lead_in is not None:
        found.append(f"{FACT}lead")
        found += [f"{FACT}lead {a.operation} {a.denied}" for a in reading.lead_in.acts]
    found += [f"{FACT}topic {t.scheme} {_local(t.concept)}" for t in reading.topics[:6]]
    found.append(f"{FACT}kind {reading.clause.kind.value}")
    found.append(f"{FACT}acts {min(3, len(reading.acts))}")
    return tuple(dict.fromkeys(found))


def _local(concept: str) -> str:
    return concept.rsplit("#", 1)[-1]


def _beside(keys: Sequence[str], first: int, last: int) -> Iterator[str]:
    """Yield the words to the left and right of a run of tokens, by distance."""
    for distance in range(1, _NEAR + 1):
        left = keys[first - distance] if first >= distance else "^"
        right = keys[last + distance - 1] if last + distance - 1 < len(keys) else "$"
        yield f"{FACT}left{distance} {left}"
        yield f"{FACT}right{distance} {right}"
    yield f"{FACT}left2 {' '.join(keys[max(0, first - 2) : first])}"
    yield f"{FACT}right2 {' '.join(keys[last : last + 2])}"


def _match_features(reading: Reading, match: Match) -> Iterator[str]:
    keys = reading.tokens.keys
    words = " ".join(keys[match.first : match.last])
    yield f"{FACT}concept {_local(match.concept)}"
    yield f"{FACT}words {words}"
    yield f"{FACT}as written {reading.tokens.words[match.last - 1]}"
    yield f"{FACT}length {min(4, match.last - match.first)}"
    yield f"{FACT}first" if match.first == 0 else f"{FACT}not first"
    yield from _beside(keys, match.first, match.last)
    for other in reading.matches:
        if other is match or other.scheme == CUES:
            continue
        if other.first <= match.first and match.last <= other.last:
            yield f"{FACT}inside {other.scheme}"
        elif other.last == match.first or other.first == match.last:
            yield f"{FACT}beside {other.scheme}"
        elif other.scheme == match.scheme and abs(other.first - match.last) <= 3:
            yield f"{FACT}among its kind"
    region = reading.region_of(match)
    for act in reading.acts:
        if act.region == region:
            side = "after" if act.at < match.first else "before"
            yield f"{FACT}{side} {act.operation} {act.who.value}"
            if side == "after" and match.first - act.at <= 4 and act.who is not Who.SECOND:
                yield f"{FACT}object of {act.operation}"
    start = match.start - reading.clause.span.start
    yield f"{FACT}capital {reading.clause.text[start : start + 1].isupper()}"


def _place_features(
    reading: Reading, match: Match, phrases: Sequence[Phrase], joining: frozenset[str]
) -> Iterator[str]:
    """Yield the preposition that governs a name, and the purpose phrase that it is part of."""
    keys = reading.tokens.keys
    for at in range(match.first - 1, max(-1, match.first - _FARTHEST_PREPOSITION), -1):
        if keys[at] in joining:
            yield f"{FACT}preposition {keys[at]}"
            yield f"{FACT}preposition after {keys[at - 1] if at else '^'} {keys[at]}"
            break
        if keys[at] in _BREAKS:
            break
    else:
        yield f"{FACT}no preposition"
    for phrase in phrases:
        if phrase.first <= match.first < phrase.last:
            yield f"{FACT}within {phrase.opening}"
            yield f"{FACT}within {phrase.opening} {keys[phrase.first]}"
            return
    yield f"{FACT}within nothing"


def _phrase_features(reading: Reading, phrase: Phrase) -> Iterator[str]:
    keys = reading.tokens.keys
    words = keys[phrase.first : phrase.last]
    yield from words
    yield from (f"{a} {b}" for a, b in itertools.pairwise(words))
    yield f"{FACT}opening {phrase.opening}"
    yield f"{FACT}first {words[0]}"
    yield f"{FACT}first {' '.join(words[:2])}"
    yield f"{FACT}last {words[-1]}"
    yield f"{FACT}length {min(6, len(words))}"
    yield from _beside(keys, phrase.first, phrase.last)
    named = [m for m in reading.of("purposes") if m.first < phrase.last and m.last > phrase.first]
    yield from (f"{FACT}names {_local(m.concept)}" for m in named)
    if named:
        longest = max(named, key=lambda m: m.last - m.first)
        yield f"{FACT}names longest {_local(longest.concept)} {min(4, longest.last - longest.first)}"
        yield f"{FACT}named at start {named[0].first == phrase.first}"
        yield f"{FACT}named as {' '.join(keys[longest.first : longest.last])}"
    else:
        yield f"{FACT}names nothing"
    for other in reading.matches:
        if other.scheme not in (CUES, "purposes") and other.first < phrase.last and other.last > phrase.first:
            yield f"{FACT}holds {other.scheme}"


def refine(
    readings: Sequence[Reading],
    decisions: Sequence[Mapping[str, float]],
    *,
    models: MentionModels,
    lexicon: Lexicon,
    vocabulary: Vocabulary,
) -> tuple[Reading, ...]:
    """Return the readings with the mentions that the weights keep, and the purposes that they find.

    Args:
        readings: The clauses of a document, in order.
        decisions: The statements decided for each; a clause without a practice stays as it is,
            unless it introduces a list.
        models: Weights.
        lexicon: For the words that purposes begin with.
        vocabulary: For concepts.
    """
    if not models.by_kind:
        return tuple(readings)
    introducing = {id(reading.lead_in) for reading in readings if reading.lead_in is not None}
    refined: dict[int, Reading] = {}
    for reading, labels in zip(readings, decisions, strict=True):
        found = reading
        if reading.lead_in is not None:
            found = replace(found, lead_in=refined[id(reading.lead_in)])
        if id(reading) in introducing or not PRACTICE_LABELS.isdisjoint(labels):
            found = _refined(found, labels, models=models, lexicon=lexicon, vocabulary=vocabulary)
            if "no-use" in labels and not found.of("purposes"):
                # What is denied is named without the words that purposes follow: "no marketing calls".
                found = replace(found, matches=_joined(found, (*found.matches, *reading.of("purposes"))))
        refined[id(reading)] = found
    return tuple(refined.values())


def _refined(
    reading: Reading, labels: Collection[str], *, models: MentionModels, lexicon: Lexicon, vocabulary: Vocabulary
) -> Reading:
    replaced = {scheme for scheme, kind in FILTERED.items() if kind in models.by_kind}
    if "purpose" in models.by_kind:
        replaced.add("purposes")
    kept = [m for m in reading.matches if m.scheme not in replaced]
    purposes = concepts_by_key(vocabulary, "purpose")
    packed: dict[str, int] = {}
    for candidate in candidates(reading, labels, lexicon=lexicon, vocabulary=vocabulary):
        model = models.by_kind.get(candidate.model)
        if model is None:
            continue
        if candidate.model not in packed:
            packed[candidate.model] = model.pack(candidate.around)
        holding = model.holding(candidate.own, packed=packed[candidate.model])
        if not holding:
            continue
        match = candidate.match
        if candidate.model == "purpose":
            named = dict.fromkeys(_purpose(reading, match, purposes[label], vocabulary) for label in holding)
            kept += [match._replace(concept=concept) for concept in named]
        else:
            kept.append(match)
    return replace(reading, matches=_joined(reading, kept))


def _joined(reading: Reading, matches: Sequence[Match]) -> tuple[Match, ...]:
    """Join neighbouring phrases of one purpose ("product and service updates"), and sort."""
    found: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.scheme == "purposes", m.first, m.last)):
        last = found[-1] if found else None
        if last is not None and last.scheme == match.scheme == "purposes" and last.concept == match.concept:
            between = reading.tokens.keys[last.last : match.first]
            if len(between) <= 1 and JOINTS.issuperset(between):
                found[-1] = last._replace(last=match.last, end=match.end)
                continue
        found.append(match)
    return tuple(sorted(found, key=lambda m: (m.first, m.last)))


def _purpose(reading: Reading, phrase: Match, concept: str, vocabulary: Vocabulary) -> str:
    """Return the narrowest purpose that the lexicon names in the phrase below the decided one."""
    for match in reading.of("purposes"):
        inside = phrase.first <= match.first and match.last <= phrase.last
        if inside and vocabulary.is_a(match.concept, concept):
            return match.concept
    return concept
