"""Every piece of evidence in a policy, with a name for where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policyglot.model import PROVISION_GROUPS, Evidence, Mention, Policy, Practice


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Something in a policy that rests on words.

    Attributes:
        pointer: Where it stands: "practices/3", "rights/0", "controller/contacts/1".
        evidence: What it rests on.
        is_claim: Whether it claims something about the site, and so cannot go without words.
    """

    pointer: str
    evidence: tuple[Evidence, ...]
    is_claim: bool = True


def holders(policy: Policy) -> Iterator[Holder]:
    """Yield all that rests on words, in the order of the model.

    The controller's name and the disputes may come from an answers file, so they are no
    claims that need words here.
    """
    if policy.controller is not None:
        yield Holder(pointer="controller", evidence=policy.controller.evidence, is_claim=False)
        for number, contact in enumerate(policy.controller.contacts):
            yield Holder(pointer=f"controller/contacts/{number}", evidence=contact.evidence, is_claim=False)
    for number, practice in enumerate(policy.practices):
        yield Holder(pointer=f"practices/{number}", evidence=practice.evidence)
        for place, choice in enumerate(practice.choices):
            yield Holder(pointer=f"practices/{number}/choices/{place}", evidence=choice.evidence, is_claim=False)
    for group in PROVISION_GROUPS:
        for number, provision in enumerate(getattr(policy, group)):
            yield Holder(pointer=f"{group}/{number}", evidence=provision.evidence)
    for number, dispute in enumerate(policy.disputes):
        yield Holder(pointer=f"disputes/{number}", evidence=dispute.evidence, is_claim=False)


def mentions(practice: Practice) -> Iterator[Mention]:
    """Yield every concept that a practice names, with its words."""
    yield from practice.data
    yield from practice.purposes
    yield from practice.recipients
    yield from practice.legal_bases
    yield from practice.data_sources


def first_span(evidence: tuple[Evidence, ...]) -> tuple[int, int] | None:
    """Return the first span of evidence as a pair, for a finding's location."""
    return next(((e.span.start, e.span.end) for e in evidence if e.span is not None), None)


def quoted(evidence: tuple[Evidence, ...], *, longest: int = 120) -> str:
    """Return the first words of evidence in quotation marks, shortened, or where they stand."""
    for piece in evidence:
        words = " ".join(piece.exact.split())
        if words:
            return f"“{words if len(words) <= longest else words[: longest - 1].rstrip() + '…'}”"
        if piece.line is not None:
            return f"line {piece.line}"
    return "no words"
