"""What is written is read again, and the formats are one graph."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from pyld import jsonld as pyld
from tests.strategies import policies

from policyglot.formats import FORMATS, jsonld, rdf
from policyglot.model import Policy

_QUADS = pyoxigraph.RdfFormat.N_QUADS
_patient = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def _unordered(value: object) -> object:
    """Return a value without the order of its tuples: JSON-LD's arrays are sets to others."""
    if isinstance(value, tuple):
        return sorted((_unordered(v) for v in value), key=repr)
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _unordered(getattr(value, f.name)) for f in fields(value)}
    return value


def _quads(content: bytes) -> set[pyoxigraph.Quad]:
    return set(pyoxigraph.parse(content, format=_QUADS))


@pytest.mark.parametrize("name", ["jsonld", "turtle", "nquads"])
@_patient
@given(policy=policies)
def test_reading_gives_back_what_was_written(name: str, policy: Policy) -> None:
    form = FORMATS[name]
    assert form.write is not None
    assert form.read is not None
    written = form.write(policy)
    assert form.read(written, "other name") == policy
    assert form.write(policy) == written


@_patient
@given(policy=policies)
def test_json_ld_and_n_quads_are_the_same_graph(policy: Policy) -> None:
    by_pyld = pyld.to_rdf(json.loads(jsonld.write(policy)), {"format": "application/n-quads"})
    assert _quads(by_pyld.encode()) == _quads(rdf.write_nquads(policy))


@_patient
@given(policy=policies)
def test_turtle_is_the_named_graph_as_default_graph(policy: Policy) -> None:
    turtle = set(pyoxigraph.parse(rdf.write_turtle(policy), format=pyoxigraph.RdfFormat.TURTLE))
    quads = _quads(rdf.write_nquads(policy))
    assert {q.triple for q in turtle} == {q.triple for q in quads}
    assert {q.graph_name.value for q in quads if isinstance(q.graph_name, pyoxigraph.NamedNode)} == {policy.iri}


@settings(parent=_patient, max_examples=15)
@given(policy=policies)
def test_json_ld_rewritten_by_others_is_the_same_policy(policy: Policy) -> None:
    document = json.loads(jsonld.write(policy))
    for rewritten in (pyld.expand(document), pyld.flatten(document), pyld.compact(document, {})):
        assert _unordered(jsonld.read(json.dumps(rewritten).encode(), "other name")) == _unordered(policy)


@settings(parent=_patient, max_examples=15)
@given(policy=policies)
def test_no_statement_is_written_twice(policy: Policy) -> None:
    lines = rdf.write_nquads(policy).decode().split("\n")
    assert len(lines) == len(set(lines))
