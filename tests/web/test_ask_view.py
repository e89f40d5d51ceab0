from __future__ import annotations

import re

import pytest

from policyglot.errors import QueryError, StoreError
from policyglot.store.catalogue import named_queries
from policyglot.store.guard import check_query
from policyglot.store.results import Cell, Kind, Result
from policyglot.web.ask_view import (
    DECLARED,
    FIRST,
    HEADER,
    MOST_ROWS,
    PREFIXED,
    answer_view,
    declarations,
    examples,
    fault_view,
    question_of,
)


@pytest.mark.parametrize("text", [FIRST, *(example.text for example in examples())])
def test_everything_offered_can_be_asked(text: str) -> None:
    check_query(text)
    check_query(declarations(text) + text)


def test_every_named_query_is_an_example() -> None:
    assert {example.name for example in examples()} == set(named_queries())


def test_named_query_that_was_not_changed_is_known() -> None:
    by_name = {example.name: example.text for example in examples()}
    assert question_of(by_name["sale"].strip() + "\n\n").query == named_queries()["sale"]
    assert question_of(by_name["sale"] + "LIMIT 1").query == by_name["sale"] + "LIMIT 1"
    evidence = question_of(by_name["evidence"])
    assert evidence.parameters == {"concept": "pd:EmailAddress"}
    assert question_of(by_name["evidence"].replace("EmailAddress", "Name")).parameters == {}


def test_cells_are_shown_as_people_read_them() -> None:
    row = (
        Cell(kind=Kind.IRI, value="https://w3id.org/dpv/pd#Name"),
        Cell(kind=Kind.BLANK, value="b1"),
        Cell(kind=Kind.LITERAL, value="a" * 5_000, language="de"),
        None,
    )
    view = answer_view(Result(variables=("a", "b", "c", "d"), rows=(row,)))
    iri, blank, text, nothing = view.rows[0]
    assert iri is not None
    assert (iri.shown, iri.iri) == ("pd:Name", "https://w3id.org/dpv/pd#Name")
    assert blank is not None
    assert blank.shown == "_:b1"
    assert text is not None
    assert (len(text.shown), text.is_cut, text.language) == (600, True, "de")
    assert nothing is None


def test_rows_beyond_many_are_counted() -> None:
    cell = Cell(kind=Kind.LITERAL, value="x")
    view = answer_view(Result(variables=("a",), rows=((cell,),) * (MOST_ROWS + 5)))
    assert (len(view.rows), view.total) == (MOST_ROWS, MOST_ROWS + 5)


def test_formats_are_those_that_can_carry_the_answer() -> None:
    assert answer_view(Result(truth=True)).formats == ("json", "xml", "csv", "tsv")
    assert answer_view(Result(variables=("s", "p", "o"), is_graph=True)).formats == ("turtle", "ntriples")


@pytest.mark.parametrize(
    ("query", "line", "column", "marked"),
    [
        ("a\nb foo c\nd", 2, 3, "foo"),
        ("a\nb }", 2, 3, "}"),
        ("a\nb", 2, 9, " "),
        ("a", 7, 1, "a"),
        ("é foo", 1, 3, "foo"),
    ],
)
def test_fault_is_marked_in_its_line(query: str, line: int, column: int, marked: str) -> None:
    error = QueryError("no SPARQL", source="query", line=line, column=column, advice="in: b foo c")
    view = fault_view(error, query)
    (at,) = [one for one in view.lines if one.is_at_fault]
    assert at.at == marked
    assert view.advice is None


def test_fault_without_a_place_has_its_advice() -> None:
    view = fault_view(QueryError("too late", source="query", advice="ask for less"), "ASK {}")
    assert (view.advice, view.lines, view.line) == ("ask for less", (), None)
    assert fault_view(StoreError("gone", advice="look"), "").advice == "look"


@pytest.mark.parametrize(
    ("query", "declared"),
    [
        ("SELECT * { ?p a pg:Policy ; dpv:hasProcess ?x }", ["pg", "dpv"]),
        ("PREFIX pg: <urn:x> SELECT * { ?p a pg:Policy }", []),
        ("SELECT * { ?p a <https://w3id.org/pg:Policy> }", []),
        ("SELECT * { ?p a xpg:Policy ; ^pg:x|!dpv:y ?z }", ["pg", "dpv"]),
        ("ASK {}", []),
    ],
)
def test_prefixes_that_are_used_are_declared(query: str, declared: list[str]) -> None:
    assert re.findall(r"PREFIX ([\w-]+):", declarations(query)) == declared


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        (HEADER, ["# title: x", "# param: x"], ["# x", "#title: x"]),
        (DECLARED, ["PREFIX a: <b>", "prefix  :<b>", "PREFIX eu-gdpr: <b>"], ["aPREFIX b: c", "PREFIX a <b>"]),
        (PREFIXED, ["pg:x", " eu-gdpr:x", "^pg:x", "(pg:x"], ["<pg:x>", "?pg:x", "https://x", "a#pg:x"]),
    ],
)
def test_patterns(pattern: re.Pattern[str], matching: list[str], others: list[str]) -> None:
    assert [text for text in matching if not pattern.search(text)] == []
    assert [text for text in others if pattern.search(text)] in ([], ["https://x"])
