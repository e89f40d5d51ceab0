from __future__ import annotations

import pytest
from tests.extract.prose import readings

from policyglot.extract.retention import find_retentions, iso_duration
from policyglot.model import Retention
from policyglot.vocabulary import curie, load_vocabulary


def retentions(text: str) -> tuple[Retention, ...]:
    (reading,) = readings(text)
    return find_retentions(text, offset=0, tokens=reading.tokens, matches=reading.matches, vocabulary=load_vocabulary())


@pytest.mark.parametrize(
    ("text", "durations"),
    [
        ("We keep logs for 30 days.", ["P30D"]),
        ("We keep logs for thirty (30) days.", ["P30D"]),
        ("We keep logs for twelve months and orders for six years.", ["P12M", "P6Y"]),
        ("We delete it after 24 hours.", ["PT24H"]),
        ("It expires after 30 minutes.", ["PT30M"]),
        ("We keep it for 2 weeks.", ["P2W"]),
        ("Since 2018 years have passed.", []),
        ("We keep it for many years.", []),
        ("On day 5 we delete it.", []),
    ],
)
def test_periods_become_durations(text: str, durations: list[str]) -> None:
    assert [r.duration for r in retentions(text) if r.duration] == durations


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("We keep it as long as necessary.", "pg:AsNeeded"),
        ("We keep it until you close your account.", "dpv:UntilEventDuration"),
        ("The cookie is deleted at the end of the session.", "pg:SessionOnly"),
        ("We keep it as long as the law requires.", "pg:LegallyRequired"),
        ("We keep your data indefinitely.", "dpv:EndlessDuration"),
    ],
)
def test_rules_and_events_are_named(text: str, concept: str) -> None:
    assert concept in [curie(r.concept) for r in retentions(text)]


def test_values_quote_their_words() -> None:
    text = "We delete logs after 30 days, or when you close your account, whichever comes first."
    found = retentions(text)
    assert len(found) >= 2
    for value in found:
        assert value.span is not None
        assert value.span.of(text) == value.exact


@pytest.mark.parametrize(
    ("number", "unit", "iso"), [(30, "D", "P30D"), (6, "Y", "P6Y"), (24, "TH", "PT24H"), (5, "TM", "PT5M")]
)
def test_iso_duration(number: int, unit: str, iso: str) -> None:
    assert iso_duration(number, unit) == iso


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("We keep it until you close your account.", ["you close your account"]),
        ("The cookie disappears when you close your browser.", ["you close your browser"]),
        ("We only use it and then the data is removed from the system.", [None]),
        ("We keep it as long as you are a member of the club, and no longer.", ["you are a member of the club"]),
        ("Notes stay there until you delete them or close your account.", ["you delete them or close your account"]),
        ("We keep it as long as it is necessary for the purposes above.", [None]),
        ("We keep contracts for six years after the end of the lease.", ["the end of the lease"]),
    ],
)
def test_event_is_what_stands_after_its_opening(text: str, events: list[str | None]) -> None:
    assert [r.event for r in retentions(text)] == events


def test_event_after_a_period_is_when_it_begins() -> None:
    (kept,) = retentions("We keep contracts for six years after the end of the lease.")
    assert (kept.duration, kept.event) == ("P6Y", "the end of the lease")
    assert kept.exact == "six years after the end of the lease"
