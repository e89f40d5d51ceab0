"""Every named query, asked of two small policies; and asking in general."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph
import pytest
from tests.store.samples import ALPHA, BETA

from policyglot.errors import FormatError, QueryError, StoreError, VocabularyError
from policyglot.store.catalogue import named_queries, parse_named, query_named
from policyglot.store.graph import VERSIONS_GRAPH, dataset
from policyglot.store.query import ask, ask_policies
from policyglot.store.results import RESULT_FORMATS, from_json, serialise, to_json

_NEWER = replace(ALPHA, sha256="c" * 64, practices=ALPHA.practices[1:])
_VERSIONS = (
    f"<{_NEWER.iri}> <http://www.w3.org/ns/prov#wasRevisionOf> <{ALPHA.iri}> <{VERSIONS_GRAPH}> .\n"
    f'<{_NEWER.iri}> <https://w3id.org/policyglot#asOf> "2026-06-01" <{VERSIONS_GRAPH}> .\n'
).encode()
_DATA = dataset([ALPHA, BETA])
_BOTH_VERSIONS = dataset([ALPHA, _NEWER]) + _VERSIONS

Rows = list[tuple[str | None, ...]]


def _asked(query: str, data: bytes = _DATA, /, **parameters: str) -> Rows:
    result = ask(query_named(query), data=data, parameters=parameters)
    return [tuple(cell.shown if cell else None for cell in row) for row in result.rows]


# Name, parameters, a row that must be there, how many rows.
_EXPECTED: list[tuple[str, dict[str, str], tuple[str | None, ...], int]] = [
    ("data-by-company", {}, ("Alpha", "pd:EmailAddress", "1"), 4),
    ("data-by-company", {"category": "pd:EmailAddress"}, ("Alpha", "pd:EmailAddress", "1"), 1),
    ("purposes-by-company", {}, ("beta.example", "dpv:Advertising", "1"), 3),
    ("purposes-by-company", {"purpose": "dpv:DirectMarketing"}, ("Alpha", "dpv:DirectMarketing", "1"), 1),
    ("recipients-by-company", {}, ("Alpha", "dpv:ThirdParty", "Adnet Ltd", "2"), 2),
    ("sharing", {}, ("beta.example", "pd:Location", "dpv:ThirdParty", "Adnet Ltd"), 3),
    (
        "sharing",
        {"category": "pd:BrowsingBehaviour"},
        ("Alpha", "pd:BrowsingBehaviour", "dpv:ThirdParty", "Adnet Ltd"),
        1,
    ),
    ("no-retention", {}, ("beta.example", BETA.iri, "2"), 1),
    ("denials", {}, ("Alpha", "Sell", "Location", None, None, "We never sell where you are."), 2),
    ("denials", {"category": "pd:EmailAddress"}, (), 0),
    ("evidence", {"concept": "pd:EmailAddress"}, ("Alpha", "stated", "We collect your address.", "0", "24"), 1),
    ("evidence", {"concept": "dpv:Encryption"}, ("Alpha", "stated", "We encrypt.", "160", "171"), 1),
    ("evidence", {"concept": "pg:Sell"}, ("beta.example", "denied", "We never sell where you are.", "70", "98"), 3),
    ("location-to-advertisers", {}, ("beta.example", "Location", "Advertising", "Adnet Ltd"), 2),
    ("sale", {}, ("beta.example", "stated", "pd:Location", "We sell it."), 3),
    ("children", {}, ("Alpha", "audience", "13", "Not under 13."), 1),
    ("retention", {}, ("Alpha", "pd:EmailAddress", "dpv:FixedDuration", "P1Y", None), 2),
    ("kept-without-end", {}, ("beta.example", "unstated", None, None), 2),
    ("no-opt-out", {}, ("Alpha", "dpv:Advertising"), 2),
    (
        "contradicted-denials",
        {},
        ("beta.example", "pg:Sell", "pd:Location", "We never sell where you are.", "We sell it."),
        1,
    ),
    ("named-recipients", {}, ("Adnet Ltd", "2", "Alpha | beta.example"), 1),
    ("same-recipients", {}, ("Alpha", "beta.example", "1", "Adnet Ltd"), 1),
    ("rights", {}, ("Alpha", "dpv:ActiveRight", "stated", None), 1),
    ("security", {}, ("Alpha", "dpv:Encryption", "We encrypt."), 1),
    ("transfers", {}, ("Alpha", "dpv:Transfer", "stated", "Norway", "To Norway."), 1),
    ("legal-bases", {}, ("Alpha", "dpv:Consent", "dpv:DirectMarketing"), 1),
    ("signals", {}, ("Alpha", "pg:DoNotTrack", "pg:signal-not-honoured", "No."), 1),
    ("choices", {}, ("Alpha", "dpv:OptingOutFromProcess", "dpv:DirectMarketing", "dpv:Email", "stop@a.example"), 1),
    ("third-parties-on-site", {}, ("Alpha", "Adnet Ltd", "pd:BrowsingBehaviour", None), 1),
    ("data-by-frequency", {}, ("pd:Location", "2", "3"), 3),
    ("rare-practices", {}, ("pd:EmailAddress", "dpv:DirectMarketing", "1", "Alpha"), 2),
    (
        "gdpr-completeness",
        {},
        ("Alpha", ALPHA.iri, *["true"] * 9, "false", "false", "false"),
        2,
    ),
    ("p3p-against-prose", {}, (), 0),
    ("versions", {}, ("Alpha", ALPHA.iri, "2026-01-31", None, "3"), 2),
    ("changes", {}, (), 0),
]


@pytest.mark.parametrize(("name", "parameters", "row", "count"), _EXPECTED)
def test_named_query_answers(name: str, parameters: dict[str, str], row: tuple[str | None, ...], count: int) -> None:
    rows = _asked(name, _DATA, **parameters)
    assert len(rows) == count
    assert not row or row in [found[: len(row)] for found in rows]


def test_every_named_query_is_tested_and_says_what_it_is() -> None:
    assert {name for name, *_ in _EXPECTED} == set(named_queries())
    assert len(named_queries()) >= 20
    assert all(len(query.title) < 60 and query.description.endswith(".") for query in named_queries().values())


def test_what_changed_between_two_versions() -> None:
    (row,) = _asked("changes", _BOTH_VERSIONS)
    assert row == (
        "Alpha",
        "2026-06-01",
        "dropped",
        "dpv:Process",
        "Collect | Use",
        "EmailAddress",
        "DirectMarketing",
        None,
    )
    assert _asked("changes", _BOTH_VERSIONS, since="2026-06-01", until="2026-06-30", name="Alpha") == [row]
    assert _asked("changes", _BOTH_VERSIONS, since="2026-07") == []
    assert _asked("versions", _BOTH_VERSIONS)[1][2:] == ("2026-06-01", ALPHA.iri, "2")


def test_p3p_file_is_held_against_the_prose() -> None:
    from policyglot.model import Evidence, Practice

    element = (Evidence(source="p3p.xml", line=3),)
    declared = Practice(processing=ALPHA.practices[0].processing, data=ALPHA.practices[1].data, evidence=element)
    rows = _asked("p3p-against-prose", dataset([ALPHA, replace(ALPHA, sha256="d" * 64, practices=(declared,))]))
    assert ("Alpha", "p3p:online", "P3P") in rows


def test_broader_category_finds_what_lies_below() -> None:
    assert {row[1] for row in _asked("data-by-company", category="p3p:online")} == {"pd:EmailAddress"}


@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        ("evidence", {}, "'concept' is missing"),
        ("denials", {"colour": "red"}, "no parameter 'colour'"),
        ("evidence", {"concept": "https://a b"}, "is no IRI"),
        ("evidence", {"concept": "https://a/> } INSERT"}, "is no IRI"),
    ],
)
def test_wrong_parameter_is_refused(name: str, parameters: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        ask(query_named(name), data=b"", parameters=parameters)


def test_unknown_prefix_and_unknown_query_are_refused() -> None:
    with pytest.raises(VocabularyError):
        ask(query_named("evidence"), data=b"", parameters={"concept": "nope:x"})
    with pytest.raises(QueryError, match="data-by-company"):
        query_named("nope")


@pytest.mark.parametrize("text", ["SELECT 1", "# title: x\nSELECT", "# title: x\n# description: y\n# param: z\n"])
def test_named_query_needs_its_header(text: str) -> None:
    with pytest.raises(VocabularyError):
        parse_named("x", text)


def test_own_sparql_sees_all_policies_and_the_vocabulary() -> None:
    text = "SELECT ?label { ?p dpv:hasPersonalData ?d . ?d skos:prefLabel ?label } LIMIT 1"
    assert len(ask_policies(text, [ALPHA]).rows) == 1
    assert ask_policies("ASK { GRAPH ?g { ?g a pg:Policy } }", [ALPHA]).truth is True


def test_denied_practices_are_no_processes() -> None:
    text = "SELECT * { ?p a dpv:Process ; dpv:hasProcessing pg:Sell }"
    assert ask_policies(text, [ALPHA]).rows == ()


def test_rows_are_limited_and_it_is_said() -> None:
    result = ask("SELECT * { ?s ?p ?o }", data=_DATA, rows=5)
    assert len(result.rows) == 5
    assert result.is_truncated


def test_query_that_does_not_end_is_stopped() -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with pytest.raises(QueryError, match="did not end within 2 seconds"):
        ask(text, data=_DATA, seconds=2)


def test_refused_query_is_refused_with_its_place() -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        ask("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", data=b"")
    with pytest.raises(QueryError, match="no SPARQL") as caught:
        ask("SELECT * {\n?s }", data=b"")
    assert caught.value.line == 2


def test_folder_that_is_no_store_is_refused(tmp_path: object) -> None:
    with pytest.raises(StoreError):
        ask("ASK {}", store=f"{tmp_path}/nothing")


@pytest.mark.parametrize("name", RESULT_FORMATS)
def test_result_in_the_formats_of_the_standard(name: str) -> None:
    result = ask(query_named("sale"), data=_DATA)
    written = serialise(result, name)
    assert b"We sell it." in written
    assert from_json(to_json(result)) == result
    parsed = pyoxigraph.QueryResultsFormat.from_media_type(RESULT_FORMATS[name])
    assert parsed is not None
    assert serialise(ask("ASK {}", data=b""), name).strip()


def test_statements_come_as_turtle_and_not_as_a_table() -> None:
    result = ask("CONSTRUCT { ?p a pg:Seller } WHERE { ?p dpv:hasProcess/dpv:hasProcessing pg:Sell }", data=_DATA)
    assert b"#Seller> ." in serialise(result, "turtle")
    with pytest.raises(FormatError):
        serialise(result, "csv")
