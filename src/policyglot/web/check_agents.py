"""What the page of a check says of user agents: what they would have done with a header or a policy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policyglot.errors import FormatError, PolicyglotError
from policyglot.formats.p3p import write_compact
from policyglot.judging import policies_in, rulings
from policyglot.model import Policy
from policyglot.validate.agents import judge
from policyglot.validate.agents.internet_explorer import SETTINGS
from policyglot.validate.agents.privacy_bird import LEVELS
from policyglot.validate.agents.verdict import Verdict
from policyglot.web.check_parts import Part

# A file with more policies than this is judged by its first ones.
_MOST_POLICIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CookieRow:
    """What Internet Explorer does with one sort of cookie: an action for each position of its slider."""

    situation: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherRow:
    """What another agent does: its name, the outcome, and the reasons."""

    agent: str
    outcome: str
    reasons: tuple[str, ...]
    is_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What user agents do with one header or policy.

    Attributes:
        title: What is judged ("the P3P header in line 3", "the policy main").
        compact: The compact policy that is judged, as it was served or as it follows from the policy.
        is_derived: Whether the compact policy follows from the full one.
        settings: Positions of Internet Explorer's slider.
        cookies: What it does at each.
        reasons: Why, position by position where they differ.
        others: The other agents.
    """

    title: str
    compact: str
    is_derived: bool
    settings: tuple[str, ...]
    cookies: tuple[CookieRow, ...]
    reasons: tuple[str, ...]
    others: tuple[OtherRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingRow:
    """What an APPEL rule set decides about a policy, and which of its rules does."""

    policy: str
    behaviour: str
    asks: bool
    rule: int | None
    line: int | None
    description: str | None


def judged(parts: Sequence[Part], name: str) -> tuple[Judged, ...]:
    """Return what user agents do with each header and policy that was given.

    Args:
        parts: What was given.
        name: Its name or URL.

    Returns:
        Nothing for what no agent looks at: reference files, data schemas, files that are broken.
    """
    return tuple(one for part in parts for one in _judged(part, name))


def _judged(part: Part, name: str) -> Iterator[Judged]:
    if part.kind == "compact":
        header = part.content.decode("latin-1")
        yield _view(part.found or "the header", header, policy=None)
    elif part.kind not in ("p3p-reference", "p3p-schema"):
        for policy in _policies(part, name):
            try:
                header = write_compact(policy)
            except FormatError:
                continue  # nothing that a compact policy can say
            yield _view(f"the policy {policy.title}" if policy.title else "the policy", header, policy=policy)


def _policies(part: Part, name: str) -> tuple[Policy, ...]:
    try:
        return policies_in(part.content, name)[:_MOST_POLICIES]
    except PolicyglotError:
        return ()  # the findings say what is wrong


def _view(title: str, header: str, *, policy: Policy | None) -> Judged:
    by_setting = {setting: judge(f"ie6-{setting}", header=header) for setting in SETTINGS}
    situations = [verdict.situation for verdict in by_setting[SETTINGS[0]]]
    reasons = dict.fromkeys(verdicts[0].reason for verdicts in by_setting.values())
    others = [_other("Netscape 7, Mozilla", judge("mozilla", header=header))]
    if policy is not None:
        others += [_other(f"Privacy Bird, {level}", judge(f"privacy-bird-{level}", policy=policy)) for level in LEVELS]
    return Judged(
        title=title,
        compact=header.strip(),
        is_derived=policy is not None,
        settings=SETTINGS,
        cookies=tuple(
            CookieRow(situation=situation, actions=tuple(_action(by_setting[s][place]) for s in SETTINGS))
            for place, situation in enumerate(situations)
        ),
        reasons=tuple(reasons),
        others=tuple(others),
    )


def _action(verdict: Verdict) -> str:
    return verdict.outcome if verdict.is_confirmed else f"{verdict.outcome} (unconfirmed)"


def _other(agent: str, verdicts: Sequence[Verdict]) -> OtherRow:
    return OtherRow(
        agent=agent,
        outcome=verdicts[0].outcome,
        reasons=tuple(verdict.reason for verdict in verdicts),
        is_confirmed=all(verdict.is_confirmed for verdict in verdicts),
    )


def ruled(ruleset: bytes, ruleset_name: str, *, parts: Sequence[Part], name: str) -> tuple[RulingRow, ...]:
    """Return what an APPEL rule set decides about each policy that was given.

    Args:
        ruleset: The APPEL file's bytes.
        ruleset_name: Its name.
        parts: What was given.
        name: Its name or URL.

    Raises:
        InputError: The rule set cannot be read, or is too large to be matched.
    """
    rows = []
    for part in parts:
        if part.kind == "compact" or not _policies(part, name):
            continue
        for ruling in rulings(ruleset, ruleset_name, content=part.content, source=name):
            rows.append(
                RulingRow(
                    policy=ruling.policy or "the policy",
                    behaviour=ruling.decision.behaviour,
                    asks=ruling.decision.prompt,
                    rule=ruling.decision.rule,
                    line=ruling.decision.line,
                    description=ruling.decision.description,
                )
            )
    return tuple(rows)
