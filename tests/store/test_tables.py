"""A question to the tables has the answer that the graph gives."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet
import pytest
from tests.store.samples import ALPHA, BETA, NEVER_SELLS, SHARES, mention, words

from policyglot.cli import main
from policyglot.errors import FormatError
from policyglot.formats import jsonld
from policyglot.model import Assertion, Choice, Dispute, Evidence, Modality, Policy, Practice, Provision, Retention
from policyglot.store.catalogue import named_queries
from policyglot.store.folder import graph_folder
from policyglot.store.ingest import ingest
from policyglot.store.query import ask
from policyglot.store.tables import to_parquet
from policyglot.vocabulary import iri

pytest.importorskip("duckdb", reason="the extra `corpus` is not installed")

_NEWER = replace(
    ALPHA,
    source="alpha-2.txt",
    sha256="c" * 64,
    modified="2026-06-01",
    practices=(*ALPHA.practices[1:], replace(SHARES, assertion=Assertion.DENIED)),
)
# What P3P declares, for the same company.
_FILE = replace(
    ALPHA,
    source="alpha.xml",
    sha256="d" * 64,
    practices=(replace(ALPHA.practices[0], choices=(), evidence=(Evidence(source="p3p.xml", line=3),)),),
)
# Lists with several members, provisions with all that they can have, and a practice with nothing.
_GAMMA = Policy(
    source="it's gamma.txt",
    sha256="e" * 64,
    practices=(
        Practice(processing=(iri("dpv:Store"),)),
        Practice(
            processing=(iri("pg:Sell"), iri("dpv:Share")),
            modality=Modality.MAY,
            data=(mention("pd:EmailAddress"), mention("pd:Location")),
            purposes=(mention("dpv:Advertising"), mention("dpv:DirectMarketing")),
            recipients=(mention("pg:Advertiser", name="Adnet Ltd"), mention("dpv:ThirdParty")),
            legal_bases=(mention("dpv:Consent"), mention("dpv:LegitimateInterest")),
            data_sources=(mention("dpv:PublicDataSource"),),
            audiences=(iri("dpv:Child"),),
            choices=(Choice(kind=iri("dpv:OptingInToProcess")),),
            retention=Retention(concept=iri("dpv:UntilEventDuration"), event="you leave", exact="until you leave"),
            evidence=(*words("We may sell it,"), *words("and share it.", 40)),
        ),
        replace(NEVER_SELLS, audiences=(iri("dpv:Child"),), purposes=(mention("dpv:Advertising"),)),
    ),
    rights=(
        Provision(concept=iri("dpv:ActiveRight"), means=(mention("dpv:Email", name="a@b.example"),)),
        Provision(concept=iri("dpv:ActiveRight"), assertion=Assertion.DENIED, evidence=words("No right.", 50)),
    ),
    choices=(
        Provision(
            concept=iri("dpv:OptingOutFromProcess"), scope=(iri("dpv:Advertising"),), means=(mention("dpv:Email"),)
        ),
    ),
    legal_bases=(Provision(concept=iri("dpv:Consent"), scope=(iri("dpv:Advertising"),)),),
    transfers=(Provision(concept=iri("dpv:Transfer"), assertion=Assertion.DENIED, evidence=words("None.", 60)),),
    audiences=(Provision(concept=iri("dpv:Child"), assertion=Assertion.DENIED),),
    decisions=(Provision(concept=iri("dpv:AutomatedDecisionMaking")),),
    disputes=(Dispute(concept=iri("p3p:resolution-service")),),
)
_POLICIES = (ALPHA, _NEWER, _FILE, BETA, _GAMMA)

# Every query without parameters, where it needs none, and some again with.
_ASKED: list[tuple[str, dict[str, str]]] = [
    *((name, {}) for name, query in named_queries().items() if not any(p.is_required for p in query.parameters)),
    ("data-by-company", {"category": "pd:EmailAddress"}),
    ("data-by-company", {"category": "p3p:online"}),
    ("denials", {"category": "pd:Location"}),
    ("purposes-by-company", {"purpose": "dpv:DirectMarketing"}),
    ("recipients-by-company", {"recipient": "pg:Advertiser"}),
    ("sharing", {"category": "pd:Location"}),
    ("sharing", {"category": "pd:EmailAddress", "recipient": "https://w3id.org/dpv#ThirdParty"}),
    ("retention", {"category": "pd:EmailAddress"}),
    ("no-opt-out", {"purpose": "dpv:Advertising"}),
    ("changes", {"name": "Alpha", "since": "2026-01-01", "until": "2026-12-31"}),
    ("evidence", {"concept": "pg:Sell"}),
    ("evidence", {"concept": "dpv:Encryption"}),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("it's a store")
    for policy in _POLICIES:
        (folder / f"{policy.source}.jsonld").write_bytes(jsonld.write(policy))
    done = ingest([str(folder)], folder / "store")
    assert done.failed == 0
    return folder / "store"


@pytest.mark.parametrize(("name", "parameters"), _ASKED)
def test_tables_and_graph_agree(store: Path, name: str, parameters: dict[str, str]) -> None:
    query = named_queries()[name]
    from_graph = ask(query, store=graph_folder(store), parameters=parameters)
    # An empty graph shows that the answer comes from the tables.
    from_tables = ask(query, data=b"", tables=store / "tables", parameters=parameters)
    assert from_tables.variables == from_graph.variables
    assert sorted(map(repr, from_tables.rows)) == sorted(map(repr, from_graph.rows))
    # Where both say nothing of the order, it may differ.
    if name not in {"named-recipients", "same-recipients", "data-by-frequency", "rare-practices"}:
        assert [row[0] for row in from_tables.rows] == [row[0] for row in from_graph.rows]
    assert from_tables.rows


@pytest.mark.parametrize(
    ("name", "parameters", "column", "shown"),
    [
        ("data-by-company", {"category": "pd:Location"}, 1, {"pd:Location"}),
        ("data-by-company", {"category": "p3p:online"}, 1, {"pd:EmailAddress"}),
        ("sharing", {"category": "pd:Contact"}, 1, {"pd:EmailAddress"}),
        ("sharing", {"recipient": "pg:Advertiser"}, 2, {"pg:Advertiser"}),
        ("retention", {"category": "pd:Location"}, 1, {"pd:Location"}),
        ("recipients-by-company", {"recipient": "pg:Advertiser"}, 1, {"pg:Advertiser"}),
        ("purposes-by-company", {"purpose": "dpv:DirectMarketing"}, 1, {"dpv:DirectMarketing"}),
        ("no-opt-out", {"purpose": "dpv:Advertising"}, 1, {"dpv:Advertising"}),
    ],
)
def test_parameter_shows_nothing_else_that_the_same_practice_has(
    store: Path, name: str, parameters: dict[str, str], column: int, shown: set[str]
) -> None:
    rows = ask(named_queries()[name], data=b"", tables=store / "tables", parameters=parameters).rows
    assert {cell.shown for row in rows if (cell := row[column])} == shown


def test_every_named_query_is_answered_by_the_tables() -> None:
    assert all(query.sql for query in named_queries().values())


def test_what_was_read_twice_counts_once(store: Path, tmp_path: Path) -> None:
    for name in ("one.jsonld", "two.jsonld"):
        content = json.loads(jsonld.write(ALPHA))
        (tmp_path / name).write_text(json.dumps(content, indent=len(name) % 3 + (name == "one.jsonld")))
    ingest([str(tmp_path)], tmp_path / "store")
    for name in ("data-by-company", "recipients-by-company", "versions"):
        query = named_queries()[name]
        from_graph = ask(query, store=graph_folder(tmp_path / "store"))
        assert ask(query, data=b"", tables=tmp_path / "store" / "tables").rows == from_graph.rows


def test_rows_are_limited_and_what_is_given_is_no_sql(store: Path) -> None:
    query = named_queries()["data-by-company"]
    assert ask(query, data=b"", tables=store / "tables", rows=1).is_truncated
    assert ask(query, data=b"", tables=store / "tables", parameters={"category": "pd:Name"}).rows == ()
    changes = named_queries()["changes"]
    assert ask(changes, data=b"", tables=store / "tables", parameters={"name": "' OR '' = '"}).rows == ()


def test_answer_comes_as_parquet(store: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["query", "--store", str(store), "gdpr-completeness", "--format", "parquet"]) == 0
    table = pyarrow.parquet.read_table(io.BytesIO(capfdbinary.readouterr().out))
    assert str(table.schema.field("controller").type) == "bool"
    assert len(table) == len(_POLICIES)
    counted = ask(named_queries()["data-by-company"], store=graph_folder(store))
    assert str(pyarrow.parquet.read_schema(io.BytesIO(to_parquet(counted))).field("practices").type) == "int64"


def test_what_is_no_rows_is_no_parquet(store: Path) -> None:
    with pytest.raises(FormatError, match="only rows"):
        to_parquet(ask("ASK { ?s ?p ?o }", store=graph_folder(store)))
