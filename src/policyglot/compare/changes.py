"""Two versions of a policy: what changed in practice, not in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from policyglot.compare.claims import Claim
from policyglot.compare.explained import is_explained
from policyglot.compare.facts import Aspect, Fact
from policyglot.compare.known import Folded, fold, known_from
from policyglot.compare.pairing import pair_up
from policyglot.compare.themes import Theme, theme_of
from policyglot.compare.version import Passage, Version, read_version
from policyglot.model import Assertion, Clause, Evidence, Policy


class ChangeKind(StrEnum):
    """How a version differs from the one before it."""

    ADDED = "added"
    DROPPED = "dropped"
    CHANGED = "changed"
    NEWLY_DENIED = "newly denied"
    NO_LONGER_DENIED = "no longer denied"


# What a reader looks for first.
_URGENCY = (
    ChangeKind.NO_LONGER_DENIED,
    ChangeKind.ADDED,
    ChangeKind.CHANGED,
    ChangeKind.NEWLY_DENIED,
    ChangeKind.DROPPED,
)

# What a policy has few of, so that a new one takes the place of another.
_PUBLISHER = {Aspect.CONTACT, Aspect.CONTROLLER, Aspect.DATE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two versions: of a passage, or of two that are versions of one another.

    Attributes:
        kind: How.
        theme: What it is about; of several things the most important.
        assertion: Whether the facts are stated or denied, in the version that has them.
        gained: Facts that only the new version has.
        lost: Facts that only the old version has.
        old_evidence: The words of the old version; empty where it says nothing.
        new_evidence: The words of the new version; the same.
        old_section: Headings above the old words, outermost first; empty for published files.
        new_section: Headings above the new words; the same.
    """

    kind: ChangeKind
    theme: Theme
    assertion: Assertion
    gained: tuple[Fact, ...] = ()
    lost: tuple[Fact, ...] = ()
    old_evidence: tuple[Evidence, ...] = ()
    new_evidence: tuple[Evidence, ...] = ()
    old_section: tuple[str, ...] = ()
    new_section: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changed in practice between two versions, not in words.

    Attributes:
        changes: The changes, by theme, then the most urgent kind first, then in document order.
        unchanged: Number of practices of the new version that say nothing new.
        reworded: Number of passages that say the same in other words.
    """

    changes: tuple[Change, ...]
    unchanged: int
    reworded: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One version, with those of its claims that the other lacks, by passage and assertion."""

    version: Version
    own: Mapping[tuple[int, Assertion], tuple[Claim, ...]]
    partners: Mapping[int, int]


def diff(
    old: Policy, new: Policy, *, old_clauses: Sequence[Clause] = (), new_clauses: Sequence[Clause] = ()
) -> Difference:
    """Say what changed in practice from one version to the next, with the words of both.

    Sentences that both versions of prose have are no change, whatever stands around them. Those that remain are
    paired by their words and facts. What one says and the other version does not say anywhere is a change, where words
    name it that the sentence of the other lacks.

    Args:
        old: The earlier version.
        new: The later one.
        old_clauses: The clauses of its prose, or none for a published file: then only the words that it quotes count.
        new_clauses: The same of the later one.

    >>> policy = Policy(source="a", sha256="0" * 64)
    >>> diff(policy, policy)
    Difference(changes=(), unchanged=0, reworded=0)
    """
    clauses = (old_clauses, new_clauses) if old_clauses and new_clauses else ((), ())
    is_telling = _are_two_texts(old, new)
    before, after = (
        read_version(policy, some, is_telling=is_telling) for policy, some in zip((old, new), clauses, strict=True)
    )
    moved = _moved(before, after), _moved(after, before)
    pairs = pair_up([before.passages[i] for i in moved[0]], [after.passages[j] for j in moved[1]])
    partners = {moved[1][j]: moved[0][i] for j, i in pairs.items()}
    here = _Side(version=after, own=_own(after, before, partners), partners=partners)
    back = {i: j for j, i in partners.items()}
    there = _Side(version=before, own=_own(before, after, back), partners=back)
    changes = _changes(there, here)
    gained = {claim.saying for claims in here.own.values() for claim in claims}
    gained |= {
        claim.saying
        for (i, assertion) in there.own
        if i in back
        for claim in after.passages[back[i]].claims
        if claim.assertion is assertion
    }
    return Difference(
        changes=tuple(sorted(changes, key=lambda c: (list(Theme).index(c.theme), _URGENCY.index(c.kind)))),
        unchanged=len(new.practices) - sum(number < len(new.practices) for number in gained),
        reworded=sum(_is_reworded(there, here, i, j) for j, i in partners.items()),
    )


