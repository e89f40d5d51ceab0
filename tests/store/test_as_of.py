"""Questions as of a date are asked of the versions that held then, whoever answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.store.samples import ALPHA, BETA, NEVER_SELLS, SHARES

from policyglot.cli import main
from policyglot.errors import QueryError
from policyglot.formats import jsonld
from policyglot.model import Policy
from policyglot.store import as_of as module
from policyglot.store.as_of import first_day, held, undated
from policyglot.store.catalogue import named_queries
from policyglot.store.folder import graph_folder
from policyglot.store.ingest import ingest
from policyglot.store.query import ask

pytest.importorskip("duckdb", reason="the extra `corpus` is not installed")

_OLD = replace(ALPHA, sha256="1" * 64, issued=None)
_SECOND = replace(ALPHA, sha256="2" * 64, issued=None, practices=(SHARES,))
_THIRD = replace(ALPHA, sha256="3" * 64, issued=None, practices=(NEVER_SELLS,))
_DATED = replace(BETA, sha256="4" * 64, modified="2021-03")
_UNDATED = replace(BETA, sha256="5" * 64, site="https://undated.example/")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("it's dated")
    alpha = folder / "alpha"
    alpha.mkdir()
    # The first version comes back at last: it holds again, although its text is known.
    versions = {"2020-01-01": _OLD, "2021-06": _SECOND, "2022": _THIRD, "2023-01-01": _OLD}
    for day, policy in versions.items():
        (alpha / f"{day}.jsonld").write_bytes(jsonld.write(policy))
    (folder / "beta.jsonld").write_bytes(jsonld.write(_DATED))
    (folder / "gamma.jsonld").write_bytes(jsonld.write(_UNDATED))
    assert ingest([str(folder)], folder / "store").failed == 0
    return folder / "store"


_HELD: list[tuple[str, set[Policy]]] = [
    ("2019-12-31", set()),
    ("2020-01-01", {_OLD}),
    ("2020", {_OLD}),
    ("2021-03-01", {_OLD, _DATED}),
    ("2021-05-31", {_OLD, _DATED}),
    ("2021-06-01", {_SECOND, _DATED}),
    ("2022-01", {_THIRD, _DATED}),
    ("2022-12-31", {_THIRD, _DATED}),
    ("2030-01-01", {_OLD, _DATED}),
]


@pytest.mark.parametrize(("day", "policies"), _HELD)
def test_versions_that_held_answer_from_graph_and_tables(store: Path, day: str, policies: set[Policy]) -> None:
    iris = {policy.iri for policy in policies}
    assert set(held(str(graph_folder(store)), first_day(day))) == iris
    by_sparql = ask("SELECT ?p { ?p a pg:Policy }", store=graph_folder(store), as_of=day)
    assert {row[0].value for row in by_sparql.rows if row[0]} == iris
    by_name = ask("SELECT ?g { GRAPH ?g { ?p a pg:Policy } }", store=graph_folder(store), as_of=day)
    assert {row[0].value for row in by_name.rows if row[0]} == iris
    query = named_queries()["gdpr-completeness"]
    for tables in (None, store / "tables"):
        rows = ask(query, store=graph_folder(store), tables=tables, as_of=day).rows
        assert {row[1].value for row in rows if row[1]} == iris


@pytest.mark.parametrize("name", ["changes", "denials", "named-recipients", "no-retention", "sale", "versions"])
def test_graph_and_tables_agree_as_of_a_date(store: Path, name: str) -> None:
    query = named_queries()[name]
    from_graph = ask(query, store=graph_folder(store), as_of="2021-07-01")
    from_tables = ask(query, store=graph_folder(store), tables=store / "tables", as_of="2021-07-01")
    assert sorted(map(repr, from_tables.rows)) == sorted(map(repr, from_graph.rows))


def test_concepts_have_their_labels_as_of_a_date(store: Path) -> None:
    text = "SELECT ?label { ?p dpv:hasPersonalData ?d . ?d skos:prefLabel ?label } LIMIT 1"
    assert len(ask(text, store=graph_folder(store), as_of="2021").rows) == 1


def test_date_that_is_none_and_data_without_versions_are_refused(store: Path) -> None:
    for text in ("", "yesterday", "2021-13-01", "2021-02-30", "21-01-01", "2021-1-1", "٢٠٢١"):
        with pytest.raises(QueryError, match="is no date"):
            ask("ASK {}", store=graph_folder(store), as_of=text)
    with pytest.raises(QueryError, match="only a store"):
        ask("ASK {}", data=b"", as_of="2021")


def test_too_many_for_sparql_are_refused_and_named_queries_answer(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 1)
    with pytest.raises(QueryError, match="2 policies held at that date") as caught:
        ask("ASK {}", store=graph_folder(store), as_of="2022")
    assert "named query" in (caught.value.advice or "")
    query = named_queries()["versions"]
    assert ask(query, store=graph_folder(store), tables=store / "tables", as_of="2022").rows


def test_command_line_asks_as_of_a_date(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert undated(str(graph_folder(store))) == 1
    assert main(["query", "--store", str(store), "sale", "--as-of", "2021-07", "--format", "csv"]) == 0
    shown = capsys.readouterr()
    assert "beta.example" in shown.out
    assert "Alpha" not in shown.out
    assert "1 policy without a date left out" in shown.err
    assert main(["query", "--store", str(store), "sale", "--as-of", "now"]) == 2
    assert "'now' is no date" in capsys.readouterr().err
    assert main(["query", "--endpoint", "http://127.0.0.1:9/", "sale", "--as-of", "2021"]) == 2
    assert "--as-of needs --store" in capsys.readouterr().err
