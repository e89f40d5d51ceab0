"""PG1xx, PG2xx and PG30x: each rule has a folder with files that break it and files that do not.

The files are Turtle, written from the values below by `pytest --update-golden`; the test
reads them as a stranger's files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from policyglot.formats import rdf
from policyglot.model import (
    Assertion,
    Choice,
    Contact,
    ContactKind,
    Controller,
    Document,
    Evidence,
    Honoured,
    Identifiability,
    Mention,
    Policy,
    Practice,
    Provision,
    Retention,
    Span,
)
from policyglot.validate.engine import rules_of, run
from policyglot.validate.rule import Subject
from policyglot.vocabulary import iri

FOLDER = Path(__file__).parent


def words(text: str, start: int = 0) -> tuple[Evidence, ...]:
    return (Evidence(span=Span(start, start + len(text)), exact=text),)


def named(*curies: str) -> tuple[Mention, ...]:
    return tuple(Mention(concept=iri(curie)) for curie in curies)


def provision(curie: str, text: str, **more: object) -> Provision:
    return replace(Provision(concept=iri(curie), evidence=words(text)), **more)  # type: ignore[arg-type] # fields


def practice(operation: str, text: str, **more: object) -> Practice:
    return replace(Practice(processing=(iri(operation),), evidence=words(text)), **more)  # type: ignore[arg-type] # fields


COLLECT = practice(
    "dpv:Collect",
    "we collect your e-mail address to answer you, and delete it after 30 days",
    data=named("pd:EmailAddress"),
    purposes=named("dpv:ServiceProvision"),
    retention=Retention(concept=iri("pg:StatedPeriod"), duration="P30D"),
    legal_bases=named("dpv:Consent"),
)
SHARE = practice(
    "dpv:Share",
    "we give your e-mail address to our mail house",
    data=named("pd:EmailAddress"),
    recipients=named("dpv:DataProcessor"),
)
# A policy that no rule has anything to say about.
GOOD = Policy(
    source="https://shop.example/privacy",
    sha256="ab" * 32,
    language="en",
    site="https://shop.example/",
    issued="2026-01-01",
    controller=Controller(
        name="Shop Ltd",
        contacts=(
            Contact(kind=ContactKind.EMAIL, value="privacy@shop.example", evidence=words("privacy@shop.example")),
        ),
        evidence=words("Shop Ltd"),
    ),
    practices=(COLLECT, SHARE),
    rights=(
        provision("pg:RightOfAccess", "you may see your data"),
        provision("pg:RightToComplain", "you may complain"),
    ),
    measures=(provision("dpv:EncryptionInTransfer", "we encrypt it"),),
    notices=(provision("pg:NoticeOfChange", "we will tell you of changes"),),
    decisions=(provision("dpv:AutomatedDecisionMaking", "no machine decides", assertion=Assertion.DENIED),),
)


def with_practices(*practices: Practice) -> Policy:
    return replace(GOOD, practices=practices)


def never(stated: Practice, text: str, **more: object) -> Practice:
    return replace(stated, assertion=Assertion.DENIED, evidence=words(text, 200), **more)  # type: ignore[arg-type]


SELL = practice("pg:Sell", "we sell the list", data=named("pd:EmailAddress"))
USE = practice("dpv:Use", "we use it for advertising", purposes=named("dpv:Advertising"), data=named("pd:EmailAddress"))
OPT_OUT = Choice(kind=iri("dpv:OptingOutFromProcess"), evidence=words("you may opt out"))
OPT_IN = Choice(kind=iri("dpv:OptingInToProcess"), evidence=words("if you agree"))
CHILDREN = replace(COLLECT, audiences=(iri("dpv:Child"),), evidence=words("we keep the names of children"))
TRANSFER = provision("dpv:CrossBorderTransfer", "data go to another country")
AGGREGATED = replace(SHARE, identifiability=Identifiability.AGGREGATED, recipients=())
NAMELESS = replace(GOOD.controller or Controller(), name=None)
UNREACHABLE = Controller(name="Shop Ltd", evidence=words("Shop Ltd"))
POINTED = replace(UNREACHABLE, contacts=(Contact(kind=ContactKind.POINTER, value="us", evidence=words("us")),))
TRACKING = provision("pg:DoNotTrack", "we honour Do Not Track", honoured=Honoured.HONOURED)
IGNORED = provision("pg:DoNotTrack", "we do not act on Do Not Track", honoured=Honoured.NOT_HONOURED)

BAD: Mapping[str, Mapping[str, Policy]] = {
    "PG101": {"fail": replace(GOOD, controller=None), "fail-nameless": replace(GOOD, controller=NAMELESS)},
    "PG102": {"fail": replace(GOOD, controller=UNREACHABLE), "fail-pointer": replace(GOOD, controller=POINTED)},
    "PG103": {"fail": replace(GOOD, issued=None)},
    "PG104": {"fail": with_practices(replace(COLLECT, retention=None), SHARE)},
    "PG105": {"fail": replace(GOOD, rights=())},
    "PG106": {"fail": with_practices(replace(COLLECT, purposes=()), SHARE)},
    "PG107": {"fail": with_practices(COLLECT)},
    "PG108": {"fail": with_practices(replace(COLLECT, legal_bases=()), SHARE)},
    "PG109": {"fail": replace(GOOD, rights=GOOD.rights[:1])},
    "PG110": {"fail": replace(GOOD, transfers=(TRANSFER,))},
    "PG111": {"fail": replace(GOOD, measures=())},
    "PG112": {"fail": replace(GOOD, notices=())},
    "PG113": {"fail": with_practices(replace(COLLECT, choices=(OPT_OUT,)), SHARE)},
    "PG114": {"fail": with_practices()},
    "PG115": {"fail": replace(GOOD, decisions=())},
    "PG201": {
        "fail": with_practices(COLLECT, SHARE, never(COLLECT, "we never collect e-mail addresses", purposes=())),
        "fail-broader": with_practices(
            COLLECT, SHARE, never(COLLECT, "we keep no contact data", data=named("pd:Contact"), purposes=())
        ),
    },
    "PG202": {"fail": with_practices(COLLECT, SHARE, never(SHARE, "we never share e-mail addresses", recipients=()))},
    "PG203": {"fail": with_practices(COLLECT, SHARE, SELL, never(SELL, "we never sell anything", data=()))},
    "PG204": {"fail": with_practices(COLLECT, SHARE, USE, never(USE, "we never advertise", data=()))},
    "PG205": {"fail": with_practices(COLLECT, SHARE, CHILDREN, never(CHILDREN, "we take nothing from children"))},
    "PG206": {"fail": replace(GOOD, signals=(TRACKING, IGNORED))},
    "PG207": {
        "fail": replace(
            GOOD, decisions=(*GOOD.decisions, provision("dpv:AutomatedDecisionMaking", "a machine decides"))
        )
    },
    "PG208": {"fail": replace(GOOD, access=iri("p3p:access-none"))},
    "PG209": {"fail": replace(GOOD, modified="2024-06-01")},
    "PG301": {"fail": with_practices(COLLECT, replace(SHARE, evidence=()))},
    "PG302": {
        "fail": with_practices(
            COLLECT, replace(SHARE, evidence=(Evidence(span=Span(3, 9), exact="too long for that"),))
        )
    },
    "PG303": {
        "fail": with_practices(
            replace(COLLECT, data=(Mention(concept=iri("pd:EmailAddress"), span=Span(900, 906), exact="e-mail"),)),
            SHARE,
        )
    },
}

FINE: Mapping[str, Mapping[str, Policy]] = {
    "PG107": {"pass-denied": with_practices(COLLECT, never(SHARE, "we share nothing", recipients=()))},
    "PG110": {"pass-safeguard": replace(GOOD, transfers=(replace(TRANSFER, means=named("eu-gdpr:A46-2-c")),))},
    "PG113": {
        "pass-link": with_practices(replace(COLLECT, choices=(replace(OPT_OUT, means=named("pg:OptOutLink")),)), SHARE)
    },
    "PG202": {
        "pass-vague": with_practices(
            COLLECT, SHARE, never(SHARE, "we share no data", data=named("dpv:PersonalData"), recipients=())
        ),
        "pass-trade": with_practices(
            COLLECT,
            SHARE,
            never(
                replace(SHARE, processing=(*SHARE.processing, *SELL.processing)),
                "we do not rent or sell e-mail addresses",
                recipients=(),
            ),
        ),
        "pass-same-sentence": with_practices(
            COLLECT, SHARE, replace(never(SHARE, "x", recipients=()), evidence=SHARE.evidence)
        ),
        "pass-condition": with_practices(
            COLLECT,
            SHARE,
            never(SHARE, "we share nothing without need", data=(), recipients=(), condition="without need"),
        ),
        "pass-consent": with_practices(
            COLLECT, replace(SHARE, choices=(OPT_IN,)), never(SHARE, "we share nothing", data=(), recipients=())
        ),
        "pass-other-recipient": with_practices(
            COLLECT, SHARE, never(SHARE, "nothing goes to advertisers", recipients=named("pg:AdvertisingNetwork"))
        ),
        "pass-other-data": with_practices(
            COLLECT, SHARE, never(SHARE, "no telephone number is shared", data=named("pd:TelephoneNumber"))
        ),
        "pass-aggregated": with_practices(
            COLLECT, AGGREGATED, never(SHARE, "we share nothing about you", data=(), recipients=())
        ),
        "pass-sale": with_practices(COLLECT, SHARE, never(SELL, "we never sell anything", data=())),
    },
    "PG205": {"pass-only-refused": with_practices(COLLECT, SHARE, never(CHILDREN, "we take nothing from children"))},
    "PG301": {
        "pass-published": with_practices(
            COLLECT, replace(SHARE, evidence=(Evidence(source="policy.xml", line=4, pointer="/POLICIES"),))
        )
    },
}


def cases() -> list[tuple[str, str, Policy]]:
    found = [(rule, "pass", GOOD) for rule in BAD]
    for table in (BAD, FINE):
        found += [(rule, name, policy) for rule, files in table.items() for name, policy in files.items()]
    return sorted(found, key=lambda case: case[:2])


@pytest.mark.parametrize(("rule", "name", "policy"), cases(), ids=lambda v: v if isinstance(v, str) else "")
def test_file_is_judged_as_its_name_says(
    rule: str, name: str, policy: Policy, golden: Callable[[Path, bytes], None]
) -> None:
    path = FOLDER / rule / f"{name}.ttl"
    golden(path, rdf.write_turtle(policy))
    read = rdf.read_turtle(path.read_bytes(), path.name)
    found = run(rules_of(rule), Subject(policy=read), source=path.name)
    assert bool(found) is name.startswith("fail"), found
    assert all(finding.hint for finding in found)


@pytest.mark.parametrize(
    ("evidence", "is_right"),
    [
        (Evidence(span=Span(3, 7), exact="your", prefix="we ", suffix=" name"), True),
        (Evidence(span=Span(3, 7), exact="your", lead_in="we"), True),
        (Evidence(span=Span(3, 7), exact="yore"), False),
        (Evidence(span=Span(2, 6), exact="your"), False),
        (Evidence(span=Span(3, 7), exact="your", prefix="you "), False),
        (Evidence(span=Span(3, 7), exact="your", suffix=" names"), False),
        (Evidence(span=Span(3, 7), exact="your", lead_in="they"), False),
        (Evidence(span=Span(40, 44), exact="your"), False),
        (Evidence(span=Span(3, 3), exact=""), False),
        (Evidence(span=Span(-4, 0), exact="your"), False),
    ],
)
def test_quote_is_held_against_the_text(evidence: Evidence, is_right: bool) -> None:
    document = Document(text="we your name", blocks=(), language="en", title=None, source="x", media_type="text/plain")
    policy = with_practices(replace(COLLECT, evidence=(evidence,)))
    plain = replace(policy, controller=None, rights=(), measures=(), notices=(), decisions=())
    found = run(rules_of("PG302"), Subject(policy=plain, document=document), source="x")
    assert (found == ()) is is_right


def test_every_rule_of_these_families_has_its_folder() -> None:
    assert [rule.id for rule in rules_of("PG1", "PG2", "PG30")] == sorted(BAD)


def test_a_good_policy_breaks_no_rule() -> None:
    assert run(rules_of("PG1", "PG2", "PG30"), Subject(policy=GOOD), source="x") == ()


def test_contradiction_shows_both_places() -> None:
    (finding,) = run(rules_of("PG202"), Subject(policy=BAD["PG202"]["fail"]), source="x")
    assert "“we never share e-mail addresses”" in finding.message
    assert "“we give your e-mail address to our mail house”" in finding.message
    assert finding.location.span == (200, 231)


def test_disclosure_to_courts_is_a_note_only() -> None:
    court = replace(SHARE, recipients=named("dpv:Authority"))
    policy = with_practices(COLLECT, court, never(SHARE, "we never share e-mail addresses", recipients=()))
    (finding,) = run(rules_of("PG202"), Subject(policy=policy), source="x")
    assert finding.severity.value == "note"


@pytest.mark.parametrize(("confidence", "severity"), [(1.0, "warning"), (0.7, "note"), (0.4, None)])
def test_contradiction_matters_as_much_as_its_statements_are_sure(confidence: float, severity: str | None) -> None:
    denied = never(SHARE, "we never share e-mail addresses", recipients=(), confidence=confidence)
    found = run(rules_of("PG202"), Subject(policy=with_practices(COLLECT, SHARE, denied)), source="x")
    assert [finding.severity.value for finding in found] == ([severity] if severity else [])
