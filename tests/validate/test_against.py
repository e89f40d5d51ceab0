from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from policyglot.extract import extract
from policyglot.formats import jsonld
from policyglot.formats.p3p import read_policy
from policyglot.model import Assertion, Mention, Policy, Practice
from policyglot.read import read_document
from policyglot.validate.against import Comparison, check_against
from policyglot.validate.claims import Level, claims_of, denials_of
from policyglot.validate.report import render_json
from policyglot.vocabulary import iri

DATA = Path(__file__).parents[1] / "data"
RULES = Path(__file__).parent / "rules"


def by_rules(path: Path) -> Policy:
    """What prose states by rules alone: what trained weights decide changes whenever they are trained."""
    return extract(read_document(content=path.read_bytes(), name=path.name), engine="rules")


@pytest.fixture(scope="module")
def prose() -> Policy:
    return by_rules(DATA / "against" / "prose.txt")


def test_published_shop_against_its_prose(golden: Callable[[Path, bytes], None]) -> None:
    stated = by_rules(DATA / "policies" / "shop.txt")
    declared = read_policy((DATA / "against" / "shop.xml").read_bytes(), "shop.xml")
    findings = check_against(declared, stated)
    assert {"PG901", "PG902", "PG903"} <= {finding.rule for finding in findings}
    golden(DATA / "against" / "shop.findings.json", render_json(findings).encode())


def test_contradiction_has_both_places(prose: Policy) -> None:
    path = RULES / "PG903" / "fail.xml"
    (finding,) = (f for f in check_against(read_policy(path.read_bytes(), "p.xml"), prose) if f.rule == "PG903")
    assert (finding.location.source, finding.location.line) == ("p.xml", 11)
    (denied,) = (p for p in prose.denied if p.purposes)
    span = denied.evidence[0].span
    assert span is not None
    place = f"(prose.txt, characters {span.start} to {span.end})"
    assert f"“We do not use your personal data for telemarketing.” {place}" in finding.message


def test_what_only_the_prose_states_is_shown_in_the_prose(prose: Policy) -> None:
    path = RULES / "PG902" / "fail.xml"
    (finding,) = (f for f in check_against(read_policy(path.read_bytes(), "p.xml"), prose) if f.rule == "PG902")
    assert finding.location.source == "prose.txt"
    assert finding.location.span is not None
    assert "newsletter" in finding.message


def test_graph_of_the_prose_itself_declares_all_of_it(prose: Policy) -> None:
    declared = jsonld.read(jsonld.write(prose), "policy.jsonld")
    assert Comparison(declared=declared, stated=prose).level is Level.CONCEPT
    assert check_against(declared, prose) == ()


def with_practices(policy: Policy, *practices: Practice) -> Policy:
    return replace(policy, source="policy.jsonld", practices=(*policy.practices, *practices))


def collecting(concept: str, **more: object) -> Practice:
    practice = Practice(processing=(iri("dpv:Collect"),), data=(Mention(concept=iri(concept)),))
    return replace(practice, **more)  # type: ignore[arg-type] # fields of Practice


@pytest.mark.parametrize("concept", ["pd:EmailAddress", "pd:Contact"])
def test_broader_and_narrower_concepts_count_as_said(concept: str, prose: Policy) -> None:
    declared = with_practices(prose, collecting(concept))
    assert check_against(declared, prose) == ()


def test_graph_that_declares_more_or_what_is_denied_is_told(prose: Policy) -> None:
    found = check_against(with_practices(prose, collecting("pd:Fingerprint"), collecting("pd:Prescription")), prose)
    rules = {(f.rule, "fingerprint" in f.message.lower()) for f in found}
    assert ("PG901", True) in rules
    assert ("PG903", False) in rules


def test_graph_that_denies_what_the_prose_states_is_told(prose: Policy) -> None:
    denied = collecting("pd:EmailAddress", assertion=Assertion.DENIED)
    stated = tuple(p for p in prose.practices if all(m.concept != iri("pd:EmailAddress") for m in p.data))
    declared = replace(prose, source="policy.jsonld", practices=(*stated, denied))
    (finding,) = (f for f in check_against(declared, prose) if f.rule == "PG903")
    assert finding.location.source == "prose.txt"


@pytest.mark.parametrize(
    "change",
    [{"condition": "unless you agree"}, {"audiences": (iri("dpv:Child"),)}, {"confidence": 0.3}],
    ids=["condition", "children", "guess"],
)
def test_denial_that_is_not_plain_contradicts_nothing(change: dict[str, object], prose: Policy) -> None:
    doubtful = tuple(replace(p, **change) if p.is_denied else p for p in prose.practices)  # type: ignore[arg-type]
    stated = replace(prose, practices=doubtful)
    assert denials_of(stated) == ()
    declared = read_policy((RULES / "PG903" / "fail.xml").read_bytes(), "p.xml")
    assert "PG903" not in {f.rule for f in check_against(declared, stated)}


def test_denial_of_a_trade_leaves_other_disclosure_open(prose: Policy) -> None:
    sale = Practice(processing=(iri("dpv:Share"), iri("pg:Sell")), assertion=Assertion.DENIED)
    share = replace(sale, processing=(iri("dpv:Share"),))
    declared = read_policy((RULES / "PG901" / "fail-recipient.xml").read_bytes(), "p.xml")
    silent = replace(prose, practices=tuple(p for p in prose.practices if not p.recipients))
    for denied, is_contradicted in ((sale, False), (share, True)):
        found = check_against(declared, replace(silent, practices=(*silent.practices, denied)))
        assert ("PG903" in {f.rule for f in found}) is is_contradicted


def test_who_denies_and_states_it_itself_contradicts_nobody_else(prose: Policy) -> None:
    stated = with_practices(prose, collecting("pd:Health"))
    declared = read_policy((RULES / "PG903" / "fail-data.xml").read_bytes(), "p.xml")
    assert "PG903" not in {f.rule for f in check_against(declared, stated)}


def test_what_others_do_on_the_site_and_guesses_are_no_claims(prose: Policy) -> None:
    guessed = replace(prose, practices=(collecting("pd:Health", confidence=0.2),), rights=())
    assert claims_of(guessed, Level.P3P) == ()
