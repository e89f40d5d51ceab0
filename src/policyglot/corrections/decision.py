"""What a reviewer decides about a policy: values, bound to the words that were reviewed."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import StrEnum

from policyglot.model import (
    Assertion,
    Evidence,
    Honoured,
    Identifiability,
    Mention,
    Modality,
    Party,
    Practice,
    Provision,
)


class Verdict(StrEnum):
    """What is decided: the value of `decision` in the file, "" while nothing is."""

    UNDECIDED = ""
    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    ADD = "add"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A concept that a practice has, with the proper name where the words give one.

    Attributes:
        concept: IRI.
        name: "Google Analytics", or None.
    """

    concept: str
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedRetention:
    """How long data are kept.

    Attributes:
        concept: IRI of the retention concept.
        duration: ISO 8601 duration ("P30D"), or None.
    """

    concept: str
    duration: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a practice says, without where it says it.

    The fields are those of `Practice`. Choices are not among them: they come from elsewhere in the
    policy as well, and an edit there must not undo what was decided here.
    """

    processing: tuple[str, ...] = ()
    assertion: Assertion = Assertion.STATED
    modality: Modality = Modality.DOES
    party: Party = Party.FIRST_PARTY
    data: tuple[Named, ...] = ()
    purposes: tuple[Named, ...] = ()
    recipients: tuple[Named, ...] = ()
    legal_bases: tuple[Named, ...] = ()
    data_sources: tuple[Named, ...] = ()
    retention: ClaimedRetention | None = None
    identifiability: Identifiability | None = None
    condition: str | None = None
    audiences: tuple[str, ...] = ()

    @property
    def identity(self) -> Hashable:
        """What makes two claims the same: all of it but the order in which things are named."""
        return (
            frozenset(self.processing),
            self.assertion,
            self.modality,
            self.party,
            frozenset(self.data),
            frozenset(self.purposes),
            frozenset(self.recipients),
            frozenset(self.legal_bases),
            frozenset(self.data_sources),
            self.retention,
            self.identifiability,
            self.condition,
            frozenset(self.audiences),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words of the policy that a decision rests on; white space in them is single spaces.

    Attributes:
        quote: The words.
        section: Headings that they stand under, outermost first, the policy's title left out:
            "Our app / What we collect"; "" where there is none.
        lead_in: The introduction of the list whose item they are, or "".
    """

    quote: str
    section: str = ""
    lead_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeDecision:
    """What is decided about one practice.

    Attributes:
        verdict: The decision.
        claim: The practice as it was extracted; for ADD as it is to be.
        words: What it rests on, at least one.
        corrected: For CORRECT: the practice as it is to be.
        corrected_words: For CORRECT: what it is to rest on, or () for the same words.
        note: What the reviewer wants to remember, or None.
        confidence: How certain the extraction was, 0 to 1, or None.
        line: 1-based line of the table in the file, or None; it does not count in comparisons.
    """

    verdict: Verdict = Verdict.UNDECIDED
    claim: Claim
    words: tuple[Words, ...]
    corrected: Claim | None = None
    corrected_words: tuple[Words, ...] = ()
    note: str | None = None
    confidence: float | None = None
    line: int | None = field(default=None, compare=False)

    @property
    def subject(self) -> Hashable:
        """What is decided about: decisions with the same subject are about the same practice."""
        return (self.claim.identity, frozenset(self.words), self.verdict is Verdict.ADD)

    @property
    def effect(self) -> Hashable:
        """What is done about it."""
        return (self.verdict, self.corrected and self.corrected.identity, self.corrected_words)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionDecision:
    """What is decided about a right, a measure, a transfer or another provision.

    Attributes:
        verdict: UNDECIDED, ACCEPT or REJECT.
        group: Field of `Policy` that holds it ("rights").
        concept: IRI.
        assertion: Stated or denied.
        value: A country, duration or other detail, or None.
        honoured: For a preference signal only.
        scope: IRIs of what it reaches.
        words: What it rests on, at least one.
        note: As for a practice.
        confidence: As for a practice.
        line: As for a practice.
    """

    verdict: Verdict = Verdict.UNDECIDED
    group: str
    concept: str
    assertion: Assertion = Assertion.STATED
    value: str | None = None
    honoured: Honoured | None = None
    scope: tuple[str, ...] = ()
    words: tuple[Words, ...]
    note: str | None = None
    confidence: float | None = None
    line: int | None = field(default=None, compare=False)

    @property
    def identity(self) -> Hashable:
        """What the provision says."""
        return (self.group, self.concept, self.assertion, self.value, self.honoured, frozenset(self.scope))

    @property
    def subject(self) -> Hashable:
        """What is decided about."""
        return (self.identity, frozenset(self.words))

    @property
    def effect(self) -> Hashable:
        """What is done about it."""
        return self.verdict


Decision = PracticeDecision | ProvisionDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """A corrections file.

    Attributes:
        source: The file's path, for messages; it does not count in comparisons.
        practices: One decision a practice.
        provisions: One decision a provision.
    """

    source: str = field(compare=False)
    practices: tuple[PracticeDecision, ...] = ()
    provisions: tuple[ProvisionDecision, ...] = ()

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """All of them, practices first."""
        return (*self.practices, *self.provisions)


class Reason(StrEnum):
    """Why a decision is not applied."""

    WORDS_GONE = "words-gone"
    WORDS_AMBIGUOUS = "words-ambiguous"
    NAME_NOT_IN_WORDS = "name-not-in-words"
    NOT_EXTRACTED = "not-extracted"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unapplied:
    """A decision that is not applied, or not in full.

    Attributes:
        decision: The decision.
        reason: Why.
        source: The corrections file.
        quote: The words or the name in question.
        now: What the policy says in their place, as far as that can be told, or "".
        span: Half-open offsets of that, or of the words, in the policy's text; None where unknown.
    """

    decision: Decision
    reason: Reason
    source: str
    quote: str = ""
    now: str = ""
    span: tuple[int, int] | None = None


def single_spaced(text: str) -> str:
    """Return text with every run of white space as one space, none at the ends."""
    return " ".join(text.split())


def claim_of(practice: Practice) -> Claim:
    """Return what a practice says; everything is named once, in its order."""
    retention = practice.retention
    return Claim(
        processing=practice.processing,
        assertion=practice.assertion,
        modality=practice.modality,
        party=practice.party,
        data=_named(practice.data),
        purposes=_named(practice.purposes),
        recipients=_named(practice.recipients),
        legal_bases=_named(practice.legal_bases),
        data_sources=_named(practice.data_sources),
        retention=ClaimedRetention(concept=retention.concept, duration=retention.duration) if retention else None,
        identifiability=practice.identifiability,
        condition=single_spaced(practice.condition or "") or None,
        audiences=practice.audiences,
    )


def _named(mentions: tuple[Mention, ...]) -> tuple[Named, ...]:
    found = (Named(concept=m.concept, name=single_spaced(m.name or "") or None) for m in mentions)
    return tuple(dict.fromkeys(found))


def provision_identity(provision: Provision, group: str) -> Hashable:
    """Return what a provision says, as `ProvisionDecision.identity` does."""
    value = single_spaced(provision.value or "") or None
    return (group, provision.concept, provision.assertion, value, provision.honoured, frozenset(provision.scope))


def has_words(evidence: Evidence) -> bool:
    """Say whether evidence is words of a prose policy, which can be reviewed."""
    return evidence.span is not None and bool(evidence.exact.strip())
