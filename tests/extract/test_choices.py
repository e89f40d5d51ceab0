from __future__ import annotations

import pytest
from tests.extract.prose import document, readings

from policyglot.extract.choices import choice_kind, choice_means
from policyglot.extract.scope import Scope
from policyglot.vocabulary import curie, load_vocabulary


def means(text: str) -> list[tuple[str, str | None]]:
    (reading,) = readings(text)
    scope = Scope(document=document(text), vocabulary=load_vocabulary(), controller=None)
    found = choice_means(scope, reading)
    for m in found:
        assert m.span is not None
        assert m.span.of(text) == m.exact
    return [(curie(m.concept), m.name) for m in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You can opt out by writing to stop@shop.example.", ("pg:OptOutByContact", "stop@shop.example")),
        ("If you do not wish to receive offers, please ring 0800 944 553.", ("pg:OptOutByContact", "0800 944 553")),
        ("To opt out of ads, visit www.shop.example/optout.", ("pg:OptOutLink", "www.shop.example/optout")),
        ("You may opt out by contacting us.", ("pg:OptOutByContact", None)),
        ("If you do not wish to receive mail, contact us.", ("pg:OptOutByContact", None)),
        ("You can unsubscribe by the unsubscribe link.", ("pg:OptOutLink", None)),
        ("You can refuse cookies in your browser settings.", ("pg:BrowserControl", None)),
    ],
)
def test_means_carry_the_address_that_is_given(text: str, expected: tuple[str, str | None]) -> None:
    assert expected in means(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You can prevent cookies by changing the settings in your web browser.", {"pg:BrowserControl"}),
        ("To manage Flash cookies, use the Flash settings.", {"pg:BrowserControl"}),
        ("You can turn cookies off.", {"pg:BrowserControl"}),
        ("You can change your account settings.", {"pg:PrivacySetting"}),
    ],
)
def test_settings_of_a_browser_are_no_settings_of_the_service(text: str, expected: set[str]) -> None:
    assert {concept for concept, _ in means(text)} - {"dpv:OptingOutFromProcess"} == expected


def test_every_further_address_is_a_means_of_its_own() -> None:
    found = means("To opt out, write to stop@shop.example or ring 0800 944 553.")
    assert {name for _, name in found if name} == {"stop@shop.example", "0800 944 553"}


def test_address_is_no_way_to_refuse_what_is_asked_for() -> None:
    assert not [name for _, name in means("With your consent, we send news to ann@mail.example.") if name]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We send news only with your consent.", "dpv:OptingInToProcess"),
        ("You may opt out.", "dpv:OptingOutFromProcess"),
        ("You gave your consent and may opt out again.", "dpv:OptingOutFromProcess"),
        ("You can choose.", "dpv:OptingOutFromProcess"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    (reading,) = readings(text)
    assert curie(choice_kind(reading)) == kind
