"""JSON Schema and SHACL: what we write is valid, and each constraint is broken once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from tests.strategies import policies

from policyglot.findings import Severity
from policyglot.formats import jsonld, rdf
from policyglot.formats.terms import terms
from policyglot.model import Assertion, Evidence, Mention, Policy, Practice, Provision, Retention, Span
from policyglot.resources import read_text
from policyglot.validate import json_schema, shacl

_DPV = "https://w3id.org/dpv#"
_WORDS = (Evidence(span=Span(0, 5), exact="words"),)
_POLICY = Policy(
    source="a.txt",
    sha256="0" * 64,
    language="en",
    issued="2026-01",
    site="https://shop.example/",
    practices=(
        Practice(
            processing=(_DPV + "Collect",),
            data=(Mention(concept="https://w3id.org/dpv/pd#Name", span=Span(1, 2), exact="o"),),
            retention=Retention(concept=_DPV + "StorageDuration", duration="P1Y"),
            evidence=_WORDS,
        ),
        Practice(processing=(_DPV + "Share",), assertion=Assertion.DENIED, evidence=_WORDS),
    ),
    rights=(Provision(concept=_DPV + "ActiveRight", evidence=_WORDS),),
)
Break = Callable[[dict[str, Any]], None]


def _set(*path: str | int, to: object) -> Break:
    def change(document: dict[str, Any]) -> None:
        place: Any = document["@graph"]
        for step in path[:-1]:
            place = place[step]
        if to is None:
            del place[path[-1]]
        else:
            place[path[-1]] = to

    return change


def test_the_schema_is_a_schema_and_speaks_of_every_term() -> None:
    schema = json.loads(read_text("schemas", "policy.schema.json"))
    Draft202012Validator.check_schema(schema)
    named = set().union(*(d.get("properties", {}) for d in schema["$defs"].values()))
    assert named - {"id", "type"} == set(terms())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(policy=policies)
def test_whatever_is_written_has_the_shape_of_the_schema(policy: Policy) -> None:
    assert json_schema.check(jsonld.write(policy), "x") == ()


@pytest.mark.parametrize(
    ("change", "rule", "pointer"),
    [
        (_set("sha256", to="x"), "pattern", "/@graph/sha256"),
        (_set("source", to=None), "required", "/@graph"),
        (_set("sauce", to="x"), "additionalProperties", "/@graph"),
        (_set("hasProcess", 0, "confidence", to=1.5), "maximum", "/@graph/hasProcess/0/confidence"),
        (_set("hasProcess", 0, "modality", to="must"), "enum", "/@graph/hasProcess/0/modality"),
        (_set("hasProcess", 0, "type", to="DeniedProcess"), "const", "/@graph/hasProcess/0/type"),
        (
            _set("hasProcess", 0, "dataMention", 0, "end", to=None),
            "dependentRequired",
            "/@graph/hasProcess/0/dataMention/0",
        ),
        (_set("hasProcess", 0, "hasPersonalData", to=["a name"]), "pattern", "/@graph/hasProcess/0/hasPersonalData/0"),
        (_set("right", 0, "concept", to=None), "required", "/@graph/right/0"),
    ],
)
def test_broken_shape_is_found_where_it_is(change: Break, rule: str, pointer: str) -> None:
    document = json.loads(jsonld.write(_POLICY))
    change(document)
    (finding,) = json_schema.check(json.dumps(document).encode(), "x.jsonld")
    assert (finding.rule, finding.location.pointer) == (f"json-schema/{rule}", pointer)
    assert finding.severity is Severity.ERROR


def test_broken_json_is_a_finding() -> None:
    (finding,) = json_schema.check(b"{\n", "x.jsonld")
    assert (finding.rule, finding.location.line) == ("json-schema/syntax", 2)


def test_other_shape_is_noted_and_left_to_shacl() -> None:
    (finding,) = json_schema.check(b'{"@id": "x:y"}', "x.jsonld")
    assert (finding.rule, finding.severity) == ("json-schema/other-shape", Severity.NOTE)


def test_what_is_written_fits_the_shapes_in_every_syntax() -> None:
    assert shacl.check(jsonld.write(_POLICY), "x", media_type="application/ld+json") == ()
    assert shacl.check(rdf.write_turtle(_POLICY), "x", media_type="text/turtle") == ()
    assert shacl.check(rdf.write_nquads(_POLICY), "x", media_type="application/n-quads") == ()


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('pg:sha256 "' + "0" * 64 + '"', 'pg:sha256 "x"', "policy-hash"),
        ("dct:source", "dct:creator", "policy-source"),
        ("dct:language", "dct:creator", "policy-language"),
        ('dct:issued "2026-01"', 'dct:issued "January"', "policy-issued"),
        ("a dpv:Process ", "a dpv:Process, pg:DeniedProcess ", "process-stated"),
        ("a dpv:Process ", "a dpv:Thing ", "process-stated"),
        ("a pg:DeniedProcess ", "a dpv:Process ", "process-denied"),
        ("pg:evidence", "pg:proof", "process-evidence"),
        ("dpv:hasProcessing dpv:Collect", "dpv:hasProcessing 'collect'", "process-processing"),
        ("pg:confidence 1.0E0", "pg:confidence 1.5E0", "process-confidence"),
        ("pg:modality-does", "pg:modality-must", "process-modality"),
        ("pg:party-first-party", "pg:party-us", "process-party"),
        ("dpv:hasPersonalData pd:Name", "dpv:hasPersonalData 'name'", "process-data"),
        ("this:retention-1 pg:concept", "this:retention-1 pg:name", "process-retention"),
        ("this:mention-1 pg:concept", "this:mention-1 pg:name", "mention-concept"),
        ("oa:end 2", "oa:end 0", "mention-start"),
        ("oa:end 5", "oa:end -1", "position-start"),
        ('oa:exact "words"', 'oa:prefix "words"', "quote-exact"),
        ("oa:hasSelector", "oa:hasTarget", "evidence-place"),
        ("pg:concept dpv:ActiveRight", "pg:concept 'right'", "provision-concept"),
    ],
)
def test_broken_shape_of_the_graph_is_found(old: str, new: str, rule: str) -> None:
    turtle = rdf.write_turtle(_POLICY).decode()
    assert old in turtle
    findings = shacl.check(turtle.replace(old, new).encode(), "x.ttl", media_type="text/turtle")
    assert f"shacl/{rule}" in {f.rule for f in findings}
    assert all(f.location.pointer for f in findings)


def test_practice_of_a_published_file_needs_no_selector() -> None:
    place = (Evidence(source="policy.xml", line=3, pointer="/POLICIES/POLICY/STATEMENT"),)
    policy = replace(_POLICY, practices=(replace(_POLICY.practices[0], evidence=place),))
    assert shacl.check(rdf.write_turtle(policy), "x", media_type="text/turtle") == ()


def test_graph_without_a_policy_is_an_error() -> None:
    (finding,) = shacl.check(b"<a:b> <c:d> <e:f> .", "x.ttl", media_type="text/turtle")
    assert finding.rule == "shacl/no-policy"


def test_nodes_without_a_name_are_named_alike_each_time() -> None:
    turtle = b"[] a <https://w3id.org/policyglot#Policy> . [] a <https://w3id.org/policyglot#Policy> ."
    once, again = (shacl.check(turtle, "x.ttl", media_type="text/turtle") for _ in range(2))
    assert once == again
    assert {f.location.pointer for f in once} == {"_:b1", "_:b2"}


def test_practices_are_checked_together_and_not_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from pyshacl.shape import Shape

    evaluated: list[object] = []
    validate = Shape.validate

    def counted(self: Shape, *arguments: Any, **named: Any) -> Any:
        evaluated.append(self)
        return validate(self, *arguments, **named)

    monkeypatch.setattr(Shape, "validate", counted)
    numbers = []
    for many in (5, 50):
        evaluated.clear()
        practice = _POLICY.practices[0]
        practices = tuple(replace(practice, retention=None, confidence=1 / (n + 1)) for n in range(many))
        content = rdf.write_turtle(replace(_POLICY, practices=practices, rights=()))
        assert shacl.check(content, "policy.ttl", media_type="text/turtle") == ()
        numbers.append(len(evaluated))
    # A denial is looked for, and the four places of evidence, once for each practice.
    assert numbers[1] - numbers[0] <= 45 * 5
