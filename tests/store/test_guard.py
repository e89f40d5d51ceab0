"""Queries that reach beyond the data are refused, whatever they look like; the rest passes."""

from __future__ import annotations

import pytest

from policyglot.errors import QueryError
from policyglot.store.guard import check_query


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?policy a pg:Policy }",
        "ASK { ?s ?p 'SERVICE <http://evil.example/> {}' }",
        "SELECT * { ?s ?p ?o } # SERVICE LOAD INSERT",
        "PREFIX service: <urn:x:> SELECT * { ?s service:load ?insert }",
        "PREFIX dpv: <https://other.example/> SELECT * { ?s a dpv:Thing }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "SELECT * FROM <https://a.example/#g> { ?s ?p ?o }",
    ],
)
def test_honest_query_passes(text: str) -> None:
    check_query(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { seRVice SILENT ?x { ?s ?p ?o } }", "SERVICE"),
        ("ASK { ?s ?p ?o FILTER EXISTS { OPTIONAL { SERVICE <x:y> { ?a ?b ?c } } } }", "SERVICE"),
        ("SELECT * { { SELECT * { ?s ?p ?o MINUS { SERVICE <x:y> { ?a ?b ?c } } } } }", "SERVICE"),
        ("SELECT (EXISTS { SERVICE <x:y> { ?a ?b ?c } } AS ?x) {}", "SERVICE"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "names a file"),
        ("SELECT * FROM NAMED <FILE:///etc/passwd> { ?s ?p ?o }", "names a file"),
        ("INSERT DATA { <a:b> <c:d> <e:f> }", "update"),
        ("LOAD <http://127.0.0.1:9/>", "update"),
        ("DROP ALL", "update"),
        (" \n", "empty"),
        ("CLEAR DEFAULT", "update"),
        ("DELETE WHERE { ?s ?p ?o }", "update"),
        ("SELECT * { ?s ?p ?o " + "{" * 120 + "}" * 120 + "}", "nests deeper"),
        ("SELECT * { ?s ?p '" + "x" * 100_001 + "' }", "longer than"),
    ],
)
def test_reach_beyond_the_data_is_refused(text: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        check_query(text)


@pytest.mark.parametrize(
    ("text", "line", "shown"),
    [
        ("SELECT * {\n  ?s ?p\n}", 3, "in: }"),
        ("SELEKT * { ?s ?p ?o }", 1, "SELEKT"),
        ("SELECT * { ?s nope:x ?o }", 1, "nope:x"),
    ],
)
def test_syntax_error_says_where_and_shows_the_line(text: str, line: int, shown: str) -> None:
    with pytest.raises(QueryError, match="no SPARQL") as caught:
        check_query(text)
    assert caught.value.line == line
    assert caught.value.column is not None
    assert shown in (caught.value.advice or "")


def test_broken_query_with_service_is_never_shown_to_the_engine() -> None:
    with pytest.raises(QueryError, match=r"no SPARQL 1\.1"):
        check_query("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p } }")


def test_what_is_refused_is_not_advised() -> None:
    with pytest.raises(QueryError, match="the query is no SPARQL: unexpected here") as caught:
        check_query("SELECT * {\n ?s ?p }")
    assert (caught.value.line, caught.value.advice) == (2, "in: ?s ?p }")
