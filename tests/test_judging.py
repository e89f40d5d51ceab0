from __future__ import annotations

from pathlib import Path

import pytest

from policyglot.errors import FormatError, InputError
from policyglot.formats.p3p import write_compact
from policyglot.judging import policies_in, rulings, verdicts

RULES = Path(__file__).parent / "validate" / "rules"
POLICY = (RULES / "PG501" / "pass.xml").read_bytes()
BLOCK_ALL = b'<RULESET xmlns="http://www.w3.org/2002/04/APPELv1"><RULE behavior="block" description="No."/></RULESET>'


def test_header_is_judged_as_it_was_sent() -> None:
    (first, *_) = verdicts("ie6-medium", b'P3P: CP="ONL TEL"', "header")
    assert (first.outcome, first.situation) == ("keep for the session", "first-party persistent cookie")


def test_agent_that_reads_headers_gets_the_compact_policy_of_a_full_one() -> None:
    assert [v.outcome for v in verdicts("mozilla", POLICY, "policy.xml")] == [
        v.outcome
        for p in policies_in(POLICY, "policy.xml")
        for v in verdicts("mozilla", write_compact(p).encode(), "header")
    ]


def test_full_policy_is_demanded_where_an_agent_reads_nothing_else() -> None:
    with pytest.raises(FormatError, match="full policies only"):
        verdicts("privacy-bird-low", b'CP="NON"', "header")


def test_rule_set_decides_about_each_policy_of_a_file() -> None:
    (ruling,) = rulings(BLOCK_ALL, "rules.xml", content=POLICY, source="policy.xml")
    assert (ruling.decision.behaviour, ruling.decision.description) == ("block", "No.")


def test_file_without_a_policy_says_what_to_give() -> None:
    with pytest.raises(InputError, match="holds no POLICY"):
        policies_in(b'<META xmlns="http://www.w3.org/2002/01/P3Pv1"><POLICY-REFERENCES/></META>', "p3p.xml")
