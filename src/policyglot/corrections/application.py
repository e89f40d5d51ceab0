"""Applies a corrections file: the policy that was extracted becomes the one that was reviewed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from policyglot.corrections.binding import Bound, bind, words_gone
from policyglot.corrections.claims import practice_of
from policyglot.corrections.decision import (
    Claim,
    Corrections,
    Decision,
    PracticeDecision,
    Reason,
    Unapplied,
    Verdict,
    Words,
)
from policyglot.corrections.places import Places, places_of
from policyglot.model import PROVISION_GROUPS, Choice, Document, Evidence, Mention, Policy, Practice, Provision, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A policy with a corrections file applied to it.

    Attributes:
        policy: The policy.
        applied: The decisions that were applied.
        unapplied: Those that were not, or not to all of their words, and why.
        undecided: How many practices and provisions that were extracted nobody has decided about.
    """

    policy: Policy
    applied: tuple[Decision, ...] = ()
    unapplied: tuple[Unapplied, ...] = ()
    undecided: int = 0

    def count(self, verdict: Verdict) -> int:
        """Return how many decisions of a kind were applied."""
        return sum(decision.verdict is verdict for decision in self.applied)


@dataclass(slots=True)
class _Work:
    """What is being done.

    Attributes:
        places: The document.
        source: The corrections file.
        applied: Decisions applied so far, by identity, in order.
        unapplied: Those that are not.
    """

    places: Places
    source: str
    applied: dict[int, Decision] = field(default_factory=dict)
    unapplied: list[Unapplied] = field(default_factory=list)

    def apply(self, decision: Decision) -> None:
        self.applied[id(decision)] = decision

    def refuse(self, decision: Decision, reason: Reason, *, quote: str = "", span: Span | None = None) -> None:
        at = (span.start, span.end) if span else None
        self.unapplied.append(Unapplied(decision=decision, reason=reason, source=self.source, quote=quote, span=at))


def apply_corrections(policy: Policy, corrections: Corrections, *, document: Document) -> Corrected:
    """Apply decisions to a policy.

    What is accepted has the confidence 1, what is rejected is left out, what is corrected says what the
    reviewer says, and what is added stands where its words stand. Nothing is claimed without words: a
    decision whose words are not in the document is not applied.

    Args:
        policy: As it was extracted from the document.
        corrections: From `read_corrections`.
        document: The prose.

    >>> from policyglot.model import Document, Policy
    >>> document = Document(text="", blocks=(), language="en", title=None, source="a.txt", media_type="text/plain")
    >>> policy = Policy(source="a.txt", sha256="0" * 64)
    >>> apply_corrections(policy, Corrections(source="corrections.toml"), document=document).policy == policy
    True
    """
    places = places_of(document)
    binding = bind(policy, corrections, places=places)
    work = _Work(places, corrections.source, unapplied=list(binding.unapplied))
    practices: list[Practice] = []
    undecided = 0
    for number, practice in enumerate(policy.practices):
        bound = _decided(binding.bound.get(("practices", number), ()))
        undecided += not bound
        practices += _practice(practice, bound, work) if bound else [practice]
    groups: dict[str, tuple[Provision, ...]] = {}
    refused: list[Evidence] = []
    for group in PROVISION_GROUPS:
        kept: list[Provision] = []
        for number, provision in enumerate(getattr(policy, group)):
            bound = _decided(binding.bound.get((group, number), ()))
            undecided += not bound
            left = _provision(provision, bound, work) if bound else provision
            if left is not None:
                kept.append(left)
            if group == "choices" and left is not provision:
                refused += [e for e in provision.evidence if left is None or e not in left.evidence]
        groups[group] = tuple(kept)
    practices = [_without_choices(practice, refused) for practice in practices] if refused else practices
    practices = _with_added(practices, corrections.practices, work)
    return Corrected(
        policy=replace(policy, practices=tuple(practices), **groups),  # type: ignore[arg-type] # names of the groups
        applied=tuple(work.applied.values()),
        unapplied=tuple(work.unapplied),
        undecided=undecided,
    )


