"""A question to the tables has the answer that the graph gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.store.samples import ALPHA, BETA

from policyglot.formats import jsonld
from policyglot.store.catalogue import named_queries
from policyglot.store.folder import graph_folder
from policyglot.store.ingest import ingest
from policyglot.store.query import ask

pytest.importorskip("duckdb", reason="the extra `corpus` is not installed")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("it's a store")
    for policy in (ALPHA, BETA):
        (folder / f"{policy.source}.jsonld").write_bytes(jsonld.write(policy))
    ingest([str(folder)], folder / "store")
    return folder / "store"


@pytest.mark.parametrize("name", [name for name, query in named_queries().items() if query.sql])
def test_tables_and_graph_agree(store: Path, name: str) -> None:
    query = named_queries()[name]
    from_graph = ask(query, store=graph_folder(store))
    # An empty graph shows that the answer comes from the tables.
    from_tables = ask(query, data=b"", tables=store / "tables")
    assert from_tables == from_graph
    assert from_tables.rows


def test_rows_are_limited_and_parameters_go_to_the_graph(store: Path) -> None:
    query = named_queries()["data-by-company"]
    assert ask(query, data=b"", tables=store / "tables", rows=1).is_truncated
    assert ask(query, data=b"", tables=store / "tables", parameters={"category": "pd:Name"}).rows == ()