def _are_two_texts(old: Policy, new: Policy) -> bool:
    """Say whether both were read from prose, and not from the same, in which somebody corrected what it says."""
    return old.sha256 != new.sha256 and all(
        evidence.span for policy in (old, new) for practice in policy.practices for evidence in practice.evidence
    )


def _moved(version: Version, other: Version) -> list[int]:
    """Return the numbers of the passages that are no passage of the other version, if perhaps part of one."""
    keys = other.keys if other.is_telling else frozenset()
    return [
        number
        for number, passage in enumerate(version.passages)
        if not passage.words or (passage.lead_in, passage.words) not in keys
    ]


def _touched(version: Version, other: Version) -> list[int]:
    """Return the numbers of the passages that the other version does not have word for word."""
    return [number for number, passage in enumerate(version.passages) if not other.has(passage)]


def _is_reworded(there: _Side, here: _Side, i: int, j: int) -> bool:
    old, new = there.version.passages[i], here.version.passages[j]
    is_changed = any((i, a) in there.own or (j, a) in here.own for a in Assertion)
    return bool(old.claims and new.claims) and old.words != new.words and not is_changed


def _own(
    version: Version, other: Version, partners: Mapping[int, int]
) -> dict[tuple[int, Assertion], tuple[Claim, ...]]:
    """Return the claims that the other version does not make, each fact where it is made first."""
    same = [passage for passage in version.passages if other.has(passage)]
    known = known_from([*_practices(other.passages), *_practices(same)])
    news = {claim for practice in _practices(version.passages) for claim in known.news(practice)}
    found: dict[tuple[int, Assertion], tuple[Claim, ...]] = {}
    shown: set[tuple[Assertion, Folded]] = set()
    # What stands in the place of something else is told there, before what is told for the first time.
    for number in sorted(_touched(version, other), key=lambda number: number not in partners):
        passage = version.passages[number]
        partner = other.passages[partners[number]] if number in partners else None
        for assertion in Assertion:
            own = tuple(
                claim
                for claim in passage.claims
                if claim.assertion is assertion and _is_new(claim, passage, partner=partner, is_news=claim in news)
            )
            # What was said further up already is said again only beside what was not.
            facts = {(assertion, fold(claim.fact)) for claim in own}
            if facts - shown:
                found[number, assertion] = own
                shown |= facts
    return dict(sorted(found.items()))


def _practices(passages: Iterable[Passage]) -> list[list[Claim]]:
    """Return the claims by practice or provision that makes them."""
    found: dict[tuple[int, Assertion], dict[Claim, None]] = defaultdict(dict)
    for passage in passages:
        for claim in passage.claims:
            found[claim.saying, claim.assertion][claim] = None
    return [list(claims) for claims in found.values()]


def _is_new(claim: Claim, passage: Passage, *, partner: Passage | None, is_news: bool) -> bool:
    if partner is None:
        return is_news
    if not is_news and claim.fact.aspect is not Aspect.RETENTION:
        return False
    there = {fold(c.fact) for c in partner.claims if c.assertion is claim.assertion}
    if fold(claim.fact) in there:
        return False
    if claim.fact.aspect is Aspect.RETENTION and any(aspect is Aspect.RETENTION for aspect, *_ in there):
        # A period is one of something: that other data are kept as long makes it no less new.
        is_news = True
    return is_news and is_explained(claim, passage, partner=partner)


