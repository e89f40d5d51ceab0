"""What the pages that explore a store show, as values: the same of tables and of graph, placed and ordered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.explore_store import APP, BANK, HOSTILE, NEWS, SHOP, explored_store

from policyglot.compare import compare
from policyglot.model import Policy
from policyglot.store.catalogue import named_queries
from policyglot.store.pool import Pool
from policyglot.web.explore.company import Series, Version, anchors_of, series_of, show_company
from policyglot.web.explore.evidence import find as find_words
from policyglot.web.explore.gallery import DIGITS, groups, show_question
from policyglot.web.explore.matrix import policies_of, show_matrix
from policyglot.web.explore.search import NUMBERS, find
from policyglot.web.explore.sharing import arranged, show_sharing
from policyglot.web.explore.source import Source
from policyglot.web.explore.timeline import DATE, timeline_of
from policyglot.web.routes.explore.asking import company_url

ALL = (SHOP, APP, NEWS, BANK, HOSTILE)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    with Pool(1) as pool:
        yield Source(folder=explored_store(tmp_path_factory), pool=pool)


@pytest.mark.parametrize(
    ("pattern", "must", "must_not"),
    [
        (NUMBERS, ["7", "Company 10", "3M", "9" * 15], ["", "Seven", "²", "٣"]),
        (DATE, ["2024", "2024-05", "2024-05-01", "2024-05-01T00:00"], ["", "5 May 2024", "24-05-01", "٢٠٢٤"]),
        (DIGITS, ["x#policy-0123456789ab", "urn:policyglot:" + "a" * 64], ["x#policy-0123", "x#policy-0123456789ab-z"]),
    ],
)
def test_patterns(pattern: re.Pattern[str], must: list[str], must_not: list[str]) -> None:
    for text in must:
        assert pattern.search(text), text
    for text in must_not:
        assert not pattern.match(text) if pattern is DATE else not pattern.search(text), text


def test_companies_compared_by_the_tables_are_compared_as_by_the_graph(source: Source) -> None:
    of_tables = policies_of(source, ALL)
    of_graph: list[Policy] = []
    for name in ALL:
        page = show_company(source, name, policy=None)
        assert page is not None
        of_graph += source.policies([page.shown.policy])
    ours, theirs = compare([of_tables[name] for name in ALL], names=ALL), compare(of_graph, names=ALL)
    shared = {row.fact.aspect for row in ours.rows}
    assert ours.rows == tuple(row for row in theirs.rows if row.fact.aspect in shared)


def test_anchors_are_those_of_the_tables(source: Source) -> None:
    page = show_company(source, NEWS, policy=None)
    assert page is not None
    (policy,) = source.policies([page.shown.policy])
    anchors = set(anchors_of(policy))
    assert len(anchors) == len(anchors_of(policy))
    found = [find_words(source, {"policy": policy.iri, "page": str(number)}) for number in (1, 2, 3)]
    said = {saying.anchor for one in found for saying in one.sayings}
    assert said == anchors


def test_a_version_knows_the_one_before_it(source: Source) -> None:
    (series,) = series_of(source, APP)
    older, newer = series.versions
    assert (older.is_current, newer.is_current) == (False, True)
    assert newer.before == older.policy
    assert older.before is None


def test_companies_are_in_the_order_that_people_count_in() -> None:
    from policyglot.web.explore.search import _natural

    assert sorted(["b", "A 10", "a 9", "A"], key=_natural) == ["A", "a 9", "A 10", "b"]


def test_orders_put_first_what_they_say(source: Source) -> None:
    for sort, field in (("practices", "stated"), ("denied", "denied"), ("date", "date")):
        values = [str(getattr(company, field) or 0).rjust(10) for company in find(source, {"sort": sort}).companies]
        assert values == sorted(values, reverse=True), sort


def test_what_is_not_known_restricts_a_search_by_nothing_and_words_by_all(source: Source) -> None:
    assert find(source, {"data": "no such"}).total == len(ALL)
    assert find_words(source, {"data": "no such"}).total == 0
    assert find_words(source, {"data": "no such"}).unknown == (("data", "no such"),)


def test_a_denial_of_something_broad_is_evidence_for_what_is_narrow(source: Source) -> None:
    found = find_words(source, {"data": "pd:BankAccount", "assertion": "denied"})
    assert found.total
    assert all(saying.is_denied for saying in found.sayings)


def _version(date: str | None) -> Version:
    return Version(
        policy=f"urn:{date}",
        date=date,
        source="a",
        site=None,
        title=None,
        language="en",
        stated=1,
        denied=0,
        is_current=True,
    )


def test_versions_are_placed_by_their_dates() -> None:
    dates = ["2020", "2020-07", "2020-07-02", None, "2024-12-31", "nonsense"]
    drawn = timeline_of([Series(name="a", versions=tuple(map(_version, dates)))])
    assert drawn is not None
    places = [dot.x for dot in drawn.dots]
    assert len(places) == 4
    assert places == sorted(places)
    assert [dot.has_label for dot in drawn.dots] == [True, False, False, True]
    assert [year for _, year in drawn.years] == [2021, 2022, 2023, 2024]
    assert all(0 < place < drawn.width for place in places)


@pytest.mark.parametrize("dates", [[], ["2020"], ["2020", None], ["2020-01-01", "2020-01-01"], ["2020-13", "2021"]])
def test_fewer_than_two_dates_are_no_line_of_time(dates: list[str | None]) -> None:
    assert timeline_of([Series(name="a", versions=tuple(map(_version, dates)))]) is None


def test_a_drawing_crosses_fewer_lines_than_the_alphabet_would() -> None:
    pairs = [(f"c{n}", f"r{9 - n}") for n in range(10)] + [(f"c{n}", f"r{(9 - n + 1) % 10}") for n in range(10)]

    def crossings(left: list[str], right: list[str]) -> int:
        drawn = [(left.index(a), right.index(b)) for a, b in pairs]
        return sum((a - c) * (b - d) < 0 for i, (a, b) in enumerate(drawn) for c, d in drawn[i + 1 :])

    alphabet = sorted({a for a, _ in pairs}), sorted({b for _, b in pairs})
    assert crossings(*arranged(pairs)) < crossings(*alphabet) / 2
    assert arranged(pairs) == arranged(pairs[::-1])


def test_a_drawing_has_room_for_its_labels(source: Source) -> None:
    found = show_sharing(source, {}, [])
    assert 0 < found.left < found.right < found.width
    assert {edge.company for edge in found.edges} == {node.name for node in found.companies}
    assert {edge.recipient for edge in found.edges} == {node.name for node in found.recipients}
    assert all(0 < node.y < found.height for node in (*found.companies, *found.recipients))


def test_the_matrix_counts_who_states_a_line(source: Source) -> None:
    page = show_matrix(source, [*ALL, SHOP, "Nobody", ""])
    assert page.companies == ALL
    assert page.missing == ("Nobody",)
    for _, lines in page.groups:
        for line in lines:
            assert line.stated == sum(cell.stance in {"stated", "stated and denied"} for cell in line.cells)


def test_the_gallery_has_every_query_once() -> None:
    names = [query.name for _, queries in groups() for query in queries]
    assert sorted(names) == sorted(named_queries())
    assert "More" not in [group for group, _ in groups()]


def test_a_chart_counts_companies(source: Source) -> None:
    answer = show_question(source, named_queries()["data-by-company"], {}).answer
    assert answer is not None
    assert answer.chart is not None
    assert answer.chart.value == "companies"
    numbers = [bar.amount.number for bar in answer.chart.bars]
    assert numbers == sorted(numbers, reverse=True)
    assert answer.chart.bars[0].width == 100
    first = answer.chart.bars[0].amount
    assert first.evidence is not None
    said = find_words(source, first.evidence)
    assert len({saying.company for saying in said.sayings}) <= first.number <= len(ALL)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("data-by-company", {}),
        ("data-by-company", {"category": "contact data"}),
        ("data-by-frequency", {}),
        ("purposes-by-company", {}),
        ("purposes-by-company", {"purpose": "marketing"}),
        ("recipients-by-company", {}),
        ("no-retention", {}),
        ("versions", {}),
    ],
)
def test_a_number_of_practices_in_an_answer_is_that_of_its_evidence(
    source: Source, name: str, typed: dict[str, str]
) -> None:
    answer = show_question(source, named_queries()[name], typed).answer
    assert answer is not None
    place = [column for column, _ in answer.columns].index("practices")
    for cells, _ in answer.rows[::3]:
        query = cells[place].query
        assert query is not None
        assert find_words(source, query).total == int(cells[place].text), cells


@pytest.mark.parametrize(
    ("name", "to"),
    [
        ("A & B", "/explore/company/A%20%26%20B"),
        ("a/b", "/explore/company/a/b"),
        ("../x", "/explore/company?name=..%2Fx"),
        ("a//b", "/explore/company?name=a%2F%2Fb"),
        ("?#%", "/explore/company/%3F%23%25"),
        ("/etc", "/explore/company?name=%2Fetc"),
    ],
)
def test_a_company_has_a_link_whatever_its_name(name: str, to: str) -> None:
    assert company_url(name) == to


def test_answers_are_kept_until_the_tables_change(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    from policyglot.web.explore import source as module

    first = source.rows("names", words="a", most=5)
    monkeypatch.setattr(module, "ask_tables", lambda *_, **__: (("other",),))
    assert source.rows("names", words="a", most=5) == first
    assert source.rows("names", words="a", most=6) == (("other",),)
    tables = Path(source.folder / "tables")
    (tables / "passing.writing").touch()
    (tables / "passing.writing").unlink()
    assert source.rows("names", words="a", most=5) == (("other",),)
    module._ANSWERS = module._Answers(20_000)
