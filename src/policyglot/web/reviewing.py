"""A review: what was read from a policy, and what is decided about each of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from policyglot.corrections import (
    Corrections,
    PracticeDecision,
    Unapplied,
    Verdict,
    apply_corrections,
    write_corrections,
)
from policyglot.corrections.binding import Key, bind
from policyglot.corrections.claims import practice_of
from policyglot.corrections.decision import Decision
from policyglot.corrections.review import new_decision
from policyglot.model import PROVISION_GROUPS, Policy, Provision, Span
from policyglot.report.entries import Entry, entries_of, practice_title
from policyglot.web.review_text import ReviewText

UNCERTAIN = 0.7
"""Confidence below which a reading is worth a second look first."""
SHOWN = ("all", "undecided", "uncertain", "decided")
"""Which of what was read a page shows."""
_NOTHING = Policy(source="", sha256="")
# Files of decisions that stay in memory while they are worked on.
_REMEMBERED = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """Something that was read, with what is decided about it.

    Attributes:
        key: Its name, from what it says and its words.
        at: Where it stands in the policy.
        entry: What it says, for people; its number is that of its marks in the text.
        section: Headings that its words stand under.
        spans: Where its words are.
        decision: What is decided, or an open decision about it.
        decisions: All that are kept about it.
        is_uncertain: Whether its reading was less certain than others.
    """

    key: str
    at: Key
    entry: Entry
    section: str
    spans: tuple[Span, ...]
    decision: Decision
    decisions: tuple[Decision, ...]
    is_uncertain: bool

    @property
    def state(self) -> str:
        """What is decided, as a name that changes with it."""
        return state_of(self.decisions)

    @property
    def is_practice(self) -> bool:
        """Whether it can be corrected."""
        return isinstance(self.decision, PracticeDecision)

    @property
    def corrected_title(self) -> str | None:
        """What it is corrected to, in as few words as possible, or None."""
        decision = self.decision
        return title_of(decision) if decision.verdict is Verdict.CORRECT else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A decision about nothing that was read: a practice that somebody added, or one whose words are gone.

    Attributes:
        key: Its name.
        decision: The decision.
        title: What it says, in as few words as possible.
        unapplied: Why it does nothing, or None where it adds its practice.
        span: Where its first words are, or None.
    """

    key: str
    decision: Decision
    title: str
    unapplied: Unapplied | None
    span: Span | None

    @property
    def state(self) -> str:
        """As for what was read."""
        return state_of((self.decision,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review as it stands.

    Attributes:
        text: What it is about.
        corrections: What is decided.
        reviewed: What was read, in the order of the words.
        own: Decisions about nothing that was read.
    """

    text: ReviewText
    corrections: Corrections
    reviewed: tuple[Reviewed, ...]
    own: tuple[Own, ...]

    @property
    def decided(self) -> int:
        """How many are decided about."""
        return sum(each.decision.verdict is not Verdict.UNDECIDED for each in self.reviewed)

    def find(self, key: str) -> Reviewed | Own | None:
        """Return what has a name, or None."""
        found: list[Reviewed | Own] = [*self.reviewed, *self.own]
        return next((each for each in found if each.key == key), None)

    def shown(self, which: str) -> tuple[Reviewed, ...]:
        """Return what a page of this kind shows, one of `SHOWN`."""
        return tuple(each for each in self.reviewed if _is_shown(each, which))

    def sections(self, which: str) -> tuple[Section, ...]:
        """Return all sections of the text in which something was read, each with what a page shows of it."""
        groups = groupby(self.reviewed, key=lambda each: each.section)
        return tuple(
            Section(number=number, title=title, reviewed=tuple(each for each in members if _is_shown(each, which)))
            for number, (title, members) in enumerate(groups, 1)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What was read in one section of the text, as far as a page shows it.

    Attributes:
        number: From 1, whatever a page shows.
        title: Its headings, or "".
        reviewed: What is shown of it, perhaps nothing.
    """

    number: int
    title: str
    reviewed: tuple[Reviewed, ...]

    @property
    def undecided(self) -> tuple[Reviewed, ...]:
        """What nobody has decided about."""
        return tuple(each for each in self.reviewed if each.decision.verdict is Verdict.UNDECIDED)

    @property
    def state(self) -> str:
        """A name that changes with what is undecided in it."""
        return _digest(" ".join(each.key for each in self.undecided))[:8]


def _is_shown(each: Reviewed, which: str) -> bool:
    is_open = each.decision.verdict is Verdict.UNDECIDED
    if which == "decided":
        return not is_open
    return which == "all" or (is_open and (which == "undecided" or each.is_uncertain))


def state_of(decisions: Iterable[Decision]) -> str:
    """Return a name for what is decided; "open" where nothing is."""
    said = [_written(decision) for decision in decisions if decision.verdict is not Verdict.UNDECIDED]
    return _digest("\n".join(said))[:8] if said else "open"


def title_of(decision: Decision) -> str:
    """Return what a decision makes of its practice or provision, in as few words as possible."""
    if isinstance(decision, PracticeDecision):
        practice = practice_of(decision.corrected or decision.claim, ())
        return f"denied: {practice_title(practice)}" if practice.is_denied else practice_title(practice)
    provision = Provision(concept=decision.concept, assertion=decision.assertion, value=decision.value)
    alone = replace(_NOTHING, **{decision.group: (provision,)})  # type: ignore[arg-type] # name of the group
    return entries_of(alone)[0].title


def _written(decision: Decision) -> str:
    if isinstance(decision, PracticeDecision):
        return write_corrections(Corrections(source="", practices=(decision,)))
    return write_corrections(Corrections(source="", provisions=(decision,)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def review_of(text: ReviewText, corrections: Corrections) -> Review:
    """Put together what was read and what is decided."""
    binding = bind(text.policy, corrections, places=text.places)
    reviewed: list[Reviewed] = []
    taken: set[int] = set()
    for (at, open_decision, key), entry in zip(_open_decisions(text), _entries(text), strict=True):
        if open_decision is None:
            continue
        decisions = tuple(bound.decision for bound in binding.bound.get(at, ()))
        taken |= {id(decision) for decision in decisions}
        decided = [decision for decision in decisions if decision.verdict is not Verdict.UNDECIDED]
        spans = entry.spans
        reviewed.append(
            Reviewed(
                key=key,
                at=at,
                entry=entry,
                section=text.places.section_at(spans[0]),
                spans=spans,
                decision=decided[0] if decided else open_decision,
                decisions=tuple(decided),
                is_uncertain=(entry.confidence or 0) < UNCERTAIN,
            )
        )
    reviewed.sort(key=lambda each: each.spans[0].start)
    own = _own(text, corrections, taken)
    return Review(text=text, corrections=corrections, reviewed=tuple(reviewed), own=own)


@lru_cache(maxsize=_REMEMBERED)
def _open_decisions(text: ReviewText) -> tuple[tuple[Key, Decision | None, str], ...]:
    """For each practice and provision, in the order of the model, an open decision about it, and its name."""
    found: list[tuple[Key, Decision | None, str]] = []
    taken: Counter[str] = Counter()
    for group in ("practices", *PROVISION_GROUPS):
        for number, said in enumerate(getattr(text.policy, group)):
            decision = new_decision(said, group, places=text.places)
            key = _digest(_written(replace(decision, confidence=None)))[:12] if decision else ""
            taken[key] += 1
            # Practices that only the choices tell apart are the same here.
            found.append(((group, number), decision, key if taken[key] == 1 else f"{key}-{taken[key]}"))
    return tuple(found)


@lru_cache(maxsize=_REMEMBERED)
def _entries(text: ReviewText) -> tuple[Entry, ...]:
    return entries_of(text.policy)


def entries(text: ReviewText) -> tuple[Entry, ...]:
    """Return all that was read, for people; entry `i` has the number `i + 1`."""
    return _entries(text)


def _own(text: ReviewText, corrections: Corrections, taken: set[int]) -> tuple[Own, ...]:
    left = [d for d in corrections.decisions if id(d) not in taken and d.verdict is not Verdict.UNDECIDED]
    if not left:
        return ()
    unapplied = {
        id(each.decision): each
        for each in apply_corrections(text.policy, corrections, document=text.document).unapplied
    }
    found = []
    for decision in left:
        spans = text.places.best(decision.words[0])
        found.append(
            Own(
                key=_digest(_written(replace(decision, note=None)))[:12],
                decision=decision,
                title=title_of(decision),
                unapplied=unapplied.get(id(decision)),
                span=spans[0] if spans else None,
            )
        )
    return tuple(found)
