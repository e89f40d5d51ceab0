from __future__ import annotations

import pyoxigraph
import pytest

from policyglot.errors import FormatError
from policyglot.formats.terms import NODE_TERMS, compact, context, expand, names, terms
from policyglot.formats.to_nodes import PROVISION_TERMS
from policyglot.model import PROVISION_GROUPS, ContactKind, Honoured, Identifiability, Modality, Party
from policyglot.resources import read_bytes
from policyglot.vocabulary import PREFIXES

_RDFS = PREFIXES["rdfs"]


def _ontology() -> dict[str, dict[str, list[str]]]:
    said: dict[str, dict[str, list[str]]] = {}
    for triple in pyoxigraph.parse(read_bytes("vocab", "policyglot.ttl"), format=pyoxigraph.RdfFormat.TURTLE):
        assert isinstance(triple.subject, pyoxigraph.NamedNode)
        values = said.setdefault(triple.subject.value, {}).setdefault(triple.predicate.value, [])
        assert not isinstance(triple.object, pyoxigraph.Triple)
        values.append(triple.object.value)
    return said


@pytest.mark.parametrize("name", [*terms(), *names()])
def test_our_own_terms_are_defined_in_the_ontology(name: str) -> None:
    meaning = terms()[name].iri if name in terms() else names()[name]
    if meaning.startswith(PREFIXES["pg"]):
        said = _ontology()[meaning]
        assert len(said[_RDFS + "label"]) == 1
        assert said[_RDFS + "comment"][0].endswith(".")


def test_every_property_of_the_ontology_is_a_term() -> None:
    ours = {term.iri for term in terms().values()}
    kinds = {PREFIXES["owl"] + "ObjectProperty", PREFIXES["owl"] + "DatatypeProperty"}
    defined = {s for s, said in _ontology().items() if kinds & set(said[PREFIXES["rdf"] + "type"])}
    assert defined - ours == {PREFIXES["pg"] + "asOf"}  # a store says it, a file does not


@pytest.mark.parametrize("kind", [ContactKind, Honoured, Identifiability, Modality, Party])
def test_every_value_of_an_enumeration_is_a_name_and_no_property(kind: type[ContactKind]) -> None:
    assert all(value in names() and value not in terms() for value in kind)


def test_no_two_terms_mean_the_same() -> None:
    meanings = [term.iri for term in terms().values()] + list(names().values())
    assert len(meanings) == len(set(meanings))


def test_node_terms_are_terms_and_every_group_has_its_two() -> None:
    assert set(terms()) >= NODE_TERMS
    assert set(PROVISION_TERMS) == set(PROVISION_GROUPS)
    assert {term for pair in PROVISION_TERMS.values() for term in pair} <= NODE_TERMS


def test_prefixes_are_those_of_the_vocabulary() -> None:
    said = {name: meaning for name, meaning in context().items() if isinstance(meaning, str) and meaning[-1] in "#/"}
    assert said == {name: PREFIXES[name] for name in said}


@pytest.mark.parametrize(
    "iri", ["https://w3id.org/dpv#Collect", "https://w3id.org/dpv/pd#a/b", "urn:x:y", "https://a/b"]
)
def test_compact_and_expand_are_inverse(iri: str) -> None:
    assert expand(compact(iri)) == iri


@pytest.mark.parametrize("iri", ["", "no iri", "https://a b/", "dpv:Collect", "this:x"])
def test_what_is_no_iri_or_looks_like_a_curie_is_refused(iri: str) -> None:
    with pytest.raises(FormatError):
        compact(iri)
