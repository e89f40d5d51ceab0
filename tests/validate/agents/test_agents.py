"""What browsers would have done with cookies, and what they would have shown."""

from __future__ import annotations

import pytest

from policyglot.errors import FormatError
from policyglot.formats.p3p import read_compact
from policyglot.validate.agents import AGENTS, judge

FINE = 'CP="ALL CUR OUR IND NAV"'
NO_OPT_OUT = 'CP="ALL CON OUR IND ONL"'
OPT_OUT = 'CP="ALL CONo OUR IND ONL"'
OPT_IN = 'CP="ALL CONi OUR IND ONL"'
JUNK = 'CP="This is not a policy!"'

# setting, header, outcomes: first-party persistent and session, third-party persistent and session
SLIDER = [
    ("accept-all", None, ("accept",) * 4),
    ("accept-all", NO_OPT_OUT, ("accept",) * 4),
    ("low", None, ("accept", "accept", "leash", "leash")),
    ("low", NO_OPT_OUT, ("accept", "accept", "keep for the session", "accept")),
    ("medium", None, ("leash", "leash", "block", "block")),
    ("medium", NO_OPT_OUT, ("keep for the session", "accept", "block", "block")),
    ("medium", OPT_OUT, ("accept",) * 4),
    ("medium", JUNK, ("accept",) * 4),
    ("medium-high", NO_OPT_OUT, ("block", "accept", "block", "block")),
    ("medium-high", OPT_OUT, ("accept", "accept", "block", "block")),
    ("medium-high", OPT_IN, ("accept",) * 4),
    ("high", None, ("block",) * 4),
    ("high", OPT_OUT, ("block",) * 4),
    ("high", OPT_IN, ("accept",) * 4),
    ("high", FINE, ("accept",) * 4),
    ("block-all", FINE, ("block",) * 4),
]


@pytest.mark.parametrize(("setting", "header", "outcomes"), SLIDER)
def test_internet_explorer_follows_its_slider(setting: str, header: str | None, outcomes: tuple[str, ...]) -> None:
    verdicts = judge(f"ie6-{setting}", header=header)
    assert tuple(v.outcome for v in verdicts) == outcomes
    assert all(v.reason for v in verdicts)


def test_what_no_source_confirms_is_marked() -> None:
    assert [v.is_confirmed for v in judge("ie6-low", header=None)] == [True, True, False, False]


@pytest.mark.parametrize(
    ("header", "outcome"),
    [
        (None, "no policy"),
        (JUNK, "no policy"),
        ('CP="ALL CUR OUR IND NAV TST"', "no policy"),
        (FINE, "not personal"),
        ('CP="ALL CURa OUR IND NAV"', "not personal"),
        (NO_OPT_OUT, "no consent"),
        (OPT_OUT, "implicit consent"),
        (OPT_IN, "explicit consent"),
        ('CP="ALL CONi SAMo OUR IND ONL"', "implicit consent"),
    ],
)
def test_mozilla_sorts_by_consent(header: str | None, outcome: str) -> None:
    (verdict,) = judge("mozilla", header=header)
    assert verdict.outcome == outcome


@pytest.mark.parametrize(
    ("header", "level", "outcome"),
    [
        ('CP="ALL CUR OUR IND NAV"', "high", "green bird"),
        ('CP="ALL CON OUR IND ONL"', "low", "red bird"),
        ('CP="ALL CONo OUR IND ONL"', "low", "green bird"),
        ('CP="ALL CONo OUR IND ONL"', "high", "red bird"),
        ('CP="ALL CUR OUR UNR IND HEA"', "low", "red bird"),
        ('CP="NON CUR OUR IND NAV"', "medium", "red bird"),
        ('CP="ALL CUR OUR IND NAV TST"', "low", "yellow bird"),
    ],
)
def test_privacy_bird_has_a_colour_for_each_policy(header: str, level: str, outcome: str) -> None:
    verdicts = judge(f"privacy-bird-{level}", policy=read_compact(header))
    assert {v.outcome for v in verdicts} == {outcome}
    assert not any(v.is_confirmed for v in verdicts)


def test_every_agent_answers() -> None:
    for agent in AGENTS:
        assert judge(agent, header=FINE, policy=read_compact(FINE))


def test_unknown_agent_is_refused_with_the_names_of_those_there_are() -> None:
    with pytest.raises(FormatError, match="ie6-medium"):
        judge("lynx")


def test_an_agent_that_needs_a_full_policy_says_so() -> None:
    with pytest.raises(FormatError, match="full policies"):
        judge("privacy-bird-low", header=FINE)
