from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.store.samples import ALPHA, COLLECTS, NEVER_SELLS, SELLS, SHARES, mention, words
from tests.strategies import policies

from policyglot.compare import Change, ChangeKind, Difference, Theme, diff, facts_of
from policyglot.compare.wording import phrases
from policyglot.extract import extract
from policyglot.load import load_policy
from policyglot.model import Assertion, Mention, Policy, Practice, Provision
from policyglot.read import read_document, segment
from policyglot.vocabulary import iri


def _policy(*practices: Practice) -> Policy:
    return Policy(source="a.txt", sha256="0" * 64, practices=practices)


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


def test_words_that_two_texts_have_are_no_change_and_corrections_of_one_text_are() -> None:
    said = _policy(SHARES)
    corrected = _policy(replace(SHARES, data=(*SHARES.data, mention("pd:Age"))))
    assert len(diff(said, corrected).changes) == 1
    assert diff(said, replace(corrected, sha256="f" * 64)).changes == ()


def _diff(old: str, new: str) -> Difference:
    """Differ two texts; what stands around the sentences makes them policies."""
    sides = []
    for text in (old, new):
        content = f"# Privacy policy of Shop\n\nThis privacy policy says what we do.\n\n{text}\n"
        document = read_document(content=content.encode(), name="policy.md")
        sides.append((extract(document), segment(document)))
    (before, old_clauses), (after, new_clauses) = sides
    return diff(before, after, old_clauses=old_clauses, new_clauses=new_clauses)


def _told(old: str, new: str) -> list[tuple[ChangeKind, Theme, tuple[str, ...], tuple[str, ...]]]:
    return [(c.kind, c.theme, phrases(c.gained), phrases(c.lost)) for c in _diff(old, new).changes]


_COLLECT = "We collect your email address and your phone number."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (_COLLECT, "We may also collect your phone number, and your email address."),
        (_COLLECT, "- We collect your email address and your phone number."),
        (_COLLECT, "“We collect: your email address — and your phone number.”"),
        (_COLLECT, "# Data\n\nHere is more.\n\nWe collect your email address. We collect your phone number."),
        ("We keep log files for 30 days.", "Log files are kept by us for 30 days."),
        ("We never sell your personal data.", "Your personal data are never sold by us."),
    ],
)
def test_same_practice_in_other_words_order_or_place_is_no_change(old: str, new: str) -> None:
    assert _told(old, new) == []
    assert _told(new, old) == []


def test_reworded_passages_are_counted() -> None:
    found = _diff(_COLLECT, "We collect your phone number, and your email address as well.")
    assert (found.changes, found.reworded) == ((), 1)


@pytest.mark.parametrize(
    ("texts", "told", "facts"),
    [
        (
            (_COLLECT, f"{_COLLECT}\n\nWe share your email address with advertising networks."),
            (ChangeKind.ADDED, Theme.SHARING),
            ("share: email address; with advertiser or advertising network", ""),
        ),
        (
            ("We keep log files for 30 days.", "We keep log files for 90 days."),
            (ChangeKind.CHANGED, Theme.RETENTION),
            ("retention: stated retention period (P90D)", "retention: stated retention period (P30D)"),
        ),
        (
            ("We collect your email address.", "We collect your email address and your phone number."),
            (ChangeKind.CHANGED, Theme.DATA),
            ("collect: telephone number", ""),
        ),
        (
            ("We collect your email address. We never sell your personal data.", "We collect your email address."),
            (ChangeKind.NO_LONGER_DENIED, Theme.SALE),
            ("", "share and sell: personal data"),
        ),
        (
            ("We collect your email address.", "We collect your email address. We never sell your personal data."),
            (ChangeKind.NEWLY_DENIED, Theme.SALE),
            ("share and sell: personal data", ""),
        ),
        (
            ("We do not collect your precise location.", "We collect your precise location."),
            (ChangeKind.NO_LONGER_DENIED, Theme.SENSITIVE),
            ("collect: precise location", "collect: precise location"),
        ),
    ],
)
def test_change_in_practice_is_told(
    texts: tuple[str, str], told: tuple[ChangeKind, Theme], facts: tuple[str, str]
) -> None:
    ((kind, theme, gained, lost),) = _told(*texts)
    assert (kind, theme) == told
    assert ("".join(gained), "".join(lost)) == facts


