from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyglot.compare.pairing import _assignment, pair_up
from policyglot.compare.version import Passage, words_of


def _passages(*texts: str) -> list[Passage]:
    return [Passage(words=words_of(text)) for text in texts]


def test_best_pairs_together_not_the_best_for_the_first() -> None:
    old = _passages("we share your name with banks", "we share your name with our banks and shops")
    new = _passages("we share your name with banks and shops", "we may share your name with banks")
    assert pair_up(old, new) == {0: 1, 1: 0}


def test_what_is_unlike_has_no_partner() -> None:
    assert pair_up(_passages("we share your name"), _passages("cookies are small files")) == {}
    assert pair_up([], _passages("cookies are small files")) == {}


def test_heading_is_no_partner_of_a_sentence() -> None:
    (sentence,) = _passages("how we share your data")
    heading = Passage(words=sentence.words, is_heading=True)
    assert pair_up([heading], [sentence]) == {}
    assert pair_up([heading], [heading]) == {0: 0}


def test_pairs_are_the_same_whichever_version_is_older() -> None:
    old = _passages("we share your name with banks", "we keep logs for ten days", "contact us by mail")
    new = _passages("we keep our logs for ten years", "contact us by mail or phone", "your name we share with banks")
    assert pair_up(old, new) == {j: i for i, j in pair_up(new, old).items()}
    assert len(pair_up(old, new)) == 3


def test_large_part_is_paired_too() -> None:
    texts = [f"we share your number {n} with all of our many good friends" for n in range(90)]
    found = pair_up(_passages(*texts), _passages(*reversed(texts)))
    assert found == {j: 89 - j for j in range(90)}


costs = st.integers(1, 4).flatmap(
    lambda rows: st.integers(rows, 5).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(-20, 20).map(float), min_size=columns, max_size=columns), min_size=rows, max_size=rows
        )
    )
)


@given(costs=costs)
def test_assignment_costs_least(costs: list[list[float]]) -> None:
    chosen = _assignment(costs)
    assert len(set(chosen)) == len(costs)
    least = min(
        sum(row[c] for row, c in zip(costs, columns, strict=False))
        for columns in permutations(range(len(costs[0])), len(costs))
    )
    assert sum(row[c] for row, c in zip(costs, chosen, strict=True)) == pytest.approx(least)
