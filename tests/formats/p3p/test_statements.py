"""From practices of prose to statements, and what had to be assumed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policyglot.findings import Severity
from policyglot.formats.p3p import assess, compact_tokens, read_policy, write_compact, write_policy, write_reference
from policyglot.formats.p3p.base_schema import base_schema
from policyglot.formats.p3p.planning import PLACEHOLDER, plan_policy
from policyglot.formats.p3p.statements import gather
from policyglot.model import (
    Assertion,
    Choice,
    Contact,
    ContactKind,
    Controller,
    Evidence,
    Identifiability,
    Mention,
    Policy,
    Practice,
    Provision,
    Retention,
)
from policyglot.validate import validate
from policyglot.vocabulary import iri


def named(*curies: str) -> tuple[Mention, ...]:
    return tuple(Mention(concept=iri(curie)) for curie in curies)


def practice(operation: str, **more: object) -> Practice:
    return replace(Practice(processing=(iri(operation),)), **more)  # type: ignore[arg-type] # fields of Practice


def policy(*practices: Practice, **more: object) -> Policy:
    return replace(Policy(source="a.txt", sha256="0" * 64, practices=practices), **more)  # type: ignore[arg-type] # fields


COLLECT = practice("dpv:Collect", data=named("pd:EmailAddress", "pd:Name"))
MARKET = practice("dpv:Use", data=named("pd:EmailAddress"), purposes=named("dpv:DirectMarketing"))
OPT_OUT = Choice(kind=iri("dpv:OptingOutFromProcess"))
ANSWERED = {
    "site": "https://shop.example/",
    "policy_url": "https://shop.example/privacy",
    "controller": Controller(name="Shop", contacts=(Contact(kind=ContactKind.EMAIL, value="ask@shop.example"),)),
    "access": iri("p3p:access-all"),
}


def values(said: Policy) -> dict[str, str]:
    return {v.name: v.required for s in gather(said).statements for v in s.purposes}


def references(said: Policy) -> set[str]:
    return {d.reference for s in gather(said).statements for d in s.data}


@pytest.mark.parametrize(
    ("exact", "text"),
    [("keep what tax law asks for", "keep what tax law asks for"), ("investigate", "legal compliance")],
)
def test_purpose_without_a_name_in_p3p_is_told_in_words_that_say_enough(exact: str, text: str) -> None:
    kept = practice("dpv:Use", purposes=(Mention(concept=iri("dpv:LegalCompliance"), exact=exact),))
    assert f"<other-purpose>{text}</other-purpose>" in write_policy(policy(kept)).decode()


def test_denied_practices_are_not_written() -> None:
    denied = replace(MARKET, assertion=Assertion.DENIED)
    assert gather(policy(denied)).statements == ()


def test_data_without_purpose_get_a_statement_of_their_own() -> None:
    gathered = gather(policy(COLLECT, MARKET))
    assert gathered.without_purpose
    assert values(policy(COLLECT, MARKET)) == {"contact": "always", "current": "always"}
    assert references(policy(COLLECT, MARKET)) == {
        "#user.home-info.online.email",
        "#user.name.given",
        "#user.name.family",
    }


def test_your_information_means_all_that_is_collected() -> None:
    use = practice("dpv:Use", data=named("dpv:PersonalData"), purposes=named("dpv:DirectMarketing"))
    (statement,) = gather(policy(COLLECT, use)).statements
    assert {d.reference for d in statement.data} == references(policy(COLLECT))
    assert not gather(policy(COLLECT, use)).without_purpose


def test_policy_that_names_no_data_says_so() -> None:
    gathered = gather(policy(practice("dpv:Use", purposes=named("dpv:DirectMarketing"))))
    assert gathered.without_data
    assert [d.reference for s in gathered.statements for d in s.data] == ["#dynamic.miscdata"]


def test_statements_with_the_same_purposes_share_their_data() -> None:
    other = practice(
        "dpv:Use", data=named("pd:TelephoneNumber", "pd:EmailAddress"), purposes=named("dpv:DirectMarketing")
    )
    assert len(gather(policy(MARKET, other)).statements) == 1


@pytest.mark.parametrize(
    ("practices", "choices", "required"),
    [
        ((MARKET,), (), "always"),
        ((replace(MARKET, choices=(OPT_OUT,)),), (), "opt-out"),
        ((replace(MARKET, choices=(OPT_OUT,)), MARKET), (), "opt-out"),
        ((MARKET,), (Provision(concept=iri("dpv:OptingInToProcess"), scope=(iri("dpv:DirectMarketing"),)),), "opt-in"),
        ((MARKET,), (Provision(concept=iri("dpv:OptingOutFromProcess")),), "always"),
        (
            (replace(MARKET, choices=(OPT_OUT, Choice(kind=iri("dpv:OptingInToProcess")))),),
            (),
            "opt-out",
        ),
    ],
)
def test_choices_become_required(
    practices: tuple[Practice, ...], choices: tuple[Provision, ...], required: str
) -> None:
    assert values(policy(*practices, choices=choices))["contact"] == required


def test_a_choice_in_passing_does_not_reach_the_running_of_the_site() -> None:
    both = replace(MARKET, purposes=named("dpv:DirectMarketing", "dpv:EnforceSecurity"), choices=(OPT_OUT,))
    assert values(policy(both)) == {"contact": "opt-out", "admin": "always"}


@pytest.mark.parametrize(
    ("said", "purpose"),
    [
        (Identifiability.AGGREGATED, "develop"),
        (Identifiability.PSEUDONYMOUS, "pseudo-analysis"),
        (Identifiability.IDENTIFIED, "individual-analysis"),
    ],
)
def test_identifiability_decides_what_analysis_is(said: Identifiability, purpose: str) -> None:
    use = practice("dpv:Use", purposes=named("dpv:ServiceUsageAnalytics"), identifiability=said)
    assert purpose in values(policy(COLLECT, use))


def test_data_tell_identifiability_where_the_policy_does_not() -> None:
    use = practice("dpv:Use", data=named("pd:IPAddress"), purposes=named("dpv:ServiceUsageAnalytics"))
    assert values(policy(use)) == {"pseudo-analysis": "always"}


def test_aggregated_data_are_non_identifiable() -> None:
    share = practice("dpv:Share", recipients=named("dpv:ThirdParty"), identifiability=Identifiability.AGGREGATED)
    (statement,) = gather(policy(share)).statements
    assert statement.is_non_identifiable
    assert statement.data == ()


def test_sharing_with_nobody_knows_whom_is_unrelated() -> None:
    share = practice("dpv:Share", data=named("pd:EmailAddress"), purposes=named("dpv:DirectMarketing"))
    gathered = gather(policy(share))
    assert gathered.without_recipient
    assert {v.name for s in gathered.statements for v in s.recipients} == {"ours", "unrelated"}


def test_who_brings_goods_is_delivery() -> None:
    share = practice(
        "dpv:Share",
        data=named("pd:PhysicalAddress"),
        purposes=named("dpv:DeliveryOfGoods"),
        recipients=named("dpv:ThirdParty"),
    )
    assert {v.name for s in gather(policy(share)).statements for v in s.recipients} == {"ours", "delivery"}


def test_retention_of_one_practice_holds_for_the_same_data() -> None:
    keep = practice("dpv:Store", data=named("pd:EmailAddress"), retention=Retention(concept=iri("p3p:no-retention")))
    assert {s.retention for s in gather(policy(MARKET, keep)).statements} == {"no-retention"}


def test_no_retention_reaches_only_the_data_that_it_names() -> None:
    forgotten = practice("dpv:Store", retention=Retention(concept=iri("pg:SessionOnly")))
    (statement,) = gather(policy(MARKET, forgotten)).statements
    assert statement.retention == "indefinitely"
    assert gather(policy(MARKET, forgotten)).without_retention


def test_opt_in_of_an_exception_leaves_stated_purposes_alone() -> None:
    kind, words = iri("dpv:OptingInToProcess"), (Evidence(exact="unless you consent"),)
    denied = practice("dpv:Use", assertion=Assertion.DENIED, choices=(Choice(kind=kind),), evidence=words)
    for scope in ("dpv:Purpose", "dpv:DirectMarketing"):
        choice = Provision(concept=kind, scope=(iri(scope),), evidence=words)
        assert values(policy(MARKET, denied, choices=(choice,)))["contact"] == "always"


def test_choice_about_everything_reaches_no_single_purpose() -> None:
    choice = Provision(concept=iri("dpv:OptingInToProcess"), scope=(iri("dpv:Purpose"),))
    assert values(policy(MARKET, choices=(choice,)))["contact"] == "always"


def test_opt_in_of_one_practice_is_not_that_of_another() -> None:
    asked = replace(MARKET, choices=(Choice(kind=iri("dpv:OptingInToProcess")),))
    assert values(policy(asked, MARKET))["contact"] == "always"


@pytest.mark.parametrize(
    ("data", "clause", "purpose"),
    [
        (("pd:TelephoneNumber",), "We use your telephone number for marketing.", "telemarketing"),
        (("pd:TelephoneNumber",), "The courier uses it to tell you when the van is near.", "contact"),
        (("pd:TelephoneNumber", "pd:Name"), "We use them for marketing.", "contact"),
    ],
)
def test_only_marketing_by_telephone_alone_is_telemarketing(data: tuple[str, ...], clause: str, purpose: str) -> None:
    use = replace(MARKET, data=named(*data), evidence=(Evidence(exact=clause),))
    assert set(values(policy(use))) == {purpose}


def test_unanswered_questions_make_a_draft() -> None:
    written = write_policy(policy(MARKET)).decode()
    assert "DRAFT" in written.partition("<POLICIES")[0]
    assert PLACEHOLDER in written
    errors = [f for f in assess(policy(MARKET)) if f.severity is Severity.ERROR]
    assert {f.rule for f in errors} == {"PG401"}
    assert all(f.hint for f in errors)
    assert not [f for f in validate(written.encode(), "policy.xml", kind="p3p") if f.severity is Severity.ERROR]
    assert "DRAFT" in write_reference(policy(MARKET)).decode()


def test_answered_questions_leave_no_error() -> None:
    said = policy(MARKET, **ANSWERED)
    assert not [f for f in assess(said) if f.severity is Severity.ERROR]
    for written in (write_policy(said), write_policy(said, profile="1.1"), write_reference(said)):
        assert b"DRAFT" not in written
        assert PLACEHOLDER.encode() not in written
        assert not [f for f in validate(written, "policy.xml", kind="p3p") if f.severity is Severity.ERROR]


def test_primary_purposes_stand_in_an_extension_of_1_1() -> None:
    use = practice("dpv:Use", data=named("pd:Name"), purposes=named("dpv:DeliveryOfGoods"))
    written = write_policy(policy(use, **ANSWERED), profile="1.1")
    assert b"PPURPOSE" in written
    assert b"<delivery/>" in written
    assert b"PPURPOSE" not in write_policy(policy(use, **ANSWERED))


def test_rights_of_access_add_up() -> None:
    rights = (Provision(concept=iri("pg:RightOfAccess")),)
    assert plan_policy(policy(MARKET, rights=rights)).access == "all"
    contact = (Provision(concept=iri("pg:RightToRectification"), scope=(iri("pd:EmailAddress"),)),)
    assert plan_policy(policy(MARKET, rights=contact)).access == "ident-contact"
    denied = (Provision(concept=iri("pg:RightOfAccess"), assertion=Assertion.DENIED),)
    assert plan_policy(policy(MARKET, rights=denied)).access == "none"


def test_what_p3p_cannot_say_is_reported() -> None:
    said = policy(MARKET, replace(COLLECT, assertion=Assertion.DENIED, legal_bases=named("dpv:Consent")), **ANSWERED)
    assert "PG410" in {f.rule for f in assess(said)}


GOLDEN = b"""<POLICIES xmlns="http://www.w3.org/2002/01/P3Pv1">
<POLICY name="example" discuri="https://shop.example/privacy" opturi="https://shop.example/choices">
<ENTITY><DATA-GROUP><DATA ref="#business.name">Shop</DATA>
<DATA ref="#business.contact-info.online.uri">https://shop.example/</DATA></DATA-GROUP></ENTITY><ACCESS><none/></ACCESS>
<DISPUTES-GROUP><DISPUTES resolution-type="independent" service="https://judge.example/"/></DISPUTES-GROUP>
<STATEMENT><PURPOSE><admin/><develop/><pseudo-decision/></PURPOSE><RECIPIENT><ours/></RECIPIENT>
<RETENTION><indefinitely/></RETENTION><DATA-GROUP><DATA ref="#dynamic.miscdata"><CATEGORIES><preference/><navigation/>
</CATEGORIES></DATA></DATA-GROUP></STATEMENT>
<STATEMENT><PURPOSE><individual-decision required="opt-out"/></PURPOSE><RECIPIENT><ours/></RECIPIENT>
<RETENTION><stated-purpose/></RETENTION><DATA-GROUP><DATA ref="#user.name.given"/><DATA ref="#dynamic.cookies">
<CATEGORIES><preference/><uniqueid/></CATEGORIES></DATA></DATA-GROUP></STATEMENT></POLICY></POLICIES>"""


def test_full_policy_becomes_the_compact_policy_of_the_specification() -> None:
    tokens = "NON DSP ADM DEV PSD IVDo OUR IND STP PHY PRE NAV UNI"
    assert set(compact_tokens(read_policy(GOLDEN, "policy.xml"))) == set(tokens.split())


def test_least_protective_choice_is_served() -> None:
    content = GOLDEN.replace(b"<pseudo-decision/>", b'<individual-decision required="opt-in"/>')
    assert "IVDo" in compact_tokens(read_policy(content, "policy.xml"))


def test_header_names_the_reference_file() -> None:
    assert write_compact(policy(MARKET)).startswith('P3P: policyref="/w3c/p3p.xml", CP="NON ')


@pytest.mark.parametrize(
    ("path", "categories"),
    [
        ("user.name", ("physical", "demographic")),
        ("user.name.given", ("physical",)),
        ("user.name.prefix", ("demographic",)),
        ("user.bdate.ymd.year", ("demographic",)),
        ("user.login.password", ("uniqueid",)),
        ("user.home-info", ("physical", "online", "demographic")),
        ("thirdparty.business-info.telecom.pager.ext", ("physical",)),
        ("business.contact-info.postal.name.family", ("physical",)),
        ("dynamic.http.referer", ("navigation",)),
        ("dynamic.http.useragent", ("computer",)),
        ("dynamic.clickstream", ("computer", "navigation", "demographic")),
        ("dynamic.clickstream.clientip.partialip", ("demographic",)),
        ("dynamic.searchtext", ("interactive",)),
        ("dynamic.cookies", ()),
    ],
)
def test_base_schema_has_its_fixed_categories(path: str, categories: tuple[str, ...]) -> None:
    assert base_schema()[path].categories == categories


def test_only_cookies_and_miscellaneous_data_are_variable() -> None:
    variable = {path for path, element in base_schema().items() if element.is_variable}
    assert variable == {"dynamic.cookies", "dynamic.miscdata"}
    assert all(e.categories for p, e in base_schema().items() if p not in variable)
    assert not {"dynamic.http.referrer", "user.social-number", "user.home-info.postal.suite"} & set(base_schema())
