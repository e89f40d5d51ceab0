"""What people can refuse: from the choices of a policy to `required` of a purpose or recipient."""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.model import Mention, Policy, Practice
from policyglot.vocabulary import iri, load_vocabulary

_KINDS = (("dpv:OptingInToProcess", "opt-in"), ("dpv:OptingOutFromProcess", "opt-out"))


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
        found |= set(_of_policy(mention, policy))
    return next((kind for kind in ("opt-out", "opt-in") if kind in found), None)


def _of_practice(mention: Mention | None, practice: Practice) -> Iterator[str]:
    for choice in practice.choices:
        kind = _kind(choice.kind)
        if kind and (not choice.scope or (mention is not None and _reaches(choice.scope, mention.concept))):
            yield kind


def _of_policy(mention: Mention, policy: Policy) -> Iterator[str]:
    for provision in policy.choices:
        kind = _kind(provision.concept)
        if kind and provision.scope and _reaches(provision.scope, mention.concept):
            yield kind
    for practice in policy.stated:
        purposes = tuple(m.concept for m in practice.purposes)
        for choice in practice.choices:
            kind = _kind(choice.kind)
            reached = choice.scope or purposes
            if kind and mention.concept in purposes and _reaches(reached, mention.concept):
                yield kind


def _kind(concept: str) -> str | None:
    vocabulary = load_vocabulary()
    return next((kind for broader, kind in _KINDS if vocabulary.is_a(concept, iri(broader))), None)


def _reaches(scope: tuple[str, ...], concept: str) -> bool:
    """Say whether a choice about `scope` reaches a concept: the same, or either below the other."""
    vocabulary = load_vocabulary()
    return any(vocabulary.is_a(concept, s) or (vocabulary.is_a(s, concept)) for s in scope)