def _decided(bound: Iterable[Bound]) -> tuple[Bound, ...]:
    return tuple(each for each in bound if each.decision.verdict is not Verdict.UNDECIDED)


def _practice(practice: Practice, bound: Sequence[Bound], work: _Work) -> list[Practice]:
    """What decisions make of a practice: each is about its own words of it, and what is left is as it was."""
    left = list(practice.evidence)
    made: list[Practice] = []
    done: dict[Evidence, Hashable] = {}
    for each in sorted(bound, key=lambda b: b.decision.verdict is Verdict.ACCEPT):
        decision = each.decision
        own = tuple(piece for piece in left if piece in each.evidence)
        if not own or not isinstance(decision, PracticeDecision):
            _settle(each, done, work)
            continue
        if decision.verdict is Verdict.ACCEPT:
            made.append(replace(_limited(practice, tuple(left)), confidence=1.0))
            done |= dict.fromkeys(left, decision.effect)
            left = []
        elif decision.verdict is Verdict.REJECT:
            left = [piece for piece in left if piece not in own]
        else:
            corrected = _corrected(_limited(practice, own), decision, work)
            if corrected is None:
                continue
            made.append(corrected)
            left = [piece for piece in left if piece not in own]
        done |= dict.fromkeys(own, decision.effect)
        work.apply(decision)
    if left:
        made.append(_limited(practice, tuple(left)))
    return made


def _settle(bound: Bound, done: Mapping[Evidence, Hashable], work: _Work) -> None:
    """Say of a decision whose words others have decided about that they agree, or that they do not."""
    if all(done.get(piece) == bound.decision.effect for piece in bound.evidence):
        work.apply(bound.decision)
    else:
        work.refuse(bound.decision, Reason.CONTRADICTED, quote=bound.decision.words[0].quote)


def _corrected(practice: Practice, decision: PracticeDecision, work: _Work) -> Practice | None:
    """A practice as a decision corrects it, or None where its words do not stand."""
    evidence = practice.evidence
    if decision.corrected_words:
        found = _evidence(decision, decision.corrected_words, work)
        if found is None:
            return None
        evidence = found
    return _claimed(decision, decision.corrected or decision.claim, evidence, work, known=practice)


def _claimed(
    decision: PracticeDecision, claim: Claim, evidence: tuple[Evidence, ...], work: _Work, *, known: Practice | None
) -> Practice | None:
    """A practice that says what a claim says, or None where a name in it is not in its words."""
    text = " ".join(" ".join(f"{piece.lead_in} {piece.exact}".split()) for piece in evidence)
    before = {named.name for field in _NAMED for named in getattr(decision.claim, field)} if known else set()
    names = [named.name for field in _NAMED for named in getattr(claim, field) if named.name not in (None, *before)]
    condition = claim.condition if known is None or claim.condition != decision.claim.condition else None
    for name in (*names, *([condition] if condition else [])):
        if name is not None and name not in text:
            work.refuse(decision, Reason.NAME_NOT_IN_WORDS, quote=name, span=evidence[0].span)
            return None
    return practice_of(claim, evidence, known=known)


_NAMED = ("data", "purposes", "recipients", "legal_bases", "data_sources")


def _evidence(decision: Decision, words: Sequence[Words], work: _Work) -> tuple[Evidence, ...] | None:
    """The evidence that words are, in document order, or None where one of them stands nowhere or in several places."""
    found: dict[Span, str] = {}
    for piece in words:
        spans = work.places.best(piece)
        if not spans:
            gone = words_gone(decision, piece, source=work.source, places=work.places)
            work.unapplied.append(gone)
            return None
        sections = {work.places.section_at(span) for span in spans}
        if len(spans) > 1 and sections != {piece.section}:
            work.refuse(decision, Reason.WORDS_AMBIGUOUS, quote=piece.quote, span=spans[0])
            return None
        found[spans[0]] = piece.lead_in
    return tuple(work.places.evidence_at(span, lead_in=found[span]) for span in sorted(found))


