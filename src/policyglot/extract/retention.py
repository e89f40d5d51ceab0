"""Retention: how long data are kept, as a concept, an ISO 8601 duration, or an event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policyglot.extract.lexicon import Match
from policyglot.extract.tokens import NUMBER, Tokens
from policyglot.model import Retention, Span
from policyglot.vocabulary import Vocabulary, iri

STATED_PERIOD = iri("pg:StatedPeriod")
UNTIL_EVENT = iri("dpv:UntilEventDuration")
_OPENING = iri("pg:cue-event")
# Rules below "until an event" that name no event of their own: "as long as it is necessary for …".
_RULES = (iri("pg:AsNeeded"), iri("pg:LegallyRequired"))
# What ends the words of an event, and what does so where a clause of its own follows.
_ENDS = frozenset(".,;:()[]!?")
_TURNS = frozenset([iri("pg:cue-condition"), iri("pg:cue-exception"), iri("pg:cue-contrast")])
_AND = frozenset(["and", "or"])
_LONGEST_EVENT = 16
_FARTHEST_UNIT = 3
# A period longer than any that a policy means: "2018 years" is a misread date.
_LARGEST_NUMBER = 999


def iso_duration(number: int, unit: str) -> str:
    """Return an ISO 8601 duration.

    Args:
        number: How many units.
        unit: Designator: "D", "W", "M", "Y", or "TH" and "TM" for hours and minutes.

    >>> iso_duration(30, "D"), iso_duration(24, "TH")
    ('P30D', 'PT24H')
    """
    return f"PT{number}{unit[1:]}" if unit.startswith("T") else f"P{number}{unit}"


def find_periods(tokens: Tokens, matches: Sequence[Match], vocabulary: Vocabulary) -> Iterator[tuple[str, Match]]:
    """Yield every stated period as its ISO 8601 duration and where it stands.

    "thirty (30) days" is one period; a unit without a number is none.
    """
    quantities = [m for m in matches if m.scheme == "quantities"]
    numbers = {
        m.last: int(n) for m in quantities if (n := vocabulary.concepts[m.concept].notations.get("number")) is not None
    }
    starts = {m.last: m.first for m in quantities}
    for at, key in enumerate(tokens.keys):
        if key == NUMBER and tokens.words[at].isdecimal() and len(tokens.words[at]) <= 4:
            numbers[at + 1] = int(tokens.words[at])
            starts[at + 1] = at
    for unit in quantities:
        designator = vocabulary.concepts[unit.concept].notations.get("unit")
        near = [last for last in numbers if 0 <= unit.first - last < _FARTHEST_UNIT]
        if designator is None or not near or numbers[max(near)] > _LARGEST_NUMBER:
            continue
        first = min(starts[last] for last in near)
        yield (
            iso_duration(numbers[max(near)], designator),
            Match(STATED_PERIOD, "retention", first, unit.last, tokens.starts[first], unit.end),
        )


def find_retentions(
    text: str, *, offset: int, tokens: Tokens, matches: Sequence[Match], vocabulary: Vocabulary
) -> tuple[Retention, ...]:
    """Return what a clause says about how long data are kept.

    A period is more than the rule whose words run into it ("kept for" thirty days).

    Args:
        text: The clause's text.
        offset: Offset of the clause in the document.
        tokens: Its tokens.
        matches: What the lexicon found in it.
        vocabulary: For notations.

    Returns:
        One value for each period, event or rule that is named, in order; empty where none is.
    """
    periods = list(find_periods(tokens, matches, vocabulary))
    events = {m: _event(m, tokens, matches, vocabulary=vocabulary) for m in matches if _is_rule(m, periods)}
    # "Six years after the end of the lease": the event is when the period begins.
    begins = {
        period.last: event for m, event in events.items() for _, period in periods if event and m.first == period.last
    }
    found = [
        _retention(text, offset, place, event=begins.get(place.last), duration=duration) for duration, place in periods
    ]
    found += [
        _retention(text, offset, match, event=event)
        for match, event in events.items()
        if not any(match.first == period.last for _, period in periods)
    ]
    return tuple(sorted(found, key=lambda value: value.span.start if value.span else 0))


def _is_rule(match: Match, periods: Iterable[tuple[str, Match]]) -> bool:
    """Say whether a match names a rule or event whose words do not run into a period."""
    inside = any(place.first < match.last <= place.last for _, place in periods)
    return match.scheme == "retention" and match.concept != STATED_PERIOD and not inside


def _retention(text: str, offset: int, match: Match, *, event: Span | None, duration: str | None = None) -> Retention:
    span = Span(match.start, max(match.end, event.end) if event else match.end)
    return Retention(
        concept=match.concept,
        duration=duration,
        event=text[event.start - offset : event.end - offset] if event else None,
        span=span,
        exact=text[span.start - offset : span.end - offset],
    )


def _event(match: Match, tokens: Tokens, matches: Sequence[Match], *, vocabulary: Vocabulary) -> Span | None:
    """Return where the event stands: from after "until", "when" or the like to the end of that part of the sentence.

    None where the rule names no event, or nothing opens one.
    """
    if not vocabulary.is_a(match.concept, UNTIL_EVENT) or any(vocabulary.is_a(match.concept, r) for r in _RULES):
        return None
    opened = [m.last for m in matches if m.concept == _OPENING and match.first <= m.first and m.last <= match.last]
    first = max(opened, default=len(tokens))
    turns = {m.first for m in matches if m.concept in _TURNS}
    last = first
    while last < min(len(tokens), first + _LONGEST_EVENT) and tokens.keys[last] not in _ENDS:
        if last >= match.last and (last in turns or tokens.keys[last] in _AND):
            break
        last += 1
    # A part that was cut for its length says half an event.
    if last == first or last == first + _LONGEST_EVENT:
        return None
    return Span(tokens.starts[first], tokens.ends[last - 1])