def test_change_has_the_words_and_the_section_of_both_versions() -> None:
    (change,) = _diff(
        "## Logs\n\nWe keep log files for 30 days.", "## Retention\n\nWe keep log files for 90 days."
    ).changes
    assert [e.exact for e in change.old_evidence] == ["We keep log files for 30 days."]
    assert [e.exact for e in change.new_evidence] == ["We keep log files for 90 days."]
    assert (change.old_section[-1], change.new_section[-1]) == ("Logs", "Retention")


def test_old_period_of_other_data_does_not_hide_a_new_one() -> None:
    told = _told(
        "We keep log files for 30 days.\n\nWe keep your account data for 2 years.",
        "We keep log files for 30 days.\n\nWe keep your account data for 30 days.",
    )
    assert [kind for kind, *_ in told] == [ChangeKind.CHANGED]
    assert told[0][2] == ("retention: stated retention period (P30D)",)


def test_known_data_for_a_known_purpose_are_new_where_marketing_comes_to_them() -> None:
    old = "We use your email address for marketing. We use your photos to provide our services."
    told = _told(old, f"{old}\n\nWe also use your photos for marketing.")
    assert [(kind, gained) for kind, _, gained, _ in told] == [(ChangeKind.ADDED, ("use: photos; for marketing",))]


def test_new_address_replaces_the_old_one() -> None:
    told = _told(
        "If you have questions, contact us at one@shop.example.",
        "If you have questions, contact us at two@shop.example.",
    )
    assert told == [(ChangeKind.CHANGED, Theme.POLICY, ("contact: two@shop.example",), ("contact: one@shop.example",))]


def test_new_age_is_told_in_the_place_of_the_old_one() -> None:
    told = _told(
        "We do not knowingly collect personal data from children under 13.",
        "Our shop is for people above the age of 17.\n\n"
        "We do not knowingly collect personal data from children under 17.",
    )
    assert (ChangeKind.CHANGED, Theme.SENSITIVE, ("audience: children (17)",), ("audience: children (13)",)) in told


def test_many_passages_that_are_alike_are_all_paired() -> None:
    sentences = [f"We share number {n} of your {n % 97} orders with partner {n % 89} of ours." for n in range(600)]
    evidence = [words(sentence, 100 * n) for n, sentence in enumerate(sentences)]
    old = [replace(SHARES, evidence=said, data=(mention("pd:Age"),)) for said in evidence]
    new = [
        replace(practice, evidence=words(s.replace("share", "give")))
        for practice, s in zip(old, sentences, strict=True)
    ]
    found = diff(_policy(*old), replace(_policy(*new), sha256="f" * 64))
    assert (found.changes, found.reworded) == ((), 600)


def test_most_important_change_comes_first() -> None:
    told = _told(
        _COLLECT,
        f"{_COLLECT}\n\nWe collect your age.\n\nYou have the right to access your personal data.\n\n"
        "We sell your personal data to data brokers.",
    )
    assert [theme for _, theme, *_ in told] == [Theme.SALE, Theme.DATA, Theme.RIGHTS]


def test_reverse_turns_every_change_around() -> None:
    old = f"{_COLLECT}\n\nWe keep log files for 30 days. We never sell your personal data."
    new = "We collect your email address.\n\nWe keep log files for 90 days. We share your age with our partners."
    there, back = _diff(old, new), _diff(new, old)
    turned = {(change.gained, change.lost) for change in there.changes}
    assert turned == {(change.lost, change.gained) for change in back.changes}


@pytest.mark.shared
@pytest.mark.slow
def test_real_versions_share_more_than_they_differ_in(shared: Path) -> None:
    versions = sorted((shared / "corpus" / "history" / "netflix").glob("*.md"))[-2:]
    old, new = (load_policy(path.read_bytes(), str(path)) for path in versions)
    changes = diff(old, new).changes
    said = {fact for practice in new.practices for fact in facts_of(practice)}
    gained = {fact for change in changes for fact in change.gained}
    assert 0 < len(gained) < len(said)
    assert all(c.old_evidence or c.new_evidence for c in changes if c.theme is not Theme.POLICY)


@pytest.mark.shared
@pytest.mark.slow
def test_versions_that_differ_in_typography_only_do_not_differ(shared: Path) -> None:
    folder = shared / "corpus" / "history" / "wolframalpha"
    sides = []
    for name in ("2023-09-12.md", "2025-09-23.md"):
        document = read_document(content=(folder / name).read_bytes(), name=name)
        sides.append((extract(document), segment(document)))
    (old, old_clauses), (new, new_clauses) = sides
    assert diff(old, new, old_clauses=old_clauses, new_clauses=new_clauses).changes == ()
