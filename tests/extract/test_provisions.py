from __future__ import annotations

import pytest
from tests.extract.prose import names, policy

from policyglot.extract.provisions import statement_kinds
from policyglot.model import PROVISION_GROUPS, Assertion, Honoured
from policyglot.vocabulary import curie, load_vocabulary


@pytest.mark.parametrize(
    ("text", "group", "concept"),
    [
        ("You have the right to access your data.", "rights", "pg:RightOfAccess"),
        ("You have the right to have your data erased.", "rights", "pg:RightToErasure"),
        ("Your data are protected by SSL encryption.", "measures", "dpv:EncryptionInTransfer"),
        ("We post changes to this policy on this page.", "notices", "pg:NoticePosted"),
        ("We do not respond to Do Not Track signals.", "signals", "pg:DoNotTrack"),
        ("Our site is not meant for children under 13.", "audiences", "dpv:Child"),
        ("You may opt out of our newsletter.", "choices", "dpv:OptingOutFromProcess"),
    ],
)
def test_provision_goes_into_its_group(text: str, group: str, concept: str) -> None:
    vocabulary = load_vocabulary()
    found = [p.concept for p in getattr(policy(text), group)]
    assert any(vocabulary.is_a(c, vocabulary[concept].iri) for c in found), [curie(c) for c in found]


@pytest.mark.parametrize(
    ("text", "honoured"),
    [
        ("We do not respond to Do Not Track signals.", Honoured.NOT_HONOURED),
        ("We honor Do Not Track signals.", Honoured.HONOURED),
    ],
)
def test_signals_say_whether_they_are_honoured(text: str, honoured: Honoured) -> None:
    (signal,) = policy(text).signals
    assert signal.honoured is honoured


def test_automated_decisions_can_be_denied() -> None:
    (decision,) = policy("We do not make decisions about you by automated means alone.").decisions
    assert decision.assertion is Assertion.DENIED


def test_choice_reaches_what_it_names() -> None:
    (choice,) = policy("You may opt out of our newsletter by the unsubscribe link.").choices
    assert {curie(c) for c in choice.scope} == {"dpv:DirectMarketing"}
    assert "pg:OptOutLink" in names(choice.means)


def test_choice_without_words_reaches_what_its_heading_names() -> None:
    (choice,) = policy("# Marketing", "You may opt out at any time.").choices
    assert {curie(c) for c in choice.scope} == {"dpv:DirectMarketing"}


def test_every_group_has_a_kind_of_statement() -> None:
    kinds = statement_kinds(load_vocabulary())
    assert {k.group for k in kinds} == set(PROVISION_GROUPS)
    assert len({k.label for k in kinds}) == len(kinds)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Do Not Track is a setting of browsers.", "We do not respond to Do Not Track."], Honoured.NOT_HONOURED),
        (["We treat all readers alike regardless of Do Not Track signals."], Honoured.NOT_HONOURED),
        (["Here we say how our site responds to Do Not Track signals."], Honoured.UNCLEAR),
        (["Our site may not respond to Do Not Track signals."], Honoured.UNCLEAR),
        (["We honour Do Not Track signals."], Honoured.HONOURED),
    ],
)
def test_policy_gives_one_answer_to_a_signal(texts: list[str], expected: Honoured) -> None:
    assert {signal.honoured for signal in policy(*texts).signals} == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "If we make changes to how we use your data, we will notify you by e-mail and post them on this page.",
            {"pg:NoticePersonal", "pg:NoticePosted"},
        ),
        ("Please check this page periodically for changes to our policy.", {"pg:NoticePosted"}),
        ("We notify you by e-mail when your parcel is on its way.", set()),
    ],
)
def test_every_way_to_learn_of_a_change_is_named(text: str, expected: set[str]) -> None:
    assert {curie(notice.concept) for notice in policy(text).notices} - {"pg:NoticeOfChange"} == expected
