"""Each cell of the label says what the practices in it say, and nothing more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.report.samples import SHOP, policy, practice

from policyglot.extract import extract
from policyglot.model import Mention, Policy, Practice
from policyglot.read import read_document
from policyglot.report import Label, build_label
from policyglot.report.label import Cell, Stance
from policyglot.vocabulary import PREFIXES, iri, load_vocabulary

SAMPLES = Path(__file__).parents[1] / "data" / "policies"


def cell(label: Label, row: str, column: str) -> Cell:
    rows, columns = [h.key for h in label.rows], [h.key for h in label.columns]
    return label.cells[rows.index(row)][columns.index(column)]


def said(label: Label) -> dict[tuple[str, str], Cell]:
    return {
        (row.key, column.key): found
        for row, cells in zip(label.rows, label.cells, strict=True)
        for column, found in zip(label.columns, cells, strict=True)
        if found.stance is not Stance.SILENT
    }


def test_the_whole_label_of_a_shop() -> None:
    found = said(build_label(SHOP))
    named = {at: (c.stance, c.practices) for at, c in found.items() if not c.is_general}
    assert named == {
        ("online", "uses-collected"): (Stance.STATED, (0,)),
        ("online", "uses-service"): (Stance.STATED, (0,)),
        ("online", "uses-marketing"): (Stance.OPT_OUT, (1,)),
        ("online", "recipients-same"): (Stance.STATED, (2,)),
        ("general", "recipients-others"): (Stance.DENIED, (3,)),
    }
    assert {column for (_, column), c in found.items() if c.is_general} == {"recipients-others"}


def test_policy_that_says_nothing_is_silent_everywhere() -> None:
    assert said(build_label(policy())) == {}


@pytest.mark.parametrize(
    ("made", "row", "column", "stance"),
    [
        (practice("dpv:Use", purposes=("pg:Telemarketing",)), "general", "uses-telemarketing", "stated"),
        (practice("dpv:Use", purposes=("dpv:TargetedAdvertising",)), "general", "uses-profiling", "stated"),
        (practice("dpv:Profiling", data=("pd:Interest",)), "preference", "uses-profiling", "stated"),
        (practice("dpv:Use", data=("pd:IPAddress",)), "computer", "uses-other", "stated"),
        (practice("dpv:Use", purposes=("dpv:LegalCompliance",)), "general", "uses-other", "stated"),
        (practice("dpv:Share", data=("pd:Name",)), "physical", "recipients-others", "stated"),
        (practice("dpv:Disseminate", data=("pg:Review",)), "content", "recipients-public", "stated"),
        (practice("dpv:Share", recipients=("pg:LawEnforcement",)), "general", "recipients-authorities", "stated"),
        (practice("dpv:Share", recipients=("pg:DeliveryService",)), "general", "recipients-delivery", "stated"),
        (practice("dpv:Share", recipients=("dpv:DataProcessor",)), "general", "recipients-agents", "stated"),
        (
            practice("dpv:Share", recipients=("pg:Affiliate",), choice="dpv:OptingInToProcess"),
            "general",
            "recipients-same",
            "opt-in",
        ),
        (practice("dpv:Collect", data=("pd:Health",), denied=True), "health", "uses-collected", "denied"),
        (practice("dpv:Use", data=("p3p:user.home-info.online.email",)), "online", "uses-other", "stated"),
    ],
)
def test_practice_is_in_its_cell(made: Practice, row: str, column: str, stance: str) -> None:
    found = cell(build_label(policy(made)), row, column)
    assert (found.stance, found.practices) == (Stance(stance), (0,))


def test_denied_sharing_for_a_purpose_denies_no_use() -> None:
    made = practice(
        "dpv:Share", data=("pd:Name",), purposes=("dpv:DirectMarketing",), recipients=("dpv:ThirdParty",), denied=True
    )
    assert set(said(build_label(policy(made)))) == {("physical", "recipients-others")}


def test_denied_collection_for_a_purpose_denies_that_purpose_only() -> None:
    made = practice("dpv:Collect", data=("pd:Name",), purposes=("dpv:DirectMarketing",), denied=True)
    assert set(said(build_label(policy(made)))) == {("physical", "uses-marketing")}


def test_denial_of_what_has_no_name_is_in_no_cell() -> None:
    assert said(build_label(policy(practice("dpv:Record", denied=True)))) == {}


def test_denial_of_all_data_holds_where_a_cell_is_silent() -> None:
    sold = practice("pg:Sell", data=("pd:Name",))
    label = build_label(policy(practice("pg:Sell", data=("dpv:PersonalData",), denied=True), sold))
    assert cell(label, "health", "recipients-others") == Cell(stance=Stance.DENIED, practices=(0,), is_general=True)
    assert cell(label, "physical", "recipients-others") == Cell(stance=Stance.STATED, practices=(1,))


def test_limited_denial_does_not_reach_other_rows() -> None:
    denial = practice("pg:Sell", data=("dpv:PersonalData",), denied=True)
    for limited in (replace(denial, condition="unless we must"), replace(denial, audiences=(iri("dpv:Child"),))):
        assert set(said(build_label(policy(limited)))) == {("general", "recipients-others")}


def test_what_cannot_be_refused_somewhere_cannot_be_refused() -> None:
    mentions = [
        Mention(concept=iri("dpv:DirectMarketing"), required=required) for required in ("opt-in", "opt-out", None)
    ]
    made = [Practice(processing=(iri("dpv:Use"),), purposes=(m,)) for m in mentions]
    stances = [cell(build_label(policy(*made[:n])), "general", "uses-marketing").stance for n in (1, 2, 3)]
    assert stances == [Stance.OPT_IN, Stance.OPT_OUT, Stance.STATED]


def test_stated_and_denied_is_both() -> None:
    made = [practice("dpv:Collect", data=("pd:Health",), denied=denied) for denied in (True, False)]
    found = cell(build_label(policy(*made)), "health", "uses-collected")
    assert (found.stance, found.practices) == (Stance.BOTH, (0, 1))


@pytest.mark.parametrize("name", ["shop.txt", "news.html", "app.md", "bank-2003.txt"])
def test_evidence_of_a_cell_is_of_that_cell(name: str) -> None:
    made = extract(read_document(content=(SAMPLES / name).read_bytes(), name=name))
    for (row, column), found in said(build_label(made)).items():
        for index in found.practices:
            alone = build_label(policy_with(made, index))
            at = "general" if found.is_general else row
            assert cell(alone, at, column).stance is not Stance.SILENT, (row, column, index)
        denials = [made.practices[i].is_denied for i in found.practices]
        assert all(denials) == (found.stance is Stance.DENIED)
        assert (any(denials) and not all(denials)) == (found.stance is Stance.BOTH)


def policy_with(whole: Policy, index: int) -> Policy:
    return replace(whole, practices=(whole.practices[index],))


@pytest.mark.parametrize(
    ("scheme", "axis"), [("data-categories", "rows"), ("purposes", "uses"), ("recipients", "recipients")]
)
def test_every_concept_has_a_place(scheme: str, axis: str) -> None:
    """No concept of the vocabulary falls between the rows or columns."""
    for concept in load_vocabulary().scheme(scheme):
        mentioned = (Mention(concept=concept.iri),)
        made = Practice(
            processing=(iri("dpv:Use"),),
            data=mentioned if axis == "rows" else (),
            purposes=mentioned if axis == "uses" else (),
            recipients=mentioned if axis == "recipients" else (),
        )
        columns = {column for _, column in said(build_label(policy(made)))}
        assert any(column.startswith("recipients-" if axis == "recipients" else "uses-") for column in columns)


@pytest.mark.parametrize("scheme", ["label-data", "label-uses", "label-recipients"])
def test_rows_and_columns_are_defined_and_gather_what_exists(scheme: str) -> None:
    vocabulary = load_vocabulary()
    gathered: list[str] = []
    for concept in vocabulary.scheme(scheme):
        assert concept.definition.endswith(".")
        assert concept.iri.startswith(f"{PREFIXES['pg']}{scheme}-")
        gathered += concept.matches["narrowMatch"]
    assert len(gathered) == len(set(gathered))
    # DPV's own Recipient is above our recipients and in no scheme.
    assert [term for term in gathered if term not in vocabulary.concepts] in ([], [iri("dpv:Recipient")])
