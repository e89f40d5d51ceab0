from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from policyglot.errors import InputError
from policyglot.findings import Severity
from policyglot.validate import validate
from policyglot.validate.engine import RULE_MODULE, explanations, rule_ids, rules_of, run
from policyglot.validate.rule import Problem, Rule


def _three(subject: str) -> Iterator[Problem]:
    yield Problem(message=f"{subject} is wrong", line=1, column=2, pointer="/a", hint="mend it")
    yield Problem(message="worse", severity=Severity.ERROR)
    yield Problem(message="elsewhere", source="other.xml", tolerant=Severity.NOTE)


RULE: Rule[str] = Rule(id="PG999", name="is-right", severity=Severity.WARNING, check=_three, tolerant=Severity.NOTE)


def test_engine_adds_rule_severity_and_file() -> None:
    first, second, third = run((RULE,), "x", source="a.xml")
    assert (first.rule, first.severity, first.message, first.hint) == (
        "PG999",
        Severity.WARNING,
        "x is wrong",
        "mend it",
    )
    place = first.location
    assert (place.source, place.line, place.column, place.pointer, place.span) == ("a.xml", 1, 2, "/a", None)
    assert second.severity is Severity.ERROR
    assert third.location.source == "other.xml"


def test_tolerant_profile_takes_the_lower_severity() -> None:
    severities = [finding.severity for finding in run((RULE,), "x", source="a", profile="tolerant")]
    assert severities == [Severity.NOTE, Severity.ERROR, Severity.NOTE]


@pytest.mark.parametrize("name", ["pg101", "pg734"])
def test_rule_module_names(name: str) -> None:
    assert RULE_MODULE.fullmatch(name)


@pytest.mark.parametrize("name", ["pg01", "pg012", "pg1011", "PG101", "xpg101", "pg101_more"])
def test_other_modules_are_no_rules(name: str) -> None:
    assert not RULE_MODULE.fullmatch(name)


def test_rules_are_found_sorted_and_named_after_their_modules() -> None:
    assert list(rule_ids()) == sorted(rule_ids())
    assert [rule.id for rule in rules_of()] == list(rule_ids())


def test_rule_names_are_unique_kebab_case() -> None:
    names = [rule.name for rule in rules_of()]
    assert len(set(names)) == len(names)
    assert all(name == name.lower() and " " not in name and "_" not in name for name in names)


def test_every_rule_says_what_why_fix_and_source() -> None:
    for rule, said in explanations():
        missing = [word for word in ("What:", "Why:", "Fix:", "Source:") if word not in said]
        assert not missing, f"{rule.id} lacks {missing}"


def test_a_family_imports_only_its_own_rules() -> None:
    for name in [name for name in sys.modules if name.startswith("policyglot.validate.rules.pg")]:
        del sys.modules[name]
    rules_of.cache_clear()
    rules_of("PG1")
    loaded = [name for name in sys.modules if name.startswith("policyglot.validate.rules.pg")]
    assert all(name.startswith("policyglot.validate.rules.pg1") for name in loaded)


def test_unknown_kind_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"shop\.xyz: unknown kind of file 'xyz'"):
        validate(b"", "shop.xyz", kind="xyz")
