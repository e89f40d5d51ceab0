"""PG8xx: each rule has a folder with sites that break it and sites that do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.validate.stub_site import read_site

from policyglot.validate.engine import rules_of, run
from policyglot.validate.visiting import visit

FOLDER = Path(__file__).parent


@pytest.mark.parametrize("path", sorted(FOLDER.glob("PG8*/*.toml")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_site_is_judged_as_its_name_says(path: Path) -> None:
    url, fetch = read_site(path)
    findings = run(rules_of(path.parent.name), visit(url, fetch=fetch), source=url)
    assert bool(findings) is path.name.startswith("fail"), findings
    assert all(finding.hint for finding in findings)
    assert all(finding.location.source.startswith("http") for finding in findings)


@pytest.mark.parametrize("rule", [rule.id for rule in rules_of("PG8")])
def test_every_rule_has_a_site_for_each_side(rule: str) -> None:
    names = [path.name for path in (FOLDER / rule).iterdir()]
    assert any(name.startswith("pass") for name in names)
    assert any(name.startswith("fail") for name in names)


@pytest.mark.parametrize("rule", [rule.id for rule in rules_of("PG8")])
def test_a_good_site_breaks_no_rule(rule: str) -> None:
    url, fetch = read_site(FOLDER / rule / "pass.toml")
    assert run(rules_of("PG8"), visit(url, fetch=fetch), source=url) == ()
