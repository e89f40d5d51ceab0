"""What changed in practice between two versions, as a page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from policyglot.compare import Aspect, Change, ChangeKind, Fact, diff
from policyglot.model import PROVISION_GROUPS, Assertion, Evidence, Policy, Span
from policyglot.vocabulary import curie
from policyglot.web.explore.company import anchors_of
from policyglot.web.explore.concepts import label_of
from policyglot.web.explore.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two versions.

    Attributes:
        policy: Its IRI.
        company: Name of its company.
        date: From when it holds, or None.
    """

    policy: str
    company: str
    date: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a version.

    Attributes:
        words: The words, or where a published file has it.
        anchor: Where it stands on the page of its version, or "".
    """

    words: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One change.

    Attributes:
        is_denied: Whether it is about a denial.
        gained: What only the new version says.
        lost: What only the old version says.
        old: Words of the old version.
        new: Words of the new version.
    """

    is_denied: bool
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    old: tuple[Quote, ...]
    new: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferencePage:
    """What the page of a difference shows.

    Attributes:
        old: The old version.
        new: The new version.
        groups: Changes by their kind, what a reader looks for first before the others; none without changes.
        unchanged: How many practices are in both.
    """

    old: Side
    new: Side
    groups: tuple[tuple[str, tuple[Changed, ...]], ...]
    unchanged: int

    @property
    def total(self) -> int:
        """How many changes there are."""
        return sum(len(changes) for _, changes in self.groups)


def show_difference(source: Source, old: str, new: str) -> DifferencePage | None:
    """Return what changed from one version to another, None where the store lacks one of them.

    Raises:
        StoreError: The store cannot be asked.
        QueryError: It did not end in time, or an IRI is none.
    """
    sides = {
        row[0]: Side(policy=row[0], company=row[1], date=row[2]) for row in source.rows("policies", policies=[old, new])
    }
    if old not in sides or new not in sides:
        return None
    found = {policy.iri: policy for policy in source.policies(list(dict.fromkeys([old, new])))}
    if old not in found or new not in found:
        return None
    difference = diff(found[old], found[new])
    before, after = _anchors(found[old]), _anchors(found[new])
    groups = [
        (kind.value, tuple(_changed(c, before, after) for c in difference.changes if c.kind is kind))
        for kind in (
            ChangeKind.NO_LONGER_DENIED,
            ChangeKind.ADDED,
            ChangeKind.CHANGED,
            ChangeKind.NEWLY_DENIED,
            ChangeKind.DROPPED,
        )
    ]
    return DifferencePage(
        old=sides[old],
        new=sides[new],
        groups=tuple((kind, changes) for kind, changes in groups if changes),
        unchanged=difference.unchanged,
    )


_Anchors = Mapping[tuple[Span | None, str], str]


def _anchors(policy: Policy) -> _Anchors:
    """Words and their place to where the first that rests on them stands on the page of its company."""
    said = [*policy.practices, *(p for name in PROVISION_GROUPS for p in getattr(policy, name))]
    found: dict[tuple[Span | None, str], str] = {}
    for one, anchor in zip(said, anchors_of(policy), strict=True):
        for evidence in one.evidence:
            found.setdefault((evidence.span, evidence.exact), anchor)
    return found


def _changed(change: Change, before: _Anchors, after: _Anchors) -> Changed:
    return Changed(
        is_denied=change.assertion is Assertion.DENIED,
        gained=tuple(dict.fromkeys(map(fact_words, change.gained))),
        lost=tuple(dict.fromkeys(map(fact_words, change.lost))),
        old=_quotes(change.old_evidence, before),
        new=_quotes(change.new_evidence, after),
    )


def _quotes(evidence: tuple[Evidence, ...], anchors: _Anchors) -> tuple[Quote, ...]:
    found: dict[str, Quote] = {}
    for e in evidence:
        words = " ".join(e.exact.split()) or (f"{e.source}, line {e.line}" if e.line else e.source or "")
        if words:
            found.setdefault(words, Quote(words=words, anchor=anchors.get((e.span, e.exact), "")))
    return tuple(found.values())


def fact_words(fact: Fact) -> str:
    """Return a fact in plain words.

    >>> from policyglot.vocabulary import iri
    >>> fact_words(Fact(aspect=Aspect.DATA, processing=iri("dpv:Share"), concept=iri("pd:Location")))
    'share location data'
    """
    act, concept = label_of(curie(fact.processing)) if fact.processing else "", label_of(curie(fact.concept))
    detail = label_of(curie(fact.detail)) if "://" in fact.detail else fact.detail
    between = {Aspect.PURPOSE: "for ", Aspect.RECIPIENT: "with "}.get(fact.aspect, "")
    if fact.aspect is Aspect.PROCESSING:
        return act
    said = f"{act} {between}{concept}" if act else f"{fact.aspect.value}: {concept}"
    return f"{said} ({detail})" if detail else said
