"""What a store leaves out of a policy, and that it is no more."""

from __future__ import annotations

from dataclasses import replace

from tests.store.samples import ALPHA

from policyglot.formats import jsonld, rdf
from policyglot.model import Choice, Evidence, Mention, Policy, Practice, Provision, Retention, Span
from policyglot.store.kept import kept
from policyglot.vocabulary import iri


def _said(place: int, concept: str, exact: str) -> Mention:
    return Mention(concept=iri(concept), span=Span(place, place + len(exact)), exact=exact)


def _practice(place: int) -> Practice:
    passage = Evidence(
        span=Span(place, place + 30), exact="We keep it.", prefix="before", suffix="after", lead_in="As follows:"
    )
    return Practice(
        processing=(iri("dpv:Store"),),
        data=(_said(place + 1, "pd:Name", "name"), _said(place + 9, "pd:Name", "name")),
        purposes=(_said(place, "dpv:Advertising", f"ads {place}"),),
        retention=Retention(concept=iri("dpv:EndlessDuration"), exact="for ever", span=Span(place, place + 8)),
        choices=(Choice(kind=iri("dpv:OptingOutFromProcess"), evidence=(passage,)),),
        evidence=(passage,),
    )


_POLICY = Policy(
    source="a",
    sha256="a" * 64,
    practices=(_practice(0), replace(_practice(100), condition="if asked")),
    rights=(Provision(concept=iri("dpv:ActiveRight"), evidence=_practice(200).evidence),),
)


def test_words_and_places_of_evidence_stay() -> None:
    before, after = _POLICY, kept(_POLICY)
    assert after.iri == before.iri
    assert [p.key for p in after.practices] == [p.key for p in before.practices]
    for one, other in zip(before.practices, after.practices, strict=True):
        assert [(e.span, e.exact) for e in one.evidence] == [(e.span, e.exact) for e in other.evidence]
        assert {m.exact for m in one.data} == {m.exact for m in other.data}
    assert after.rights[0].evidence[0].span == Span(200, 230)


def test_mentions_that_say_the_same_are_one_node() -> None:
    lines = rdf.write_nquads(kept(_POLICY)).decode().splitlines()
    names = [line for line in lines if "mention-" in line.split(" ")[0] and line.split(" ")[2] == '"name"']
    assert len(names) == 1
    assert not [line for line in lines for word in ("prefix", "suffix", "leadIn") if f"{word}>" in line.split(" ")[1]]
    # Of evidence alone, not of mentions.
    assert len([line for line in lines if "#start>" in line.split(" ")[1]]) == 3


def test_what_a_store_keeps_is_the_same_graph_in_both_formats() -> None:
    policy = kept(_POLICY)
    assert jsonld.read(jsonld.write(policy), "a") == policy
    assert rdf.read_nquads(rdf.write_nquads(policy), "a") == policy


def test_policy_without_places_is_kept_as_it_is() -> None:
    assert kept(ALPHA) == ALPHA
    assert kept(kept(_POLICY)) == kept(_POLICY)
