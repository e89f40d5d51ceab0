"""The pages about graph, tables and queries say what there is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
from lxml import etree
from tests.store.samples import ALPHA, BETA

from policyglot.load import load_policy
from policyglot.resources import read_bytes
from policyglot.store.catalogue import named_queries
from policyglot.store.graph import VERSIONS_GRAPH, dataset
from policyglot.store.guard import check_query
from policyglot.store.query import ask
from policyglot.store.tables import COLUMNS
from policyglot.vocabulary import curie, iri

_DOCS = Path(__file__).parents[2] / "docs"
_GRAPH = (_DOCS / "graph.md").read_text(encoding="utf-8")
_QUERIES = re.findall(r"```sparql\n(.*?)```", _GRAPH, re.DOTALL)
_POLICIES = Path(__file__).parents[1] / "data" / "policies"
_PROSE = {".md", ".txt", ".html"}


@pytest.mark.parametrize("query", _QUERIES)
def test_every_query_on_the_page_of_the_graph_is_sparql(query: str) -> None:
    check_query(query)


@pytest.fixture(scope="module")
def graph() -> bytes:
    """Policies in prose, and invented ones, one of them in two versions."""
    read = [load_policy(path.read_bytes(), path.name) for path in sorted(_POLICIES.iterdir()) if path.suffix in _PROSE]
    older = replace(ALPHA, sha256="d" * 64, practices=ALPHA.practices[1:])
    versions = (
        f"<{ALPHA.iri}> <{iri('prov:wasRevisionOf')}> <{older.iri}> <{VERSIONS_GRAPH}> .\n"
        f'<{ALPHA.iri}> <{iri("pg:asOf")}> "2024-01-01" <{VERSIONS_GRAPH}> .\n'
    )
    return dataset([*read, ALPHA, BETA, older]) + versions.encode()


@pytest.mark.parametrize("query", _QUERIES, ids=lambda query: query.split("\n")[0])
def test_every_query_on_the_page_of_the_graph_has_an_answer(query: str, graph: bytes) -> None:
    assert ask(query, data=graph).rows


def test_page_of_the_graph_names_every_class_and_property_of_ours() -> None:
    named = set(re.findall(r"`(pg:\w+)`", _GRAPH))
    ontology = pyoxigraph.parse(read_bytes("vocab", "policyglot.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    kinds = {iri(f"owl:{name}") for name in ("Class", "ObjectProperty", "DatatypeProperty")}
    ours = {curie(str(triple.subject.value)) for triple in ontology if getattr(triple.object, "value", "") in kinds}
    assert {name for name in ours if name.startswith("pg:")} - named == set()
    assert len(_QUERIES) >= 10


def test_drawing_of_the_graph_is_an_svg_that_says_what_it_shows() -> None:
    drawing = etree.parse(_DOCS / "graph.svg").getroot()
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    texts = [text.text or "" for text in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert {"pg:Policy", "dpv:Process", "pg:DeniedProcess", "pg:Provision", "pg:Evidence"} <= set(texts)
    assert drawing.find("{http://www.w3.org/2000/svg}desc") is not None


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
