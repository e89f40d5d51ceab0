"""Acts: which operations a clause speaks of, who does them, and whether it denies them.

An act is found at a verb of the processing scheme. Its subject is the nearest party to
the left, its polarity comes from a negation between subject and verb, and verbs joined
by commas, "and" or "or" share all of it. A clause is cut into regions at exceptions and
contrasts, because "not … except" and "but" turn what is said around.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from policyglot.extract.lexicon import CUES, Match
from policyglot.extract.tokens import Tokens
from policyglot.model import Modality
from policyglot.vocabulary import iri

NEGATION = iri("pg:cue-negation")
NOT_NEGATING = iri("pg:cue-not-negating")
MAY = iri("pg:cue-may")
EXCEPTION = iri("pg:cue-exception")
NEGATIVE_OBJECT = iri("pg:cue-negative-object")
CONTRAST = iri("pg:cue-contrast")
CONDITION = iri("pg:cue-condition")
FIRST_PARTY = iri("pg:cue-first-party")
SECOND_PARTY = iri("pg:cue-second-party")
THIRD_PARTY = iri("pg:cue-third-party")
PURPOSE_LEAD = iri("pg:cue-purpose-lead")
PASSIVE = iri("pg:cue-passive")
CONTROL_VERB = iri("pg:cue-control-verb")
RELATIVE = iri("pg:cue-relative")
AGENT = iri("pg:cue-agent")
PRECEDENCE = iri("pg:cue-precedence")
OBTAIN = iri("dpv:Obtain")
_JOINTS = frozenset([",", "/", "and", "or", "nor", "(", ")"])
_FARTHEST_JOINT = 4
_FARTHEST_PARTNER = 8
_FARTHEST_RECEIVER = 8
_TOWARDS = frozenset(["to", "with"])
# A subject this close to a semicolon opens a statement of its own: "…; and we", but not "(d) those whom we".
_NEAR_START = 3


class Who(StrEnum):
    """Grammatical subject of an act."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    NOBODY = "nobody"


class Form(StrEnum):
    """How the verb stands in its clause, from the surest to the weakest statement."""

    MAIN = "main"
    PASSIVE = "passive"
    INFINITIVE = "infinitive"
    RELATIVE = "relative"
    NOMINAL = "nominal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One operation that a clause speaks of.

    Attributes:
        concept: IRI of the processing concept.
        operation: "collect", "use" or "share": the family of the concept.
        who: Its subject.
        denied: Whether it is negated.
        modality: Does or may.
        form: How the verb stands.
        at: Index of the verb's first token.
        region: Index of the region it is in.
    """

    concept: str
    operation: str
    who: Who
    denied: bool
    modality: Modality
    form: Form
    at: int
    region: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A run of tokens in which polarity does not change.

    Attributes:
        first: Index of its first token.
        last: Index after its last token.
        is_exception: Whether it opens with an exception ("except", "unless", "other than").
    """

    first: int
    last: int
    is_exception: bool


def find_regions(tokens: Tokens, cues: Sequence[Match]) -> tuple[Region, ...]:
    """Cut a clause at semicolons, contrasts and exceptions.

    What follows a semicolon goes on with an exception ("except: (a) …; (b) …"), unless it
    has a subject of its own.

    Returns:
        At least one region; together they cover all tokens.
    """
    cuts = {0: ""}
    if ";" in tokens.keys:
        cuts |= {at + 1: ";" for at, key in enumerate(tokens.keys) if key == ";" and at + 1 < len(tokens)}
    for cue in cues:
        if cue.concept == EXCEPTION:
            cuts[cue.first] = EXCEPTION
        elif cue.concept == CONTRAST:
            cuts.setdefault(cue.first, CONTRAST)
    if len(cuts) == 1 and not cuts[0]:
        return (Region(first=0, last=len(tokens), is_exception=False),)
    starts = sorted(cuts)
    subjects = [cue.first for cue in cues if cue.concept == FIRST_PARTY]
    regions: list[Region] = []
    for first, last in zip(starts, [*starts[1:], len(tokens)], strict=True):
        goes_on = cuts[first] == ";" and bool(regions) and regions[-1].is_exception
        own = any(first <= at < min(last, first + _NEAR_START) for at in subjects)
        is_exception = cuts[first] == EXCEPTION or (goes_on and not own)
        regions.append(Region(first=first, last=last, is_exception=is_exception))
    return tuple(regions)


