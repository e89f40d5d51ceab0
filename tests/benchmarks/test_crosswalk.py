from __future__ import annotations

from benchmarks.gold.crosswalk import load_crosswalk

from policyglot.vocabulary import curie, iri

SCHEMES = {"data": "data-categories", "purpose": "purposes", "recipient": "recipients", "right": "rights"}


def test_every_row_names_a_concept() -> None:
    crosswalk = load_crosswalk()
    assert sorted(curie(c) for _, _, c in crosswalk.rows if c not in crosswalk.vocabulary.concepts) == []


def test_every_concept_that_clauses_mark_has_a_key() -> None:
    crosswalk = load_crosswalk()
    without = [
        curie(concept.iri)
        for facet, scheme in SCHEMES.items()
        for concept in crosswalk.vocabulary.scheme(scheme)
        if not crosswalk.values("clauses", facet, concept.iri)
    ]
    assert without == []


def test_narrower_concept_takes_the_value_of_the_nearest() -> None:
    crosswalk = load_crosswalk()
    assert crosswalk.values("clauses", "data", iri("pg:MobileNumber")) == ("phone",)
    assert crosswalk.values("clauses", "data", iri("pd:NoSuchThing")) == ()


def test_a_dash_ends_the_walk() -> None:
    assert load_crosswalk().values("opp115", "Third Party Entity", iri("dpv:Authority")) == ()
