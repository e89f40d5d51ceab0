"""PG5xx, PG6xx and PG7xx: each rule has a folder with files that break it and files that do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from policyglot.findings import Finding
from policyglot.formats.p3p import read_policy
from policyglot.formats.p3p.compact_parser import parse_header
from policyglot.formats.p3p.file_reader import read_file
from policyglot.validate import validate
from policyglot.validate.compact import check_against_full
from policyglot.validate.engine import rules_of, run

FOLDER = Path(__file__).parent
FAMILIES = ("PG42", "PG5", "PG60", "PG61", "PG62", "PG7")


def files() -> list[Path]:
    return sorted(path for family in FAMILIES for path in FOLDER.glob(f"{family}*/*") if path.name != "policy.xml")


def found(rule: str, path: Path) -> tuple[Finding, ...]:
    content = path.read_bytes()
    if rule.startswith("PG62"):
        policy = read_policy((path.parent / "policy.xml").read_bytes(), "policy.xml")
        return check_against_full(content.decode().rstrip("\n"), policy, source=path.name)
    if path.suffix == ".txt":
        return run(rules_of(rule), parse_header(content.decode().rstrip("\n")), source=path.name)
    return run(rules_of(rule), read_file(content, path.name), source=path.name)


@pytest.mark.parametrize("path", files(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_file_is_judged_as_its_name_says(path: Path) -> None:
    findings = found(path.parent.name, path)
    assert bool(findings) is path.name.startswith("fail"), findings
    assert all(finding.hint for finding in findings)
    assert all(finding.location.line for finding in findings)


@pytest.mark.parametrize("rule", rules_of(*FAMILIES), ids=lambda rule: rule.id)
def test_every_rule_has_a_file_for_each_side(rule: object) -> None:
    names = [path.name for path in (FOLDER / rule.id).iterdir()]  # type: ignore[attr-defined] # a Rule of any subject
    assert any(name.startswith("pass") for name in names)
    assert any(name.startswith("fail") for name in names)


@pytest.mark.parametrize("path", [FOLDER / "PG501/pass.xml", FOLDER / "PG702/pass.xml", FOLDER / "PG601/pass.txt"])
@pytest.mark.parametrize("profile", ["strict", "tolerant"])
def test_a_good_file_has_no_findings_at_all(path: Path, profile: str) -> None:
    kind = "compact" if path.suffix == ".txt" else "p3p"
    assert validate(path.read_bytes(), path.name, profile=profile, kind=kind) == ()  # type: ignore[arg-type] # a literal


def test_finding_points_at_the_element() -> None:
    (finding,) = found("PG522", FOLDER / "PG522/fail.xml")
    line = (FOLDER / "PG522/fail.xml").read_text().splitlines()[(finding.location.line or 0) - 1]
    assert line.startswith("<STATEMENT", (finding.location.column or 0) - 1)
    assert finding.location.pointer == "/POLICIES/POLICY/STATEMENT[1]"
