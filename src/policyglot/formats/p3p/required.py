"""What people can refuse: from the choices of a policy to `required` of a purpose or recipient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
    for choice in practice.choices:
        kind = _kind(choice.kind)
        if kind and _is_meant(choice.scope, mention, practice):
            yield kind


def _is_meant(scope: tuple[str, ...], mention: Mention | None, practice: Practice) -> bool:
    """Say whether a choice of a practice is about one of its purposes or recipients.

    A choice without scope is about the purposes that people refuse, and about recipients.
    """
    if mention is None or mention not in practice.purposes:
        return not scope or (mention is not None and _reaches(scope, mention.concept))
    if is_refusable(purpose_of(mention, practice)):
        return not scope or _reaches(scope, mention.concept)
    # Nobody refuses the running of a site in passing: only a choice about this purpose alone counts.
    return scope == (mention.concept,) or (not scope and len(practice.purposes) == 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    """What a policy says of choices, gathered once.

    Attributes:
        provisions: Kind and scope of the choices that reach all of the policy.
        refused: Purposes with what practices offer about them: opt-outs only, as an opt-in holds where it stands.
    """

    provisions: tuple[tuple[str, tuple[str, ...]], ...]
    refused: frozenset[str]


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
        provisions=tuple(
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
    for kind, scope in index.provisions:
        if _is_meant(scope, mention, practice):
            yield kind
    if (
        mention in practice.purposes
        and mention.concept in index.refused
        and is_refusable(purpose_of(mention, practice))
    ):
        yield "opt-out"


def _kind(concept: str) -> str | None:
    vocabulary = load_vocabulary()
    return next((kind for broader, kind in _KINDS if vocabulary.is_a(concept, iri(broader))), None)


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
