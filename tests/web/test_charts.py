from __future__ import annotations

import pytest

from policyglot.store.results import Cell, Kind, Result
from policyglot.vocabulary import PREFIXES
from policyglot.web.charts import MOST_BARS, chart_of, number_of, numeric_columns


def _text(value: str) -> Cell:
    return Cell(kind=Kind.LITERAL, value=value)


def _number(value: object, name: str = "integer") -> Cell:
    return Cell(kind=Kind.LITERAL, value=str(value), datatype=PREFIXES["xsd"] + name)


def _result(*rows: tuple[Cell | None, ...], **more: bool) -> Result:
    return Result(variables=tuple("abc"[: len(rows[0])]), rows=rows, **more)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (_number(3), 3.0),
        (_number("1.5e2", "double"), 150.0),
        (_number("-2.50", "decimal"), -2.5),
        (_number("INF", "double"), None),
        (_number("NaN", "double"), None),
        (_number("x"), None),
        (_number("3", "string"), None),
        (_text("3"), None),
        (Cell(kind=Kind.IRI, value="urn:3"), None),
        (None, None),
    ],
)
def test_numbers_are_what_has_a_numeric_datatype(cell: Cell | None, number: float | None) -> None:
    assert number_of(cell) == number


def test_bars_are_as_long_as_their_values() -> None:
    chart = chart_of(_result((_text("x"), _number(4)), (_text("y"), _number(1))))
    assert chart is not None
    assert (chart.of, chart.value) == ("a", "b")
    assert [(bar.amount.label, bar.amount.shown, bar.start, bar.width) for bar in chart.bars] == [
        ("x", "4", 0.0, 100.0),
        ("y", "1", 0.0, 25.0),
    ]


def test_negative_values_begin_at_zero_and_go_left() -> None:
    chart = chart_of(_result((_text("x"), _number(-1)), (_text("y"), _number(3))))
    assert chart is not None
    assert [(bar.start, bar.width) for bar in chart.bars] == [(0.0, 25.0), (25.0, 75.0)]


def test_zeros_are_bars_of_no_length() -> None:
    chart = chart_of(_result((_text("x"), _number(0)), (_text("y"), _number(0))))
    assert chart is not None
    assert [bar.width for bar in chart.bars] == [0.0, 0.0]


def test_rows_are_labelled_by_what_tells_them_apart() -> None:
    rows = [(_text("x"), _text("1"), _number(1)), (_text("x"), _text("2"), _number(2))]
    chart = chart_of(_result(*rows))
    assert chart is not None
    assert [bar.amount.label for bar in chart.bars] == ["x · 1", "x · 2"]


@pytest.mark.parametrize(
    "result",
    [
        _result((_text("x"), _number(1))),
        _result((_text("x"), _number(1)), (_text("x"), _number(2))),
        _result((_text("x"), _text("1")), (_text("y"), _text("2"))),
        _result((_text("x"), _number(1), _number(2)), (_text("y"), _number(2), _number(2))),
        _result((_text("x"), _number(1)), (_text("y"), None)),
        _result((_text("x"), _number(1)), (_text("y"), _number(2)), is_truncated=True),
        _result(*[(_text(str(n)), _number(n)) for n in range(MOST_BARS + 1)]),
        Result(truth=True),
        Result(variables=("a", "b")),
    ],
)
def test_what_no_chart_suits_has_none(result: Result) -> None:
    assert chart_of(result) is None


def test_column_of_numbers_may_have_gaps() -> None:
    assert numeric_columns(_result((_number(1), None), (None, None))) == (0,)
