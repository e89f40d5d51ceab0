"""Which decision is about which practice: by what it says, and by the words that say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from policyglot.corrections.decision import (
    Corrections,
    Decision,
    PracticeDecision,
    Reason,
    Unapplied,
    Verdict,
    Words,
    claim_of,
    has_words,
    provision_identity,
    single_spaced,
)
from policyglot.corrections.places import Places
from policyglot.model import PROVISION_GROUPS, Evidence, Policy, Span

Key = tuple[str, int]
"""Where a practice or provision stands in a policy: ("practices", 3), ("rights", 0)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A decision with what it is about.

    Attributes:
        decision: The decision.
        evidence: The pieces of evidence that its words are.
    """

    decision: Decision
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """Decisions, each with what it is about.

    Attributes:
        bound: Where a practice or provision stands to the decisions about it, in the order of the file.
        unapplied: Decisions about nothing that is there, or not about all of it.
    """

    bound: Mapping[Key, tuple[Bound, ...]]
    unapplied: tuple[Unapplied, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """A practice or a provision, with where it stands and what it rests on."""

    key: Key
    evidence: tuple[Evidence, ...]


def bind(policy: Policy, corrections: Corrections, *, places: Places) -> Binding:
    """Find what each decision is about.

    A decision is about the practice that says the same and rests on its words, wherever these stand
    now. Decisions to add are about nothing that is there, and not looked at.

    Args:
        policy: As it was extracted.
        corrections: The decisions.
        places: The policy's document.
    """
    groups: dict[Hashable, list[tuple[int, Decision]]] = {}
    for number, decision in enumerate(corrections.decisions):
        if decision.verdict is not Verdict.ADD:
            groups.setdefault(decision.subject, []).append((number, decision))
    binder = _Binder(said=_said(policy), places=places, source=corrections.source)
    for group in groups.values():
        binder.bind(group)
    bound = {key: tuple(each for _, each in sorted(pairs, key=lambda p: p[0])) for key, pairs in binder.bound.items()}
    return Binding(bound=MappingProxyType(bound), unapplied=tuple(binder.unapplied))


def _said(policy: Policy) -> Mapping[Hashable, Sequence[_Said]]:
    """Practices and provisions by what they say."""
    found: defaultdict[Hashable, list[_Said]] = defaultdict(list)
    for number, practice in enumerate(policy.practices):
        evidence = practice.evidence
        found[claim_of(practice).identity].append(_Said(key=("practices", number), evidence=evidence))
    for group in PROVISION_GROUPS:
        for number, provision in enumerate(getattr(policy, group)):
            identity = provision_identity(provision, group)
            found[identity].append(_Said(key=(group, number), evidence=provision.evidence))
    return found


@dataclass(slots=True, kw_only=True)
class _Binder:
    """Binds decisions.

    Attributes:
        said: Practices and provisions by what they say.
        places: The document.
        source: The corrections file.
        bound: As in `Binding`, each with the number of its decision in the file.
        unapplied: As in `Binding`.
    """

    said: Mapping[Hashable, Sequence[_Said]]
    places: Places
    source: str
    bound: defaultdict[Key, list[tuple[int, Bound]]] = field(default_factory=lambda: defaultdict(list))
    unapplied: list[Unapplied] = field(default_factory=list)

    def bind(self, group: Sequence[tuple[int, Decision]]) -> None:
        """Bind decisions with one subject: they are about the same practices, mostly one decision about one."""
        first = group[0][1]
        identity = first.claim.identity if isinstance(first, PracticeDecision) else first.identity
        where = {words: self.places.best(words) for words in first.words}
        matches = [(each, _matched(each.evidence, where)) for each in self.said.get(identity, ())]
        matches = [(each, evidence) for each, evidence in matches if evidence]
        gone = [words for words, spans in where.items() if not spans]
        place = next((span for spans in where.values() for span in spans), None)
        decided = [decision for _, decision in group if decision.verdict is not Verdict.UNDECIDED]
        for decision in decided:
            self.unapplied += [words_gone(decision, words, source=self.source, places=self.places) for words in gone]
            if not gone and not matches:
                self._refuse(decision, Reason.NOT_EXTRACTED, place)
        if len({decision.effect for decision in decided}) > 1 and len(decided) != len(matches):
            for decision in decided if matches else ():
                self._refuse(decision, Reason.CONTRADICTED, place)
            return
        # Several practices may say the same of the same words, but for the choices that reach them:
        # as many decisions are theirs in order; one decision is for all of them.
        is_each = len(group) == len(matches)
        pairs = zip(group, matches, strict=True) if is_each else ((one, each) for one in group for each in matches)
        for (number, decision), (each, evidence) in pairs:
            if not gone or decision.verdict in (Verdict.REJECT, Verdict.UNDECIDED):
                self.bound[each.key].append((number, Bound(decision=decision, evidence=evidence)))

    def _refuse(self, decision: Decision, reason: Reason, place: Span | None) -> None:
        span = (place.start, place.end) if place else None
        quote = decision.words[0].quote
        self.unapplied.append(Unapplied(decision=decision, reason=reason, source=self.source, quote=quote, span=span))


def _matched(evidence: Sequence[Evidence], where: Mapping[Words, Sequence[Span]]) -> tuple[Evidence, ...]:
    """The pieces of evidence that are among the words, or hold them."""
    spans = [(span, words.lead_in) for words, found in where.items() for span in found]
    return tuple(
        piece
        for piece in evidence
        if piece.span is not None
        and has_words(piece)
        and any(
            (span in piece.span or piece.span in span) and single_spaced(piece.lead_in) == lead_in
            for span, lead_in in spans
        )
    )


def words_gone(decision: Decision, words: Words, *, source: str, places: Places) -> Unapplied:
    """Return the report on words that stand nowhere any more, with what has become of them."""
    clause = places.become_of(words)
    lead_in = clause.lead_in.of(places.document.text) if clause and clause.lead_in and words.lead_in else ""
    return Unapplied(
        decision=decision,
        reason=Reason.WORDS_GONE,
        source=source,
        quote=single_spaced(f"{words.lead_in} {words.quote}"),
        now=single_spaced(f"{lead_in} {clause.text}") if clause else "",
        span=(clause.span.start, clause.span.end) if clause else None,
    )
