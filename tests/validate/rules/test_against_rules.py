"""PG9xx: each rule has a folder with files that break it beside one prose policy, and files that do not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from policyglot.extract import extract
from policyglot.formats.p3p import read_policy
from policyglot.model import Policy
from policyglot.read import read_document
from policyglot.validate.against import Comparison, check_against
from policyglot.validate.engine import rules_of, run

FOLDER = Path(__file__).parent
PROSE = Path(__file__).parents[2] / "data" / "against" / "prose.txt"


@cache
def prose() -> Policy:
    # By rules alone: what trained weights decide changes whenever they are trained.
    return extract(read_document(PROSE), engine="rules")


def declared(path: Path) -> Policy:
    return read_policy(path.read_bytes(), path.name)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("PG9*/*.xml")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_file_is_judged_as_its_name_says(path: Path) -> None:
    comparison = Comparison(declared=declared(path), stated=prose())
    findings = run(rules_of(path.parent.name), comparison, source=path.name)
    assert bool(findings) is path.name.startswith("fail"), findings
    assert all(finding.hint for finding in findings)
    assert all(finding.location.line or finding.location.span or "access" in finding.message for finding in findings)


@pytest.mark.parametrize("rule", [rule.id for rule in rules_of("PG9")])
def test_every_rule_has_a_file_for_each_side(rule: str) -> None:
    names = [path.name for path in (FOLDER / rule).iterdir()]
    assert any(name.startswith("pass") for name in names)
    assert any(name.startswith("fail") for name in names)


def test_file_that_says_what_the_prose_says_has_no_findings() -> None:
    assert check_against(declared(FOLDER / "PG901/pass.xml"), prose()) == ()
