from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.store.samples import ALPHA, BETA, COLLECTS, NEVER_SELLS, SELLS, SHARES, mention, words
from tests.strategies import policies

from policyglot.compare import Aspect, Change, ChangeKind, Stance, compare, diff, facts_of
from policyglot.load import load_policy
from policyglot.model import Assertion, Mention, Policy, Practice, Provision
from policyglot.vocabulary import iri


def _policy(*practices: Practice) -> Policy:
    return Policy(source="a.txt", sha256="0" * 64, practices=practices)


def _stances(matrix_of: tuple[Policy, ...], aspect: Aspect, processing: str, concept: str) -> tuple[Stance, ...]:
    matrix = compare(matrix_of, names=[p.source for p in matrix_of])
    (row,) = [
        r
        for r in matrix.rows
        if (r.fact.aspect, r.fact.processing, r.fact.concept) == (aspect, processing, iri(concept))
    ]
    return row.stances


def test_stated_denied_silent_and_both() -> None:
    sells = _stances((ALPHA, BETA, _policy()), Aspect.DATA, iri("pg:Sell"), "pd:Location")
    assert sells == (Stance.DENIED, Stance.BOTH, Stance.SILENT)


def test_narrow_statement_states_the_broad() -> None:
    contact = replace(COLLECTS, data=(mention("pd:Contact"),))
    stances = _stances((_policy(COLLECTS), _policy(contact)), Aspect.DATA, iri("dpv:Collect"), "pd:Contact")
    assert stances == (Stance.STATED, Stance.STATED)


def test_broad_denial_denies_the_narrow_and_not_the_reverse() -> None:
    narrow = replace(NEVER_SELLS, data=(mention("pd:EmailAddress"),))
    broad = replace(NEVER_SELLS, data=(mention("pd:Contact"),))
    both = (_policy(narrow), _policy(broad))
    assert _stances(both, Aspect.DATA, iri("pg:Sell"), "pd:EmailAddress") == (Stance.DENIED, Stance.DENIED)
    assert _stances(both, Aspect.DATA, iri("pg:Sell"), "pd:Contact") == (Stance.SILENT, Stance.DENIED)


def test_rights_are_rows_too() -> None:
    assert _stances((ALPHA, BETA), Aspect.RIGHT, "", "dpv:ActiveRight") == (Stance.STATED, Stance.SILENT)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(policy=policies)
def test_a_policy_does_not_differ_from_itself(policy: Policy) -> None:
    found = diff(policy, replace(policy, sha256="f" * 64))
    assert found.changes == ()
    assert found.unchanged == len(policy.practices)


def _only(old: Policy, new: Policy) -> Change:
    (change,) = diff(old, new).changes
    return change


def test_added_and_dropped_practice_come_with_their_words() -> None:
    added = _only(_policy(COLLECTS), _policy(COLLECTS, SHARES))
    assert (added.kind, added.new_evidence, added.old_evidence) == (ChangeKind.ADDED, SHARES.evidence, ())
    dropped = _only(_policy(COLLECTS, SHARES), _policy(COLLECTS))
    assert (dropped.kind, dropped.old_evidence) == (ChangeKind.DROPPED, SHARES.evidence)


def test_promise_that_is_made_or_broken() -> None:
    assert _only(_policy(SELLS), _policy(NEVER_SELLS)).kind is ChangeKind.NEWLY_DENIED
    broken = _only(_policy(NEVER_SELLS), _policy(SELLS))
    assert (broken.kind, broken.assertion) == (ChangeKind.NO_LONGER_DENIED, Assertion.STATED)
    assert (broken.old_evidence, broken.new_evidence) == (NEVER_SELLS.evidence, SELLS.evidence)


def test_practice_with_one_more_category_is_changed() -> None:
    more = replace(SHARES, data=(*SHARES.data, mention("pd:Age")))
    change = _only(_policy(SHARES), _policy(more))
    assert change.kind is ChangeKind.CHANGED
    assert [f.concept for f in change.gained] == [iri("pd:Age")]
    assert change.lost == ()


def test_practice_that_is_moved_split_or_merged_is_no_change() -> None:
    moved = replace(SHARES, evidence=words("Adnet Ltd learns where you are.", 900))
    assert diff(_policy(COLLECTS, SHARES), _policy(moved, COLLECTS)).changes == ()
    one = Practice(processing=(iri("dpv:Collect"),), data=(mention("pd:Age"), mention("pd:Name")), evidence=words("a"))
    two = [replace(one, data=(m,)) for m in one.data]
    assert diff(_policy(one), _policy(*two)).changes == ()
    assert diff(_policy(*two), _policy(one)).changes == ()


def test_new_name_of_a_recipient_is_a_change() -> None:
    other = replace(SHARES, recipients=(Mention(concept=SHARES.recipients[0].concept, name="Trackco"),))
    change = _only(_policy(SHARES), _policy(other))
    assert [f.detail for f in change.gained] == ["Trackco"]
    assert [f.detail for f in change.lost] == ["Adnet Ltd"]


def test_right_that_disappears_is_reported() -> None:
    without = replace(ALPHA, rights=(Provision(concept=iri("dpv:PassiveRight")),))
    assert {c.kind for c in diff(ALPHA, without).changes} == {ChangeKind.ADDED, ChangeKind.DROPPED}


@pytest.mark.shared
@pytest.mark.slow
def test_real_versions_share_more_than_they_differ_in(shared: Path) -> None:
    versions = sorted((shared / "corpus" / "history" / "netflix").glob("*.md"))[-2:]
    old, new = (load_policy(path.read_bytes(), str(path)) for path in versions)
    changes = diff(old, new).changes
    said = {fact for practice in new.practices for fact in facts_of(practice)}
    gained = {fact for change in changes for fact in change.gained}
    assert 0 < len(gained) < len(said)
    assert all(c.old_evidence or c.new_evidence for c in changes)
