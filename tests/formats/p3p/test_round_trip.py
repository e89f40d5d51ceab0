"""What is written is read again as the same policy; what was published keeps its meaning."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.formats.p3p.policies import policies

from policyglot.findings import Severity
from policyglot.formats.p3p import compact_tokens, read_policies, read_policy, write_policy
from policyglot.formats.p3p.compact_parser import parse_header
from policyglot.formats.p3p.policy_writer import Profile
from policyglot.model import Policy
from policyglot.validate import validate


def bare(policy: Policy) -> Policy:
    """The policy without what says where it was read: file, hash, places, and contacts made of parts."""
    controller = policy.controller and replace(policy.controller, contacts=(), evidence=())
    return replace(
        policy,
        source="",
        sha256="",
        controller=controller,
        practices=tuple(replace(p, evidence=()) for p in policy.practices),
        disputes=tuple(replace(d, evidence=()) for d in policy.disputes),
    )


@settings(max_examples=60, deadline=None)
@given(policies())
@pytest.mark.parametrize("profile", ["1.0", "1.1"])
def test_a_policy_that_p3p_can_say_comes_back(profile: Profile, policy: Policy) -> None:
    written = write_policy(policy, profile=profile)
    assert bare(read_policy(written, "policy.xml")) == bare(policy)
    errors = [f for f in validate(written, "policy.xml", kind="p3p") if f.severity is Severity.ERROR]
    assert errors == []


@settings(max_examples=30, deadline=None)
@given(policies())
def test_compact_policy_of_any_policy_is_valid(policy: Policy) -> None:
    header = f'CP="{" ".join(compact_tokens(policy))}"'
    assert parse_header(header).faults == ()
    errors = [f for f in validate(header.encode(), "header", kind="compact") if f.severity is Severity.ERROR]
    assert errors == []


@pytest.mark.shared
def test_valid_published_files_keep_their_meaning(shared: Path) -> None:
    seen = 0
    for path in sorted((shared / "p3p-real").glob("*.xml")):
        content = path.read_bytes()
        if any(f.severity is Severity.ERROR for f in validate(content, "policy.xml", kind="p3p")):
            continue
        for policy in read_policies(content, path.name):
            seen += 1
            again = read_policy(write_policy(policy), "again.xml")
            assert bare(again) == bare(policy), path.name
    assert seen > 20
