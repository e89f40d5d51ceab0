"""PG31x: each rule has a folder with corrections files that break it beside one prose policy, and files that do not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from policyglot.corrections import Corrected, apply_corrections, read_corrections
from policyglot.extract import extract
from policyglot.model import Document, Policy
from policyglot.read import read_document
from policyglot.validate.corrections import check_corrections
from policyglot.validate.engine import rules_of, run

FOLDER = Path(__file__).parent
PROSE = Path(__file__).parents[2] / "data" / "corrections" / "prose.txt"


@cache
def read() -> tuple[Document, Policy]:
    document = read_document(PROSE)
    # By rules alone: what trained weights decide changes whenever they are trained.
    return document, extract(document, engine="rules")


def corrected(path: Path) -> Corrected:
    document, policy = read()
    return apply_corrections(policy, read_corrections(path.read_bytes(), path.name), document=document)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("PG31*/*")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_file_is_judged_as_its_name_says(path: Path) -> None:
    unapplied = corrected(path).unapplied
    findings = run(rules_of(path.parent.name), unapplied, source=path.name)
    assert bool(findings) is path.name.startswith("fail"), findings
    assert all(finding.hint and finding.location.line for finding in findings)
    assert len(findings) == len(check_corrections(unapplied))


@pytest.mark.parametrize("rule", [rule.id for rule in rules_of("PG31")])
def test_every_rule_has_a_file_for_each_side(rule: str) -> None:
    names = [path.name for path in (FOLDER / rule).iterdir()]
    assert any(name.startswith("pass") for name in names)
    assert any(name.startswith("fail") for name in names)


def test_finding_leads_to_the_table_and_says_what_the_words_have_become() -> None:
    path = FOLDER / "PG310/fail.toml"
    (finding,) = check_corrections(corrected(path).unapplied)
    assert path.read_text().splitlines()[(finding.location.line or 0) - 1] == "[[practices]]"
    assert "rejected" in finding.message
    assert "“We collect your telephone number.”" in (finding.hint or "")
    document, _ = read()
    assert document.text[slice(*(finding.location.span or ()))] == "We collect your telephone number."
