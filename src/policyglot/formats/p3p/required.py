"""What people can refuse: from the choices of a policy to `required` of a purpose or recipient."""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.formats.p3p.mapping import is_refusable, purpose_of
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


def _of_policy(mention: Mention, practice: Practice, policy: Policy) -> Iterator[str]:
    """Yield what other places of the policy say about the same purpose."""
    for provision in policy.choices:
        kind = _kind(provision.concept)
        if kind and provision.scope and _is_meant(provision.scope, mention, practice):
            yield kind
    if mention not in practice.purposes or not is_refusable(purpose_of(mention, practice)):
        return
    for other in policy.stated:
        for same in other.purposes:
            if same.concept == mention.concept:
                yield from _of_practice(same, other)


def _kind(concept: str) -> str | None:
    vocabulary = load_vocabulary()
    return next((kind for broader, kind in _KINDS if vocabulary.is_a(concept, iri(broader))), None)


def _reaches(scope: tuple[str, ...], concept: str) -> bool:
    """Say whether a choice about `scope` reaches a concept: the same, or either below the other."""
    vocabulary = load_vocabulary()
    return any(vocabulary.is_a(concept, s) or vocabulary.is_a(s, concept) for s in scope)
