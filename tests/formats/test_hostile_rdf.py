"""Files that somebody made to hurt, or made wrong: refused with one clear message."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policyglot.errors import InputError, SyntaxFault
from policyglot.formats import jsonld, rdf
from policyglot.model import Evidence, Mention, Policy, Practice, Span

_POLICY = Policy(
    source="a.txt",
    sha256="0" * 64,
    practices=(
        Practice(
            processing=("https://w3id.org/dpv#Collect",),
            data=(Mention(concept="https://w3id.org/dpv/pd#Name", span=Span(1, 2)),),
            evidence=(Evidence(span=Span(0, 5), exact="words"),),
        ),
    ),
)


def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(jsonld.write(_POLICY))
    return document


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "no JSON"),
        (b"\xff\xfe{", "UTF-8"),
        (b'{"a": NaN}', "NaN is no JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "no JSON"),
        (b"[" * 100_000 + b"]" * 100_000, "deeper than 64"),
        (b"[" * 70 + b"]" * 70, "deeper than 64"),
        (b"{}", "holds no policy"),
        (b"[]", "holds no policy"),
        (b'{"@context": "https://evil.example/context", "@id": "x:y"}', "https://evil.example/context is not loaded"),
        (b'{"@context": "file:///etc/passwd", "@id": "x:y"}', "is not loaded"),
        (b'{"@context": "relative.json", "@id": "x:y"}', "no JSON-LD"),
        (b'{"@context": {"@import": "https://evil.example/c"}, "@id": "x:y"}', "no JSON-LD"),
        (b'{"@context": {"a": "b", "b": "a"}, "a": "x"}', "no JSON-LD"),
        (b'{"@context": {"a": {"@id": 5}}}', "no JSON-LD"),
        (b'{"@context": 5}', "no JSON-LD"),
        (b'{"@id": 5, "@graph": [{"@type": 7}]}', "no JSON-LD"),
    ],
)
def test_hostile_json_ld_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        jsonld.read(content, "evil.jsonld")
    assert caught.value.source == "evil.jsonld"


def test_syntax_fault_knows_line_and_column() -> None:
    with pytest.raises(SyntaxFault) as caught:
        jsonld.read(b'{\n  "a": }', "x.jsonld")
    assert (caught.value.line, caught.value.column) == (2, 8)


def test_our_context_is_known_by_its_iri() -> None:
    document = _document()
    this = document["@context"]["this"]
    document["@context"] = ["https://w3id.org/policyglot/policy.context.jsonld", {"this": this}]
    assert jsonld.read(json.dumps(document).encode(), "x") == _POLICY


@pytest.mark.parametrize(
    ("term", "value", "message"),
    [
        ("confidence", 2, "hasProcess/0/confidence: expected a number from 0 to 1"),
        ("confidence", "high", "hasProcess/0/confidence"),
        ("modality", "must", "hasProcess/0/modality: expected one of does, may"),
        ("party", 5, "hasProcess/0/party"),
        ("hasProcessing", ["no iri"], "hasProcess/0/hasProcessing/0: expected an IRI"),
        ("hasProcessing", [{"id": "x"}], "hasProcess/0/hasProcessing/0: expected an IRI"),
        ("hasProcessing", ["this:x"], "hasProcess/0/hasProcessing/0: expected an IRI"),
        ("evidence", ["x"], "hasProcess/0/evidence/0: expected a node"),
        ("evidence", [{"selector": [{"type": "TextPositionSelector", "start": 9, "end": 1}]}], "in this order"),
        ("dataMention", [{"start": 1}], "hasProcess/0/dataMention/0/concept: expected one IRI"),
        ("condition", "\ud800", "surrogate"),
        ("type", "DeniedProcess", "a denied process must"),
        ("position", -1, "hasProcess/0/position"),
    ],
)
def test_value_that_does_not_fit_is_refused_with_its_path(term: str, value: object, message: str) -> None:
    document = _document()
    document["@graph"]["hasProcess"][0][term] = value
    with pytest.raises(InputError, match=message):
        jsonld.read(json.dumps(document).encode(), "x.jsonld")


def test_practice_that_hangs_on_itself_is_refused() -> None:
    quads = rdf.write_nquads(_POLICY)
    lines = quads.decode().splitlines()
    practice = next(line.split()[0] for line in lines if "#Process>" in line)
    graph = f"<{_POLICY.iri}> ."
    looped = "\n".join([*lines, f"{practice} <https://w3id.org/policyglot#choice> {practice} {graph}"])
    with pytest.raises(InputError, match="leads back to itself"):
        rdf.read_nquads(looped.encode(), "x.nq")


def test_long_chain_of_nodes_is_refused() -> None:
    graph = f"<{_POLICY.iri}> ."
    chain = [f"<x:{i}> <https://w3id.org/policyglot#choice> <x:{i + 1}> {graph}" for i in range(50_000)]
    first = f"<{_POLICY.iri}> <https://w3id.org/policyglot#choice> <x:0> {graph}"
    with pytest.raises(InputError, match="hang on nodes"):
        rdf.read_nquads("\n".join([*rdf.write_nquads(_POLICY).decode().splitlines(), first, *chain]).encode(), "x.nq")


def test_shared_nodes_do_not_multiply() -> None:
    """Every practice has the same choices, each of them the same means: 300 cubed, were they read anew."""
    graph = f"<{_POLICY.iri}> ."
    pg = "https://w3id.org/policyglot#"
    lines = [f"<x:m{m}> <{pg}concept> <https://w3id.org/dpv#Email> {graph}" for m in range(300)]
    for n in range(300):
        lines.append(f"<{_POLICY.iri}> <https://w3id.org/dpv#hasProcess> <x:p{n}> {graph}")
        lines.append(f"<x:c{n}> <{pg}kind> <https://w3id.org/dpv#OptingOutFromProcess> {graph}")
        lines += [f"<x:p{n}> <{pg}choice> <x:c{c}> {graph}" for c in range(300)]
        lines += [f"<x:c{n}> <{pg}means> <x:m{m}> {graph}" for m in range(300)]
    policy = rdf.read_nquads("\n".join([rdf.write_nquads(_POLICY).decode(), *lines]).encode(), "x.nq")
    assert len(policy.practices) == 301
    assert policy.practices[-1].choices[0].means[0] is policy.practices[-1].choices[1].means[0]


def test_broken_turtle_says_where() -> None:
    with pytest.raises(SyntaxFault) as caught:
        rdf.read_turtle(b"@prefix a: <b:> .\na:x a:y ] .", "x.ttl")
    assert caught.value.line == 2


def test_general_dpv_document_is_read() -> None:
    turtle = b"""@prefix dpv: <https://w3id.org/dpv#> . @prefix pd: <https://w3id.org/dpv/pd#> .
    <https://a.example/notice> a dpv:PrivacyNotice ; dpv:hasRight dpv:ActiveRight ;
        dpv:hasProcess [
            a dpv:Process ; dpv:hasProcessing dpv:Collect ;
            dpv:hasPersonalData pd:Name ; dpv:hasPurpose dpv:Marketing ] ."""
    policy = rdf.read_turtle(turtle, "notice.ttl")
    assert policy.source == "notice.ttl"
    assert [m.concept for m in policy.practices[0].data] == ["https://w3id.org/dpv/pd#Name"]
    assert [r.concept for r in policy.rights] == ["https://w3id.org/dpv#ActiveRight"]
