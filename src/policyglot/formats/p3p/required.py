"""What people can refuse: from the choices of a policy to `required` of a purpose or recipient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from policyglot.formats.p3p.mapping import is_refusable, purpose_of
from policyglot.model import Mention, Policy, Practice
from policyglot.vocabulary import iri, load_vocabulary

_KINDS = (("dpv:OptingInToProcess", "opt-in"), ("dpv:OptingOutFromProcess", "opt-out"))
_EVERYTHING = ("dpv:Purpose", "dpv:PersonalData", "dpv:ThirdParty")


def required_of(mention: Mention | None, practice: Practice, policy: Policy) -> str | None:
    """Return "opt-in" or "opt-out" for a purpose or recipient of a practice, or None where it cannot be refused.

    Args:
        mention: The purpose or recipient, or None for what the practice shares with nobody says whom.
        practice: The practice that has it.
        policy: The policy: a choice about a purpose reaches every practice that has the purpose.

    Where opt-in and opt-out are both stated, opt-out counts: it protects less.
    """
    if mention is not None and mention.required:
        return mention.required
    found = set(_of_practice(mention, practice))
    if mention is not None:
        found |= set(_of_policy(mention, practice, policy))
    return next((kind for kind in ("opt-out", "opt-in") if kind in found), None)


def _of_practice(mention: Mention | None, practice: Practice) -> Iterator[str]:
    if not practice.choices:
        return
    # The same for all choices, of which a practice may have hundreds.
    is_refused = mention is not None and mention in practice.purposes and is_refusable(purpose_of(mention, practice))
    offered = dict.fromkeys((choice.kind, choice.scope) for choice in practice.choices)
    for concept, scope in offered:
        kind = _kind(concept)
        if kind and _is_meant(scope, mention, practice, is_refused=is_refused):
            yield kind


def _is_meant(scope: tuple[str, ...], mention: Mention | None, practice: Practice, *, is_refused: bool) -> bool:
    """Say whether a choice of a practice is about one of its purposes or recipients.

    A choice without scope is about the purposes that people refuse (`is_refused`), and about recipients.
    """
    if mention is None or mention not in practice.purposes:
        return not scope or (mention is not None and _reaches(scope, mention.concept))
    if is_refused:
        return not scope or _reaches(scope, mention.concept)
    # Nobody refuses the running of a site in passing: only a choice about this purpose alone counts.
    return scope == (mention.concept,) or (not scope and len(practice.purposes) == 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    """What a policy says of choices, gathered once.

    Attributes:
        provisions: Kind and scope of the choices that reach all of the policy, each pair once.
        refused: Purposes with what practices offer about them: opt-outs only, as an opt-in holds where it stands.
        reached: Concept to the kinds of the provisions that reach it, filled as concepts are asked about.
    """

    provisions: Mapping[tuple[str, tuple[str, ...]], None]
    refused: frozenset[str]
    reached: dict[str, frozenset[str]] = field(default_factory=dict)

    def reaching(self, concept: str) -> frozenset[str]:
        """Return the kinds of the provisions whose scope reaches a concept."""
        kinds = self.reached.get(concept)
        if kinds is None:
            kinds = frozenset(kind for kind, scope in self.provisions if _reaches(scope, concept))
            self.reached[concept] = kinds
        return kinds

    def about_alone(self, concept: str) -> frozenset[str]:
        """Return the kinds of the provisions that are about a concept and nothing else."""
        return frozenset(kind for _, kind in _KINDS if (kind, (concept,)) in self.provisions)


# The policy that was asked about last: its purposes are asked about one by one.
_last: list[tuple[Policy, _Index]] = []


def _index(policy: Policy) -> _Index:
    if not (_last and _last[0][0] is policy):
        _last[:] = [(policy, _indexed(policy))]
    return _last[0][1]


def _indexed(policy: Policy) -> _Index:
    elsewhere = {e for p in policy.practices for e in p.evidence}
    denied = {e for p in policy.denied for e in p.evidence}
    kinds = [(_kind(p.concept), p) for p in policy.choices]
    return _Index(
        provisions=dict.fromkeys(
            (kind, p.scope)
            for kind, p in kinds
            if kind and p.scope and not (set(p.evidence) & (elsewhere if kind == "opt-in" else denied))
        ),
        refused=frozenset(
            m.concept for p in policy.stated if p.choices for m in p.purposes if "opt-out" in set(_of_practice(m, p))
        ),
    )


def _of_policy(mention: Mention, practice: Practice, policy: Policy) -> Iterator[str]:
    """Yield what other places of the policy say about the same purpose."""
    index = _index(policy)
    # As `_is_meant` has it, for all provisions at once: each of them has a scope.
    if mention not in practice.purposes:
        yield from index.reaching(mention.concept)
    elif is_refusable(purpose_of(mention, practice)):
        yield from index.reaching(mention.concept)
        if mention.concept in index.refused:
            yield "opt-out"
    else:
        yield from index.about_alone(mention.concept)


@lru_cache(maxsize=256)
def _kind(concept: str) -> str | None:
    vocabulary = load_vocabulary()
    return next((kind for broader, kind in _KINDS if vocabulary.is_a(concept, iri(broader))), None)


# Practices of a long policy share a few scopes and concepts, and all of them are asked about.
@lru_cache(maxsize=8192)
def _reaches(scope: tuple[str, ...], concept: str) -> bool:
    """Say whether a choice about `scope` reaches a concept: the same, or either below the other.

    A scope of everything reaches only what is said in the same general words.
    """
    vocabulary = load_vocabulary()
    everything = {iri(c) for c in _EVERYTHING}
    return concept in scope or any(
        vocabulary.is_a(concept, s) or vocabulary.is_a(s, concept)
        for s in scope
        if s not in everything and concept not in everything
    )
