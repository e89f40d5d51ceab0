"""Retention: how long data are kept, as a concept, an ISO 8601 duration, or an event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policyglot.extract.acts import CONDITION
from policyglot.extract.lexicon import Match
from policyglot.extract.tokens import NUMBER, Tokens
from policyglot.model import Retention, Span
from policyglot.vocabulary import Vocabulary, iri

STATED_PERIOD = iri("pg:StatedPeriod")
UNTIL_EVENT = iri("dpv:UntilEventDuration")
_OPENINGS = frozenset([CONDITION, iri("pg:cue-event")])
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
    found: list[tuple[int, Retention]] = []
    periods = list(find_periods(tokens, matches, vocabulary))
    for duration, place in periods:
        exact = text[place.start - offset : place.end - offset]
        found.append(
            (
                place.start,
                Retention(concept=STATED_PERIOD, duration=duration, span=Span(place.start, place.end), exact=exact),
            )
        )
    for match in matches:
        inside = any(place.first < match.last <= place.last for _, place in periods)
        if match.scheme == "retention" and match.concept != STATED_PERIOD and not inside:
            exact = text[match.start - offset : match.end - offset]
            event = _event(exact, match, matches) if vocabulary.is_a(match.concept, UNTIL_EVENT) else None
            found.append(
                (
                    match.start,
                    Retention(concept=match.concept, event=event, span=Span(match.start, match.end), exact=exact),
                )
            )
    return tuple(value for _, value in sorted(found, key=lambda pair: pair[0]))


def _event(exact: str, place: Match, matches: Sequence[Match]) -> str | None:
    """Return the words of the event: what stands after "until", "when" or the like, or None where nothing does."""
    openings = [m.end for m in matches if m.concept in _OPENINGS and place.first <= m.first and m.last < place.last]
    return exact[max(openings) - place.start :].strip() or None if openings else None
