"""What a policy states inside one unit of a gold file, by evidence spans alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policyglot.model import (
    PROVISION_GROUPS,
    Choice,
    Contact,
    Controller,
    Evidence,
    Mention,
    Policy,
    Practice,
    Provision,
    Span,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The parts of a policy that have their words inside a span.

    Attributes:
        span: The unit's span.
        practices: Those with evidence in it.
        provisions: (group, provision) with evidence in it, in the order of the groups.
        controller: The controller, where it is named in the span.
        contacts: Contacts whose words are in the span.
        is_dispute: Whether a way to settle disputes is stated in it.
    """

    span: Span
    practices: tuple[Practice, ...]
    provisions: tuple[tuple[str, Provision], ...]
    controller: Controller | None
    contacts: tuple[Contact, ...]
    is_dispute: bool

    def group(self, name: str) -> Iterator[Provision]:
        """Yield the provisions of a group ("rights")."""
        return (provision for group, provision in self.provisions if group == name)

    def mentions(self, mentions: Iterable[Mention]) -> Iterator[Mention]:
        """Yield the mentions whose words are in the span."""
        return (m for m in mentions if m.span is not None and m.span.overlaps(self.span))

    def choices(self, practice: Practice) -> Iterator[Choice]:
        """Yield the choices of a practice that are stated in the span."""
        return (c for c in practice.choices if in_span(c.evidence, self.span))

    def keeps(self, practice: Practice) -> bool:
        """Say whether the practice's retention is stated in the span."""
        retention = practice.retention
        return retention is not None and (retention.span is None or retention.span.overlaps(self.span))


def in_span(evidence: Iterable[Evidence], span: Span) -> bool:
    """Say whether any evidence lies, at least in part, in the span."""
    return any(e.span is not None and e.span.overlaps(span) for e in evidence)


def stated_in(policy: Policy, span: Span) -> Stated:
    """Return what a policy states inside a span of its document."""
    controller = policy.controller
    return Stated(
        span=span,
        practices=tuple(p for p in policy.practices if in_span(p.evidence, span)),
        provisions=tuple(
            (group, p) for group in PROVISION_GROUPS for p in getattr(policy, group) if in_span(p.evidence, span)
        ),
        controller=controller if controller and in_span(controller.evidence, span) else None,
        contacts=tuple(c for c in controller.contacts if in_span(c.evidence, span)) if controller else (),
        is_dispute=any(in_span(d.evidence, span) for d in policy.disputes),
    )