def _changes(there: _Side, here: _Side) -> Iterator[Change]:
    """Yield the changes, in the order of the new version, then those of the old one that are left."""
    left = dict(there.own)
    replaced = _replaced(there, here)
    for (j, assertion), gained in here.own.items():
        place = _turned(gained, left, here.partners.get(j))
        kind = ChangeKind.NEWLY_DENIED if assertion is Assertion.DENIED else ChangeKind.NO_LONGER_DENIED
        if place is None:
            place = (here.partners[j], assertion) if j in here.partners else None
            if place not in left:
                place = replaced.get((j, assertion), place)
            kind = _kind_of_gain(assertion, there, place)
        lost = left.pop(place, ()) if place is not None else ()
        yield _change(
            kind, assertion, old=there, new=here, i=place[0] if place else None, j=j, gained=gained, lost=lost
        )
    for (i, assertion), lost in left.items():
        kept = there.partners.get(i)
        is_kept = kept is not None and any(c.assertion is assertion for c in here.version.passages[kept].claims)
        gone = ChangeKind.NO_LONGER_DENIED if assertion is Assertion.DENIED else ChangeKind.DROPPED
        kind = ChangeKind.CHANGED if is_kept else gone
        yield _change(kind, assertion, old=there, new=here, i=i, j=kept, lost=lost)


def _replaced(there: _Side, here: _Side) -> dict[tuple[int, Assertion], tuple[int, Assertion]]:
    """Return new passages that have no partner with old ones, where both give but a new contact or name."""
    old, new = (
        [
            place
            for place, claims in side.own.items()
            if place[0] not in side.partners and {c.fact.aspect for c in claims} <= _PUBLISHER
        ]
        for side in (there, here)
    )
    found = {}
    for place in new:
        kinds = {claim.fact.concept for claim in here.own[place]}
        for other in old:
            if kinds == {claim.fact.concept for claim in there.own[other]}:
                old.remove(other)
                found[place] = other
                break
    return found


def _kind_of_gain(assertion: Assertion, there: _Side, place: tuple[int, Assertion] | None) -> ChangeKind:
    if place is not None and any(c.assertion is assertion for c in there.version.passages[place[0]].claims):
        return ChangeKind.CHANGED
    return ChangeKind.NEWLY_DENIED if assertion is Assertion.DENIED else ChangeKind.ADDED


def _turned(
    gained: Sequence[Claim], left: Mapping[tuple[int, Assertion], Sequence[Claim]], partner: int | None
) -> tuple[int, Assertion] | None:
    """Return the passage whose denials became statements, or the reverse; the partner before any other."""
    facts = {fold(claim.fact) for claim in gained}
    places = [place for place in left if place[1] is not gained[0].assertion]
    for place in sorted(places, key=lambda place: (place[0] != partner, place[0])):
        if any(fold(claim.fact) in facts for claim in left[place]):
            return place
    return None


def _change(
    kind: ChangeKind,
    assertion: Assertion,
    *,
    old: _Side,
    new: _Side,
    i: int | None,
    j: int | None,
    gained: Sequence[Claim] = (),
    lost: Sequence[Claim] = (),
) -> Change:
    before = old.version.passages[i] if i is not None else None
    after = new.version.passages[j] if j is not None else None
    facts = _facts(gained), _facts(lost)
    return Change(
        kind=kind,
        theme=theme_of([*facts[0], *facts[1]], is_denial=assertion is Assertion.DENIED or "denied" in kind),
        assertion=assertion,
        gained=facts[0],
        lost=facts[1],
        old_evidence=before.evidence if before else (),
        new_evidence=after.evidence if after else (),
        old_section=before.section if before else (),
        new_section=after.section if after else (),
    )


def _facts(claims: Iterable[Claim]) -> tuple[Fact, ...]:
    return tuple(dict.fromkeys(claim.fact for claim in claims))
