"""AT&T's and Carnegie Mellon's Privacy Bird: full policies, as a green, red or yellow bird.

The three levels are known from papers only; every verdict is marked as unconfirmed.

Source: Privacy Bird's help and papers about it; reference, section g.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.formats.p3p.compact import data_categories
from policyglot.formats.p3p.plan import Plan, PlannedStatement
from policyglot.formats.p3p.planning import plan_policy
from policyglot.model import Policy
from policyglot.validate.agents.verdict import Verdict

LEVELS = ("low", "medium", "high")

_MARKETING = frozenset({"contact", "telemarketing"})
_PROFILING = frozenset({"pseudo-analysis", "pseudo-decision", "individual-analysis", "individual-decision"})
_OUTSIDE = frozenset({"same", "other-recipient", "unrelated", "public"})


def judge(policy: Policy, *, level: str) -> tuple[Verdict, ...]:
    """Say which bird a policy gets.

    Args:
        policy: The full policy.
        level: One of `LEVELS`.

    Returns:
        One verdict for each conflict, or a single green one.
    """
    agent = f"privacy-bird-{level}"
    if policy.is_test:
        reason = "TEST: the policy must be ignored"
        return (Verdict(agent=agent, situation="", outcome="yellow bird", reason=reason, is_confirmed=False),)
    conflicts = tuple(dict.fromkeys(_conflicts(plan_policy(policy), LEVELS.index(level))))
    if not conflicts:
        reason = "nothing conflicts with the level"
        return (Verdict(agent=agent, situation="", outcome="green bird", reason=reason, is_confirmed=False),)
    return tuple(
        Verdict(agent=agent, situation="", outcome="red bird", reason=reason, is_confirmed=False)
        for reason in conflicts
    )


def _conflicts(plan: Plan, level: int) -> Iterator[str]:
    for statement in plan.statements:
        yield from _low(statement)
        if level >= 1:
            yield from _medium(statement)
        if level >= 2:
            yield from _high(statement)
    if level >= 1 and plan.access == "none":
        yield "people cannot see what is held about them"


def _names(statement: PlannedStatement) -> tuple[set[str], set[str], set[str]]:
    """Names of purposes, of recipients outside the site, and of categories."""
    categories = {name for d in statement.data for name in data_categories(d)}
    return {v.name for v in statement.purposes}, {v.name for v in statement.recipients} & _OUTSIDE, categories


def _low(statement: PlannedStatement) -> Iterator[str]:
    purposes, outside, categories = _names(statement)
    if "health" in categories and (outside or purposes & (_MARKETING | _PROFILING)):
        yield "health data are shared, or used for marketing or analysis"
    if any(v.name in _MARKETING and v.required == "always" for v in statement.purposes):
        yield "people are put on marketing lists that they cannot leave"


def _medium(statement: PlannedStatement) -> Iterator[str]:
    _, outside, categories = _names(statement)
    if outside and not statement.is_non_identifiable:
        yield "data that identify people are shared"
    if outside and categories & {"financial", "purchase"}:
        yield "financial or purchase data are shared"


def _high(statement: PlannedStatement) -> Iterator[str]:
    purposes, outside, _ = _names(statement)
    if outside:
        yield "data are shared"
    if purposes & _PROFILING:
        yield "profiles are made"
    if purposes & _MARKETING:
        yield "people are contacted for marketing"
