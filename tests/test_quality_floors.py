"""Extraction never gets worse: figures on fixed samples stay at or above their floors.

`python benchmarks/fidelity.py floors` measures again and pins what it finds.
"""

from __future__ import annotations

import pytest
from benchmarks.gold.floors import GOLD, SAMPLES, SLACK, figures, read_floors
from benchmarks.gold.predict import extractor


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if name == "own-clauses" else [pytest.mark.shared]) for name in SAMPLES],
)
def test_figures_stay_above_their_floors(name: str) -> None:
    if name != "own-clauses" and not GOLD.is_dir():
        pytest.skip("the gold annotations are not beside the checkout")
    pinned = read_floors()[name]
    sample = SAMPLES[name]()
    assert sample.digest == pinned["digest"], "the sample has changed: measure again, see this file's docstring"
    found = figures(name, sample, extractor())
    floors = pinned["floors"]
    assert isinstance(floors, dict)
    fallen = {m: (found[m], floor) for m, floor in floors.items() if found[m] < floor - SLACK}
    assert not fallen, f"measured and floor: {fallen}"