def _limited(practice: Practice, evidence: tuple[Evidence, ...]) -> Practice:
    """A practice as far as it rests on some of its evidence; what it says stays the same."""
    if evidence == practice.evidence:
        return practice
    gone = [piece.span for piece in practice.evidence if piece not in evidence and piece.span is not None]
    kept = [piece.span for piece in evidence if piece.span is not None]
    limited: Mapping[str, tuple[Mention, ...]] = {
        name: _mentions(getattr(practice, name), gone=gone, kept=kept) for name in _NAMED
    }
    return replace(practice, evidence=evidence, **limited)  # type: ignore[arg-type] # names of fields of mentions


def _mentions(mentions: Sequence[Mention], *, gone: Sequence[Span], kept: Sequence[Span]) -> tuple[Mention, ...]:
    """The mentions that do not stand in words that are gone; one of each concept stays in any case."""
    left = [
        mention
        for mention in mentions
        if mention.span is None
        or any(mention.span.overlaps(span) for span in kept)
        or not any(mention.span.overlaps(span) for span in gone)
    ]
    said = {(mention.concept, mention.name) for mention in left}
    for mention in mentions:
        if (mention.concept, mention.name) not in said:
            said.add((mention.concept, mention.name))
            left.append(replace(mention, span=None, exact=""))
    return tuple(left)


def _provision(provision: Provision, bound: Sequence[Bound], work: _Work) -> Provision | None:
    """What decisions make of a provision, or None where nothing of it is left."""
    left = list(provision.evidence)
    confidence = provision.confidence
    done: dict[Evidence, Hashable] = {}
    for each in sorted(bound, key=lambda b: b.decision.verdict is Verdict.ACCEPT):
        if not any(piece in left for piece in each.evidence):
            _settle(each, done, work)
            continue
        if each.decision.verdict is Verdict.ACCEPT:
            confidence = 1.0
        else:
            left = [piece for piece in left if piece not in each.evidence]
        done |= dict.fromkeys(each.evidence, each.decision.effect)
        work.apply(each.decision)
    return replace(provision, evidence=tuple(left), confidence=confidence) if left else None


def _without_choices(practice: Practice, refused: Sequence[Evidence]) -> Practice:
    """A practice without the choices that rest on nothing but words of which a reviewer says that they offer none."""
    if not any(piece in refused for choice in practice.choices for piece in choice.evidence):
        return practice
    left: list[Choice] = []
    for choice in practice.choices:
        kept = tuple(piece for piece in choice.evidence if piece not in refused)
        if kept or not choice.evidence:
            left.append(replace(choice, evidence=kept))
    return replace(practice, choices=tuple(left))


def _with_added(practices: Sequence[Practice], decisions: Sequence[PracticeDecision], work: _Work) -> list[Practice]:
    """Practices with those that a reviewer adds, each before the first one that stands further down."""
    made = list(practices)
    for decision in decisions:
        if decision.verdict is not Verdict.ADD:
            continue
        evidence = _evidence(decision, decision.words, work)
        added = evidence and _claimed(decision, decision.claim, evidence, work, known=None)
        if not added:
            continue
        work.apply(decision)
        same = next((n for n, known in enumerate(made) if known.key == added.key), None)
        if same is not None:
            made[same] = _merged(made[same], added)
            continue
        start = _start(added)
        later = (number for number, known in enumerate(made) if _start(known) > start)
        made.insert(next(later, len(made)), added)
    return made


def _merged(known: Practice, added: Practice) -> Practice:
    """A practice that says what an added one says, resting on the words of both."""
    evidence = tuple(dict.fromkeys((*known.evidence, *added.evidence)))
    mentions = {name: tuple(dict.fromkeys((*getattr(known, name), *getattr(added, name)))) for name in _NAMED}
    return replace(known, evidence=evidence, confidence=1.0, **mentions)  # type: ignore[arg-type] # as above


def _start(practice: Practice) -> int:
    return min((piece.span.start for piece in practice.evidence if piece.span is not None), default=0)
