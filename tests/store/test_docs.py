"""The pages about graph, tables and queries say what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policyglot.store.catalogue import named_queries
from policyglot.store.guard import check_query
from policyglot.store.tables import COLUMNS

_DOCS = Path(__file__).parents[2] / "docs"
_GRAPH = (_DOCS / "graph.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("query", re.findall(r"```sparql\n(.*?)```", _GRAPH, re.DOTALL))
def test_every_query_on_the_page_of_the_graph_is_sparql(query: str) -> None:
    check_query(query)


def test_page_of_the_tables_names_every_column() -> None:
    page = (_DOCS / "tables.md").read_text(encoding="utf-8")
    for table, columns in COLUMNS.items():
        section = page.split(f"## {table}:")[1].split("\n## ")[0]
        named = {
            name.strip()
            for row in re.findall(r"^\| ([a-z0-9_, ]+) \|", section, re.MULTILINE)
            for name in row.split(",")
        }
        assert named - {"column"} == set(columns)


def test_page_of_the_queries_has_every_query_with_an_answer() -> None:
    sections = (_DOCS / "queries.md").read_text(encoding="utf-8").split("\n## ")[1:]
    assert [section.split("\n")[0] for section in sections] == list(named_queries())
    for section in sections:
        query = named_queries()[section.split("\n")[0]]
        assert query.title in section
        assert all(f"`{p.name}" in section for p in query.parameters)
        assert "\n|" in section
