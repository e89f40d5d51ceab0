"""Finds the rules and runs them.

Rules are found by the names of the modules in `rules/`, so that a new rule is one new
module. Only the modules of the family that is run are imported.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

from policyglot.findings import Finding, Location, Severity
from policyglot.validate import rules
from policyglot.validate.rule import Problem, Profile, Rule, SubjectT

# A rule's module: "pg101". Anything else in the folder is no rule.
RULE_MODULE = re.compile(r"pg[1-9][0-9]{2}")


@cache
def rule_ids() -> tuple[str, ...]:
    """Return the ids of all rules, sorted, without importing any."""
    names = (module.name for module in pkgutil.iter_modules(rules.__path__))
    return tuple(sorted(name.upper() for name in names if RULE_MODULE.fullmatch(name)))


@cache
def rules_of(*families: str) -> tuple[Rule[Any], ...]:
    """Return the rules whose ids start with one of the families, sorted by id.

    Args:
        *families: Beginnings of ids: "PG1", "PG5"; none for all rules.

    >>> all(rule.id.startswith("PG1") for rule in rules_of("PG1"))
    True
    """
    wanted = [name for name in rule_ids() if not families or name.startswith(families)]
    return tuple(_load(name) for name in wanted)


def _load(name: str) -> Rule[Any]:
    rule: Rule[Any] = import_module(f"{rules.__name__}.{name.lower()}").RULE
    if rule.id != name:
        raise LookupError(f"rules/{name.lower()}.py holds {rule.id}: a rule's module has the rule's name")
    return rule


def run(
    chosen: Iterable[Rule[SubjectT]], subject: SubjectT, *, source: str, profile: Profile = "strict"
) -> tuple[Finding, ...]:
    """Run rules over one subject.

    Args:
        chosen: The rules, from `rules_of`; findings come in their order.
        subject: What the rules of that family take.
        source: Path, URL or name of the file, for the findings' locations.
        profile: Which of a rule's two severities counts.

    Returns:
        The findings, in the order of the rules, then of what each yields.
    """
    return tuple(
        _finding(rule, problem, source=source, profile=profile) for rule in chosen for problem in rule.check(subject)
    )


def _finding(rule: Rule[SubjectT], problem: Problem, *, source: str, profile: Profile) -> Finding:
    return Finding(
        rule=rule.id,
        severity=_severity(rule, problem, profile=profile),
        message=problem.message,
        location=Location(
            source=problem.source or source,
            line=problem.line,
            column=problem.column,
            pointer=problem.pointer,
            span=problem.span,
        ),
        hint=problem.hint,
    )


def _severity(rule: Rule[SubjectT], problem: Problem, *, profile: Profile) -> Severity:
    if profile == "strict":
        return problem.severity or rule.severity
    return problem.tolerant or problem.severity or rule.tolerant or rule.severity


def explanations() -> Iterator[tuple[Rule[Any], str]]:
    """Yield every rule with the docstring of its module: the text of the rules' catalogue."""
    for rule in rules_of():
        yield rule, import_module(f"{rules.__name__}.{rule.id.lower()}").__doc__ or ""
