from __future__ import annotations

import pytest
from tests.extract.prose import document

from policyglot.extract.dates import DATE, find_dates, policy_dates
from policyglot.read import segment


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Last updated: 3 March 2024", ["2024-03-03"]),
        ("Effective March 3rd, 2024", ["2024-03-03"]),
        ("the 3rd of March, 2024", ["2024-03-03"]),
        ("Sept. 9 2004 and SEPTEMBER 2004", ["2004-09-09", "2004-09"]),
        ("2024-03-03", ["2024-03-03"]),
        ("31/12/2020", ["2020-12-31"]),
        ("12/31/2020", ["2020-12-31"]),
        ("05.05.2019", ["2019-05-05"]),
        ("03/04/2020", []),  # April or March
        ("2024-02-30", []),
        ("31 June 2020", []),
        ("March 1066", []),
        ("call 555-03-2020", []),
        ("12 months", []),
        ("", []),
    ],
)
def test_dates_are_read_where_only_one_reading_is_possible(text: str, dates: list[str]) -> None:
    assert list(find_dates(text)) == dates


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("1 March 2020", True),
        ("march 2020", True),
        ("2020-03-01", True),
        ("1.3.2020", True),
        ("March", False),
        ("Smarch 2020", False),
        ("2020", False),
        ("1/3", False),
    ],
)
def test_date_pattern(text: str, matches: bool) -> None:
    assert (DATE.search(text) is not None) == matches


@pytest.mark.parametrize(
    ("paragraphs", "issued", "modified"),
    [
        (["Last updated: 3 March 2024"], None, "2024-03-03"),
        (["Effective date: 1 January 2020", "Revised on 2 February 2021"], "2020-01-01", "2021-02-02"),
        (["Updated September 2004"], None, "2004-09"),
        (["We opened our first shop on 1 May 1990."], None, None),
        (["Last updated: 3 March 2024", "Last updated: 4 March 2025"], None, "2024-03-03"),
        (["updated " + "and much more was said " * 12 + "on 3 March 2024"], None, None),
        ([], None, None),
    ],
)
def test_only_clauses_that_say_so_date_a_policy(
    paragraphs: list[str], issued: str | None, modified: str | None
) -> None:
    assert policy_dates(segment(document(*paragraphs))) == (issued, modified)
