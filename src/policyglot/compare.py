"""Policies side by side, and two versions of one: what they say, not how.

Both rest on facts: the smallest things that a policy says ("shares location", "uses data for
advertising"). A practice that is merely split, merged or moved has the same facts, and is no change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from policyglot.model import PROVISION_GROUPS, Assertion, Evidence, Policy, Practice, Provision
from policyglot.vocabulary import Vocabulary, load_vocabulary

# Two practices are versions of one another where at least this share of their facts is common.
_ALIKE = 0.5


class Aspect(StrEnum):
    """What a fact is about."""

    DATA = "data"
    PURPOSE = "purpose"
    RECIPIENT = "recipient"
    RETENTION = "retention"
    CHOICE = "choice"
    LEGAL_BASIS = "legal basis"
    PROCESSING = "processing"
    RIGHT = "right"
    MEASURE = "measure"
    NOTICE = "notice"
    SIGNAL = "signal"
    TRANSFER = "transfer"
    AUDIENCE = "audience"
    DECISION = "decision"


_GROUPS: Mapping[str, Aspect] = {
    "rights": Aspect.RIGHT,
    "choices": Aspect.CHOICE,
    "measures": Aspect.MEASURE,
    "notices": Aspect.NOTICE,
    "signals": Aspect.SIGNAL,
    "transfers": Aspect.TRANSFER,
    "audiences": Aspect.AUDIENCE,
    "legal_bases": Aspect.LEGAL_BASIS,
    "decisions": Aspect.DECISION,
}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Fact:
    """The smallest thing that a policy says, apart from whether it states or denies it.

    Attributes:
        aspect: What it is about.
        processing: IRI of the operation ("dpv:Share" in full), or "" where there is none.
        concept: IRI of the data category, purpose, right, …
        detail: A name, duration or place, or "".
    """

    aspect: Aspect
    processing: str = ""
    concept: str
    detail: str = ""


class Stance(StrEnum):
    """What a policy says of something."""

    STATED = "stated"
    DENIED = "denied"
    BOTH = "stated and denied"
    SILENT = "silent"


def facts_of(said: Practice | Provision, *, group: str = "") -> tuple[Fact, ...]:
    """Return what a practice or a provision says, each fact once, in its order.

    Args:
        said: The practice or provision.
        group: For a provision: the field of `Policy` that holds it ("rights").
    """
    if isinstance(said, Provision):
        detail = said.honoured.value if said.honoured else said.value or ""
        return (Fact(aspect=_GROUPS[group], concept=said.concept, detail=detail),)
    facts: list[Fact] = []
    for act in said.processing:
        for aspect, mentions in ((Aspect.DATA, said.data), (Aspect.PURPOSE, said.purposes)):
            facts += [Fact(aspect=aspect, processing=act, concept=m.concept) for m in mentions]
        facts += [
            Fact(aspect=Aspect.RECIPIENT, processing=act, concept=m.concept, detail=m.name or "")
            for m in said.recipients
        ]
        if not (said.data or said.purposes or said.recipients):
            facts.append(Fact(aspect=Aspect.PROCESSING, processing=act, concept=act))
    if said.retention:
        detail = said.retention.duration or said.retention.event or ""
        facts.append(Fact(aspect=Aspect.RETENTION, concept=said.retention.concept, detail=detail))
    facts += [Fact(aspect=Aspect.CHOICE, concept=c.kind, detail=purpose) for c in said.choices for purpose in c.scope]
    facts += [Fact(aspect=Aspect.CHOICE, concept=c.kind) for c in said.choices if not c.scope]
    facts += [Fact(aspect=Aspect.LEGAL_BASIS, concept=m.concept) for m in said.legal_bases]
    facts += [Fact(aspect=Aspect.AUDIENCE, concept=concept) for concept in said.audiences]
    return tuple(dict.fromkeys(facts))


def _sayings(policy: Policy) -> Iterable[tuple[Practice | Provision, tuple[Fact, ...]]]:
    for practice in policy.practices:
        yield practice, facts_of(practice)
    for group in PROVISION_GROUPS:
        for provision in getattr(policy, group):
            yield provision, facts_of(provision, group=group)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a matrix.

    Attributes:
        fact: What the policies are asked about; details are left out.
        stances: What each policy says of it, in the order of the policies.
    """

    fact: Fact
    stances: tuple[Stance, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Policies side by side.

    Attributes:
        names: Names of the policies.
        rows: What at least one of them says something of, by aspect, then concept.
    """

    names: tuple[str, ...]
    rows: tuple[Row, ...]


def compare(policies: Sequence[Policy], *, names: Sequence[str]) -> Matrix:
    """Put policies side by side.

    Who states something narrow states what is broader ("e-mail address" states "contact"); who
    denies something broad denies what is narrower. A broader concept is a row only where a policy names it.

    Args:
        policies: At least one.
        names: Their names, as many.

    Returns:
        The matrix.

    >>> policy = Policy(source="a", sha256="0" * 64)
    >>> compare([policy, policy], names=["a", "b"]).rows
    ()
    """
    vocabulary = load_vocabulary()
    stated, denied = [], []
    for policy in policies:
        sides: dict[Assertion, set[Fact]] = {Assertion.STATED: set(), Assertion.DENIED: set()}
        for said, facts in _sayings(policy):
            sides[said.assertion] |= {_bare(fact) for fact in facts}
        stated.append(sides[Assertion.STATED])
        denied.append(sides[Assertion.DENIED])
    asked = sorted(set().union(*stated, *denied), key=lambda f: (list(Aspect).index(f.aspect), f))
    closed = [{up for fact in facts for up in _upwards(fact, vocabulary)} for facts in stated]
    rows = [
        Row(
            fact=fact,
            stances=tuple(
                _stance(fact in yes, any(up in no for up in _upwards(fact, vocabulary)))
                for yes, no in zip(closed, denied, strict=True)
            ),
        )
        for fact in asked
    ]
    return Matrix(names=tuple(names), rows=tuple(rows))


def _bare(fact: Fact) -> Fact:
    return Fact(aspect=fact.aspect, processing=fact.processing, concept=fact.concept)


def _upwards(fact: Fact, vocabulary: Vocabulary) -> Iterable[Fact]:
    yield fact
    for broader in vocabulary.ancestors(fact.concept):
        yield Fact(aspect=fact.aspect, processing=fact.processing, concept=broader)


def _stance(is_stated: bool, is_denied: bool) -> Stance:
    if is_stated:
        return Stance.BOTH if is_denied else Stance.STATED
    return Stance.DENIED if is_denied else Stance.SILENT


class ChangeKind(StrEnum):
    """How a version differs from the one before it."""

    ADDED = "added"
    DROPPED = "dropped"
    CHANGED = "changed"
    NEWLY_DENIED = "newly denied"
    NO_LONGER_DENIED = "no longer denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two versions.

    Attributes:
        kind: How.
        assertion: Whether the facts are stated or denied, in the version that has them.
        gained: Facts that only the new version has.
        lost: Facts that only the old version has.
        old_evidence: The words of the old version; empty where it says nothing.
        new_evidence: The words of the new version; the same.
    """

    kind: ChangeKind
    assertion: Assertion
    gained: tuple[Fact, ...] = ()
    lost: tuple[Fact, ...] = ()
    old_evidence: tuple[Evidence, ...] = ()
    new_evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changed in practice between two versions, not in words.

    Attributes:
        changes: The changes: new denials first, then changed, added and dropped, each in document order.
        unchanged: Number of practices of the new version that have the key of one of the old.
    """

    changes: tuple[Change, ...]
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saying:
    """A practice or provision with those of its facts that the other version lacks."""

    said: Practice | Provision
    facts: tuple[Fact, ...]
    own: tuple[Fact, ...]


def _held_against(here: Policy, there: Policy) -> list[_Saying]:
    """Return what one version says, with what the other does not; a fact counts for the first that has it."""
    known = {(said.assertion, fact) for said, facts in _sayings(there) for fact in facts}
    found = []
    for said, facts in _sayings(here):
        own = tuple(fact for fact in facts if (said.assertion, fact) not in known)
        known |= {(said.assertion, fact) for fact in own}
        found.append(_Saying(said=said, facts=facts, own=own))
    return found


def _partner(saying: _Saying, others: list[_Saying]) -> _Saying | None:
    """Return what the other version makes of a practice, or None where nothing is like it."""
    found = max(others, key=lambda other: _likeness(saying, other), default=None)
    return found if found is not None and _likeness(saying, found) >= _ALIKE else None


def _likeness(one: _Saying, other: _Saying) -> float:
    a, b = set(one.facts), set(other.facts)
    return len(a & b) / len(a | b) if one.said.assertion is other.said.assertion else 0.0


def diff(old: Policy, new: Policy) -> Difference:
    """Say what changed in practice from one version to the next, with the words of both.

    >>> policy = Policy(source="a", sha256="0" * 64)
    >>> diff(policy, policy)
    Difference(changes=(), unchanged=0)
    """
    before, after = _held_against(old, new), _held_against(new, old)
    added, dropped = [s for s in after if s.own], [s for s in before if s.own]
    changes = _turned(added, dropped)
    for saying in list(added):
        partner = _partner(saying, before)
        if partner is not None:
            added.remove(saying)
            if partner in dropped:
                dropped.remove(partner)
            changes.append(_change(ChangeKind.CHANGED, old=partner, new=saying))
    for saying in list(dropped):
        partner = _partner(saying, after)
        if partner is not None and not partner.own:
            dropped.remove(saying)
            changes.append(_change(ChangeKind.CHANGED, old=saying, new=partner))
    changes += [_change(ChangeKind.ADDED, new=saying) for saying in added]
    changes += [_change(ChangeKind.DROPPED, old=saying) for saying in dropped]
    keys = {practice.key for practice in old.practices}
    return Difference(changes=tuple(changes), unchanged=sum(p.key in keys for p in new.practices))


def _turned(added: list[_Saying], dropped: list[_Saying]) -> list[Change]:
    """Take out of both lists what turned from stated to denied, or back."""
    found = []
    for saying in list(added):
        for other in dropped:
            if other.said.assertion is not saying.said.assertion and set(other.own) & set(saying.own):
                denied = saying.said.assertion is Assertion.DENIED
                kind = ChangeKind.NEWLY_DENIED if denied else ChangeKind.NO_LONGER_DENIED
                found.append(_change(kind, old=other, new=saying))
                added.remove(saying)
                dropped.remove(other)
                break
    return found


def _change(kind: ChangeKind, *, old: _Saying | None = None, new: _Saying | None = None) -> Change:
    side = new or old
    assert side is not None  # noqa: S101 - every caller gives one
    return Change(
        kind=kind,
        assertion=side.said.assertion,
        gained=new.own if new else (),
        lost=old.own if old else (),
        old_evidence=old.said.evidence if old else (),
        new_evidence=new.said.evidence if new else (),
    )
