from __future__ import annotations

import pytest
from tests.extract.prose import labels, readings

from policyglot.extract.acts import Act, Form, Who
from policyglot.extract.decide import THRESHOLD, act_labels, affirmed, decide, rule_labels, sold
from policyglot.model import Modality
from policyglot.vocabulary import iri, load_vocabulary


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We collect your name.", "collect"),
        ("We use your name to ship goods.", "use"),
        ("We share your name with our affiliates.", "share"),
        ("We do not collect your name.", "no-collect"),
        ("We do not share your name.", "no-share"),
        ("We sell your name to advertisers.", "sell"),
        ("We never sell your name.", "no-sell"),
        ("Third parties collect your name through cookies.", "share"),
        ("We keep your name for 30 days after you close your account.", "retention"),
        ("You may opt out of our newsletter.", "choice"),
        ("We protect your data by encryption.", "security"),
        ("Contact us at privacy@shop.example.", "contact"),
        ("You have the right to access your data.", "access"),
        ("Our site is not for children under 13.", "children"),
        ("We will post changes to this policy here.", "change"),
        ("We do not respond to Do Not Track signals.", "dnt"),
        ("We transfer data to the United States under standard contractual clauses.", "transfer"),
    ],
)
def test_clause_makes_a_statement(text: str, expected: str) -> None:
    assert expected in labels(text)


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("We do not collect your name.", "collect"),
        ("We never share your name.", "share"),
        ("You share photographs.", "share"),
        ("Welcome to our shop.", "collect"),
        ("The weather is fine.", "share"),
    ],
)
def test_clause_makes_no_such_statement(text: str, absent: str) -> None:
    assert absent not in labels(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We sell your name.", {"sell", "share"}),
        ("We may rent your name to advertisers.", {"share"}),
        ("We never sell your name.", {"no-sell", "no-share"}),
        ("We sell your name to no one.", {"no-sell", "no-share"}),
        ("We ain't selling your name.", {"no-sell", "no-share"}),
        ("We ask for your consent before we sell your name.", {"no-sell", "no-share"}),
        ("If we sell your name, we tell you.", {"no-sell", "no-share"}),
        ("Your name stays with us.", {"no-sell", "no-share"}),
    ],
)
def test_plain_words_deny_nothing_without_a_word_that_denies(text: str, expected: set[str]) -> None:
    (reading,) = readings(text)
    held = affirmed(reading, dict.fromkeys(("no-sell", "no-share"), 0.6))
    assert expected <= set(held)
    assert all(confidence == 0.6 for confidence in held.values())


@pytest.mark.parametrize(
    ("text", "is_sale"),
    [
        ("We sell your location data to Adnet Ltd for advertising.", True),
        ("We may share or sell your personal data.", True),
        ("We have sold your browsing history to data brokers.", True),
        ("We sell tea and crockery through our website.", False),
        ("We do not sell your personal data.", False),
        ("If we sell your personal data, we will say so.", False),
        ("You have the right to know to whom we sell your personal data.", False),
        ("Acme Ltd sells your personal data.", False),
    ],
)
def test_plain_sale_of_data_is_seen_whatever_the_weights_say(text: str, is_sale: bool) -> None:
    (reading,) = readings(text)
    assert set(sold(reading)) == ({"sell", "share"} if is_sale else set())


def test_item_states_what_its_lead_in_says() -> None:
    assert "share" in labels("We share your name with:", "- our affiliates")
    assert "no-share" in labels("We do not share your name with:", "- advertisers")


def test_exception_of_a_denial_is_a_statement() -> None:
    assert {"no-share", "share"} <= labels("We do not share your name except with our affiliates.")


def test_heading_states_nothing() -> None:
    assert decide(readings("# What we collect"), load_vocabulary(), None) == [{}]


def test_question_states_nothing() -> None:
    assert labels("Do we share your name with our affiliates?") == set()


def test_confidences_are_probabilities() -> None:
    for reading in readings("We collect your name.", "You may opt out.", "We use it to ship goods."):
        assert all(0 <= c <= 1 for c in rule_labels(reading, load_vocabulary()).values())
    assert all(
        c >= THRESHOLD for found in decide(readings("We collect it."), load_vocabulary(), None) for c in found.values()
    )


@pytest.mark.parametrize(
    ("who", "operation", "denied", "expected"),
    [
        (Who.FIRST, "collect", False, {"collect"}),
        (Who.FIRST, "share", True, {"no-share"}),
        (Who.THIRD, "collect", False, {"share"}),
        (Who.SECOND, "share", False, {"collect"}),
        (Who.SECOND, "use", False, set()),
    ],
)
def test_labels_of_an_act(who: Who, operation: str, denied: bool, expected: set[str]) -> None:
    act = Act(
        concept=iri("dpv:Collect"),
        operation=operation,
        who=who,
        denied=denied,
        modality=Modality.DOES,
        form=Form.MAIN,
        at=0,
        region=0,
    )
    assert set(act_labels(act, has_object=True, has_recipient=False)) == expected


def test_weak_forms_are_less_certain() -> None:
    def certainty(form: Form) -> float:
        act = Act(
            concept=iri("dpv:Collect"),
            operation="collect",
            who=Who.FIRST,
            denied=False,
            modality=Modality.DOES,
            form=form,
            at=0,
            region=0,
        )
        return act_labels(act, has_object=True, has_recipient=False)["collect"]

    found = [certainty(form) for form in (Form.MAIN, Form.PASSIVE, Form.INFINITIVE, Form.RELATIVE, Form.NOMINAL)]
    assert found == sorted(found, reverse=True)