def region_at(regions: Sequence[Region], token: int) -> int:
    """Return the index of the region that holds a token."""
    if len(regions) == 1:
        return 0
    return next((i for i, region in enumerate(regions) if region.first <= token < region.last), 0)


class ActFinder:
    """Finds the acts of one clause.

    Args:
        tokens: The clause's tokens.
        matches: Everything the lexicon found in it.
        operations: IRI of a processing concept to its family; others are no acts.
    """

    def __init__(self, tokens: Tokens, matches: Sequence[Match], operations: Mapping[str, str]) -> None:
        self._keys = tokens.keys
        self._words = tokens.words
        self._operations = operations
        cues = [m for m in matches if m.scheme == CUES]
        self.regions = find_regions(tokens, cues)
        self._cues: defaultdict[str, list[Match]] = defaultdict(list)
        for cue in cues:
            self._cues[cue.concept].append(cue)
        self._negations = negation_places((*self._cues[NEGATION], *self._cues[NOT_NEGATING]))
        self._subjects = self._find_subjects(cues, matches)
        self._nouns = {m.last for m in matches if m.scheme == "data-categories"}
        purposes = [m for m in matches if m.scheme == "purposes"]
        self._verbs = [
            m
            for m in matches
            if m.concept in operations and not any(p.first <= m.first and m.last <= p.last for p in purposes)
        ]

    def find(self) -> tuple[Act, ...]:
        """Return the acts in order of their verbs."""
        acts: list[Act] = []
        previous: Match | None = None
        for verb in self._verbs:
            if previous is not None and acts and self._joined(previous, verb):
                act = replace(acts[-1], concept=verb.concept, operation=self._operations[verb.concept], at=verb.first)
            else:
                act = self._act(verb)
            acts.append(act)
            previous = verb
        return tuple(acts)

    def _joined(self, left: Match, right: Match) -> bool:
        between = self._keys[left.last : right.first]
        subject_between = any(left.last <= at < right.first for at, _ in self._subjects)
        return (
            len(between) <= _FARTHEST_JOINT
            and not subject_between
            and bool(between)
            and any(key in _JOINTS for key in between)
            and region_at(self.regions, left.first) == region_at(self.regions, right.first)
            and not any(c.first >= left.last and c.last <= right.first for c in self._cues[PURPOSE_LEAD])
        )

    def _act(self, verb: Match) -> Act:
        region = region_at(self.regions, verb.first)
        left = self.regions[region].first
        at, who = next(((a, w) for a, w in reversed(self._subjects) if left <= a < verb.first), (left, Who.NOBODY))
        if who is Who.THIRD and self._is_joint(left, at):
            who = Who.FIRST
        form = self._form(verb, at)
        if form is Form.PASSIVE:
            at, who = left, self._agent(verb)
        concept, operation = verb.concept, self._operations[verb.concept]
        is_others = form is Form.PASSIVE or who in (Who.THIRD, Who.NOBODY)
        if is_others and operation == "share" and self._reaches_us(verb, region):
            concept, operation, who = OBTAIN, "collect", Who.FIRST
        if who is Who.NOBODY and form is Form.MAIN and self._is_told(left, verb):
            who = Who.SECOND
        denied = self._is_negated(verb, first=max(left, at - _NEAR_START)) or self._between(
            NEGATIVE_OBJECT, verb.last, self.regions[region].last
        )
        return Act(
            concept=concept,
            operation=operation,
            who=who,
            denied=denied,
            modality=Modality.MAY if self._between(MAY, max(at, left), verb.first) else Modality.DOES,
            form=form,
            at=verb.first,
            region=region,
        )

    def _is_negated(self, verb: Match, *, first: int) -> bool:
        """Say whether a negation reaches a verb: "we need no consent before we share" denies no sharing."""
        turn = max((c.first for c in self._cues[PRECEDENCE] if first <= c.first < verb.first), default=first)
        return any(turn <= n < verb.first for n in self._negations)

    def _is_told(self, left: int, verb: Match) -> bool:
        """Say whether a statement opens with an order to the reader: "Never share your password"."""
        opening = range(left, min(verb.first, left + 2))
        return any(n in opening for n in self._negations) and verb.first - left <= _NEAR_START

    def _reaches_us(self, verb: Match, region: int) -> bool:
        """Say whether what is shared comes to the first party: "they share it with us", "is sent to us"."""
        end = min(self.regions[region].last, verb.last + _FARTHEST_RECEIVER)
        return any(
            verb.first < cue.first - 1 and cue.first < end and self._keys[cue.first - 1] in _TOWARDS
            for cue in self._cues[FIRST_PARTY]
        )

    def _is_joint(self, left: int, subject: int) -> bool:
        """Say whether a third party acts together with the first: "we and our partners"."""
        return any(
            who is Who.FIRST
            and max(left, subject - _FARTHEST_PARTNER) <= at < subject
            and self._keys[at + 1] in _JOINTS
            and not any(at < verb.first < subject for verb in self._verbs)
            for at, who in self._subjects
        )

    def _between(self, kind: str, first: int, last: int) -> bool:
        return any(first <= cue.first < last for cue in self._cues[kind])

    def _form(self, verb: Match, subject: int) -> Form:
        word = self._words[verb.first]
        if self._between(PASSIVE, max(subject, verb.first - 4), verb.first) and not word.endswith("ing"):
            return Form.PASSIVE
        if verb.first in self._nouns and not word.endswith("ing"):
            return Form.RELATIVE
        if self._is_relative(subject):
            return Form.RELATIVE
        lead = next((c.first for c in self._cues[PURPOSE_LEAD] if c.last == verb.first), None)
        # "We want to share" and "our policy is not to share" say what is done, "we do it to share" what for.
        is_main = lead is not None and (
            lead - 1 in self._negations or any(c.last == lead for c in self._cues[CONTROL_VERB])
        )
        if lead is not None and not is_main:
            return Form.INFINITIVE
        return Form.NOMINAL if word.endswith(("ion", "ure", "al")) else Form.MAIN

    def _is_relative(self, subject: int) -> bool:
        """Say whether the subject opens a relative clause: "data that we", "information we"."""
        after_relative = any(subject - 2 <= cue.last <= subject + 1 for cue in self._cues[RELATIVE])
        return after_relative or subject in self._nouns or subject - 1 in self._nouns

    def _agent(self, verb: Match) -> Who:
        agent = next((c for c in self._cues[AGENT] if verb.last <= c.first <= verb.last + 6), None)
        if agent is None:
            return Who.FIRST
        return next((w for a, w in self._subjects if agent.last <= a <= agent.last + 3), Who.FIRST)

    def _find_subjects(self, cues: Sequence[Match], matches: Sequence[Match]) -> list[tuple[int, Who]]:
        found = {m.last - 1: Who.THIRD for m in matches if m.scheme == "recipients"}
        kinds = {FIRST_PARTY: Who.FIRST, SECOND_PARTY: Who.SECOND, THIRD_PARTY: Who.THIRD}
        found |= {m.last - 1: kinds[m.concept] for m in cues if m.concept in kinds}
        return sorted(found.items())


def negation_places(matches: Iterable[Match]) -> tuple[int, ...]:
    """Return the token indices of negations that negate ("not", but not in "not limited to")."""
    found = list(matches)
    idle = [m for m in found if m.concept == NOT_NEGATING]
    return tuple(
        m.first
        for m in found
        if m.concept == NEGATION and not any(i.first <= m.first and m.last <= i.last for i in idle)
    )
