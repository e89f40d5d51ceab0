from __future__ import annotations

from pathlib import Path

import pytest

from policyglot.findings import Severity, worst
from policyglot.formats import jsonld, rdf
from policyglot.validate import kind_of, validate
from policyglot.validate.report import render

RULES = Path(__file__).parent / "rules"


@pytest.mark.parametrize("form", ["jsonld", "turtle", "nquads"])
def test_good_policy_is_valid_in_every_form(form: str) -> None:
    policy = rdf.read_turtle((RULES / "PG101/pass.ttl").read_bytes(), "pass.ttl")
    content = {"jsonld": jsonld.write, "turtle": rdf.write_turtle, "nquads": rdf.write_nquads}[form](policy)
    assert kind_of(content, "policy") == form
    assert validate(content, "policy") == ()


def test_finding_names_the_published_file_and_no_place_in_the_prose() -> None:
    (finding,) = validate((RULES / "PG202/fail.ttl").read_bytes(), "public/policy.ttl")
    assert finding.location.source == "public/policy.ttl"
    assert finding.location.span is None
    assert finding.location.pointer == "practices/2"


def test_broken_turtle_is_shown_with_its_line() -> None:
    content = b"@prefix x: <https://x.example/> .\nx:a x:b"
    findings = validate(content, "policy.ttl")
    assert worst(findings) is Severity.ERROR
    assert "  2:" in render(findings, texts={"policy.ttl": content.decode()})


def test_remote_context_is_not_loaded() -> None:
    findings = validate(b'{"@context": "http://127.0.0.1:9/context", "@type": "Policy"}', "policy.jsonld")
    assert worst(findings) is Severity.ERROR
    assert "not loaded" in findings[-1].message
