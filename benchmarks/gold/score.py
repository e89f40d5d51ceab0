"""The scorers of the gold folder, used where they lie."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from policyglot.train.documents import Record

# One line of the whole-policy scorer: "categories P 0.83 R 0.71 F1 0.765".
WHOLE = re.compile(r"(?P<name>\w+) P (?P<precision>[\d.]+) R (?P<recall>[\d.]+) F1 (?P<f1>[\d.]+)")
KEPT_ASIDE = 4
SCORERS = {"opp115": "score_opp115", "gdpr200": "score_gdpr200", "clauses": "score_clauses"}
# Figures to report: measure to the target of the shipped engine and its stretch.
TARGETS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "opp115": {
        "policy facts, micro": (0.80, 0.86),
        "clause categories, micro": (0.80, 0.86),
        "clause facts, micro": (0.62, 0.70),
        "denials, micro": (0.60, 0.75),
    },
    "gdpr200": {
        "passage requirements, micro": (0.74, 0.80),
        "policy requirements, micro": (0.88, 0.92),
        "span words / Data Categories": (0.75, 0.85),
        "span words / Data Recipients": (0.60, 0.75),
        "span words / Processing Purpose": (0.65, 0.75),
    },
    "clauses": {
        "clause labels, micro": (0.75, 0.88),
        "by label / no-share": (0.75, 0.90),
        "by label / no-collect": (0.75, 0.90),
        "span concepts by type / data": (0.80, 0.90),
        "span concepts by type / purpose": (0.70, 0.90),
        "span concepts by type / recipient": (0.75, 0.90),
    },
    "whole": {"categories": (0.80, 0.93), "purposes": (0.75, 0.90), "recipients": (0.70, 0.90)},
}
# Where others stand, as the gold folder's README reports it.
REFERENCE: Mapping[str, Mapping[str, str]] = {
    "opp115": {
        "clause categories, micro": "n-grams 0.78; one annotator against the majority 0.89",
        "clause facts, micro": "n-grams 0.60",
        "policy facts, micro": "n-grams 0.76; one annotator against the majority 0.86",
    },
    "gdpr200": {"passage requirements, micro": "n-grams 0.69", "policy requirements, micro": "n-grams 0.85"},
    "clauses": {
        "clause labels, micro": "n-grams 0.61; two readers 0.94",
        "span concepts by type / data": "two readers 0.93",
        "span concepts by type / purpose": "two readers 0.96",
        "span concepts by type / recipient": "two readers 0.92",
    },
    "whole": {"categories": "two readers 0.97", "purposes": "two readers 0.94", "recipients": "two readers 1.00"},
}

Scores = Mapping[str, Any]
Row = Mapping[str, float]


def load_scorer(folder: Path) -> ModuleType:
    """Import `score.py` of the gold folder by its path."""
    spec = spec_from_file_location("gold_score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def name_of(record: Record) -> str:
    """Return what the scorer knows a record by."""
    return str(record.get("id") or record["policy"])


def policy_of(record: Record) -> str:
    """Return the policy of a gold record or prediction."""
    return str(record["id"]).rpartition("#")[0] if "id" in record else str(record["policy"])


def kept_aside(records: Sequence[Record]) -> frozenset[str]:
    """Return the policies that are kept aside: every fourth by name."""
    return frozenset(sorted({policy_of(r) for r in records})[KEPT_ASIDE - 1 :: KEPT_ASIDE])


def score(scheme: str, gold: Sequence[Record], said: Sequence[Record], *, scorer: ModuleType) -> Scores:
    """Score predictions against the gold records given."""
    function = getattr(scorer, SCORERS[scheme])
    result: Scores = function({name_of(r): r for r in gold}, {name_of(r): r for r in said})
    return result


def row(scores: Scores, measure: str) -> Row:
    """Return one measure: a key of the scores, or "table / key"; zeros where it is absent.

    >>> row({"by label": {"use": {"f1": 0.5}}}, "by label / use")
    {'f1': 0.5}
    """
    table, _, key = measure.partition(" / ")
    found = scores.get(table, {})
    if key:
        found = found.get(key, {})
    return found or {"precision": 0.0, "recall": 0.0, "f1": 0.0, "gold": 0}


def score_whole(folder: Path, command: Path) -> dict[str, Row]:
    """Run the whole-policy scorer with the installed command.

    Returns:
        Measure to precision, recall and F1; "failed" to the number of failures as its F1.
    """
    done = subprocess.run(  # noqa: S603 - both paths are our own arguments
        [sys.executable, folder / "score_whole.py", command, folder / "whole"],
        capture_output=True,
        text=True,
        check=False,
    )
    return parse_whole(done.stdout)


def parse_whole(line: str) -> dict[str, Row]:
    """Read the line that the whole-policy scorer prints.

    >>> parse_whole("0 failed; access P 0.50 R 1.00 F1 0.667")["access"]["f1"]
    0.667
    """
    return {
        found["name"]: {name: float(found[name]) for name in ("precision", "recall", "f1")}
        for found in WHOLE.finditer(line)
    }
