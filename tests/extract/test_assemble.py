from __future__ import annotations

import pytest
from tests.extract.prose import contacts_of, policy

from policyglot.extract.assemble import merge_practices, merge_provisions, reach_of_choices
from policyglot.model import ContactKind, Evidence, Mention, Practice, Provision, Span
from policyglot.vocabulary import Vocabulary, curie, iri, load_vocabulary

COLLECT, USE = iri("dpv:Collect"), iri("dpv:Use")
MARKETING, ADVERTISING, ANY = iri("dpv:DirectMarketing"), iri("dpv:TargetedAdvertising"), iri("dpv:Purpose")
OUT, IN = iri("dpv:OptingOutFromProcess"), iri("dpv:OptingInToProcess")


def said(at: int) -> tuple[Evidence, ...]:
    return (Evidence(span=Span(at, at + 4), exact="word"),)


def name(at: int) -> Mention:
    return Mention(concept=iri("pd:Name"), span=Span(at, at + 4), exact="name")


def use(*purposes: str, at: int = 0) -> Practice:
    return Practice(processing=(USE,), purposes=tuple(Mention(concept=p) for p in purposes), evidence=said(at))


def test_same_statements_merge_and_keep_all_their_evidence() -> None:
    one = Practice(processing=(COLLECT,), data=(name(40),), evidence=said(40), confidence=0.6)
    two = Practice(processing=(COLLECT,), data=(name(10),), evidence=said(10), confidence=0.9)
    (merged,) = merge_practices([one, two])
    assert merged.evidence == said(40) + said(10)
    assert [m.span for m in merged.data] == [Span(10, 14), Span(40, 44)]
    assert merged.confidence == 0.9


def test_different_statements_stay_apart_in_order() -> None:
    one, two = use(MARKETING), Practice(processing=(COLLECT,), data=(name(10),), evidence=said(10))
    assert merge_practices([one, two]) == (one, two)


def test_provisions_merge_by_what_they_say() -> None:
    access = Provision(concept=iri("pg:RightOfAccess"), evidence=said(0))
    again = Provision(concept=iri("pg:RightOfAccess"), evidence=said(20))
    erase = Provision(concept=iri("pg:RightToErasure"), evidence=said(40))
    merged = merge_provisions([access, erase, again])
    assert [(curie(p.concept), len(p.evidence)) for p in merged] == [("pg:RightOfAccess", 2), ("pg:RightToErasure", 1)]


def test_opt_out_reaches_the_practices_with_its_purpose() -> None:
    choice = Provision(concept=OUT, scope=(MARKETING,), evidence=said(90))
    both, other = reach_of_choices([use(MARKETING, ADVERTISING), use(ADVERTISING)], [choice], load_vocabulary())
    assert [(c.kind, c.scope, c.evidence) for c in both.choices] == [(OUT, (MARKETING,), said(90))]
    assert other.choices == ()


def test_opt_out_of_a_broad_purpose_reaches_narrower_ones() -> None:
    broad = Provision(concept=OUT, scope=(iri("dpv:Advertising"),), evidence=said(90))
    (reached,) = reach_of_choices([use(ADVERTISING)], [broad], load_vocabulary())
    assert reached.choices


def test_refusal_of_cookies_reaches_the_practices_with_cookies() -> None:
    cookie = iri("pg:CookieIdentifier")
    choice = Provision(concept=OUT, scope=(cookie,), evidence=said(90))
    collected = Practice(processing=(COLLECT,), data=(Mention(concept=cookie),), evidence=said(0))
    asked_for = Practice(processing=(COLLECT,), data=(name(40),), evidence=said(40))
    reached, other = reach_of_choices([collected, asked_for], [choice], load_vocabulary())
    assert [c.scope for c in reached.choices] == [(cookie,)]
    assert other.choices == ()


def test_refusal_by_email_reaches_no_other_email_address() -> None:
    address = iri("pd:EmailAddress")
    choice = Provision(concept=OUT, scope=(address,), evidence=said(90))
    collected = Practice(processing=(COLLECT,), data=(Mention(concept=address),), evidence=said(0))
    assert reach_of_choices([collected], [choice], load_vocabulary())[0].choices == ()


def test_advice_not_to_use_the_service_reaches_nothing() -> None:
    means = (Mention(concept=iri("pg:NonUse")),)
    choice = Provision(concept=OUT, means=means, scope=(MARKETING,), evidence=said(90))
    assert reach_of_choices([use(MARKETING)], [choice], load_vocabulary())[0].choices == ()


def test_opt_in_stated_elsewhere_does_not_spread() -> None:
    choice = Provision(concept=IN, scope=(MARKETING,), evidence=said(90))
    (practice,) = reach_of_choices([use(MARKETING)], [choice], load_vocabulary())
    assert practice.choices == ()


def test_choice_about_nothing_in_particular_reaches_nothing() -> None:
    choices = [Provision(concept=OUT, scope=scope, evidence=said(90)) for scope in ((), (ANY,))]
    (practice,) = reach_of_choices([use(MARKETING)], choices, load_vocabulary())
    assert practice.choices == ()


def test_contacts_are_gathered_once_with_all_their_places() -> None:
    found = policy("Contact us at a@shop.example.", "You may contact us at a@shop.example or call us on 0800 944 553.")
    by_kind = {(c.kind, c.value): c for c in contacts_of(found)}
    assert len(by_kind[ContactKind.EMAIL, "a@shop.example"].evidence) == 2
    assert (ContactKind.TELEPHONE, "0800 944 553") in by_kind


def test_contact_without_an_address_is_a_pointer() -> None:
    (contact,) = contacts_of(policy("Please contact us with any questions."))
    assert contact.kind is ContactKind.POINTER


def test_silence_says_nothing() -> None:
    found = policy("The weather is fine.")
    assert found.practices == ()
    assert found.controller is None
    assert (found.rights, found.choices, found.measures) == ((), (), ())


def test_choices_about_other_purposes_cost_a_practice_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary, walked = load_vocabulary(), []
    ancestors = Vocabulary.ancestors

    def counted(self: Vocabulary, term: str) -> tuple[str, ...]:
        walked.append(term)
        return ancestors(self, term)

    practices = [use(ADVERTISING, at=at) for at in range(100)]
    choices = [Provision(concept=OUT, scope=(MARKETING,), evidence=said(at)) for at in range(100)]
    monkeypatch.setattr(Vocabulary, "ancestors", counted)
    reached = reach_of_choices(practices, choices, vocabulary)
    assert reached == tuple(practices)
    assert len(walked) <= 2 * (len(practices) + len(choices))


def test_the_same_choice_of_many_places_keeps_its_words_in_order() -> None:
    choices = [Provision(concept=OUT, scope=(MARKETING,), evidence=said(at)) for at in (30, 10, 20, 10)]
    (practice,) = reach_of_choices([use(MARKETING)], choices, load_vocabulary())
    (choice,) = practice.choices
    assert choice.evidence == (*said(30), *said(10), *said(20))
