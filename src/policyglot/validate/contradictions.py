"""Finds practices that a policy both states and denies.

A contradiction is a serious charge, so only plain ones count. A denial reaches a stated
practice where each of its dimensions does: the operation, the data, the purposes, the
recipients and the people; a dimension that a denial leaves out reaches everything. At least
one dimension must be named by both in so many words: a denial that speaks of "information" and a
practice that speaks of "data" mean different things more often than not. Conditions, exceptions
and consent take a pair out, and so does one sentence that says both: then both can be true.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from policyglot.findings import Severity
from policyglot.model import Identifiability, Mention, Policy, Practice
from policyglot.validate.evidence import first_span, quoted
from policyglot.validate.rule import Problem
from policyglot.vocabulary import Vocabulary, iri, load_vocabulary

_AGGREGATED = iri("pg:AggregatedData")
_OPT_IN = iri("dpv:OptingInToProcess")
# Concepts that name nothing in particular.
VAGUE = frozenset(
    map(iri, ("dpv:PersonalData", "dpv:Data", "pg:OtherData", "dpv:Purpose", "dpv:Recipient", "dpv:Entity"))
)
# Disclosure to a court or a buyer of the business is written apart from "we do not share" in nearly
# every policy, and nobody is misled by it.
_EXPECTED = frozenset(
    map(
        iri,
        (
            "dpv:Authority",
            "pg:Court",
            "pg:LawEnforcement",
            "pg:Successor",
            "pg:BusinessTransfer",
            "dpv:LegalCompliance",
        ),
    )
)
# Below the first confidence a practice is a guess, and a contradiction between guesses is none;
# below the second, what is found deserves a look and no more.
_GUESSED, _SURE = 0.5, 0.8
# An operation belongs to the first kind that has it: a sale is a disclosure too, and everything is a use.
_KINDS = ("sell", "share", "collect", "use")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A denied practice and a stated one that it reaches."""

    denied: Practice
    stated: Practice


def contradictions(policy: Policy, *, kind: str) -> Iterator[Contradiction]:
    """Yield the contradictions of one kind of practice.

    Args:
        policy: The policy.
        kind: Label of the kind of statement: "collect", "use", "share" or "sell". A sale is
            looked for among the sales only.
    """
    vocabulary = load_vocabulary()
    denials = policy.denied
    if not denials:
        return
    stated = _Stated(policy, vocabulary)
    for denied in denials:
        if denied.condition or denied.confidence < _GUESSED:
            continue
        kinds = {operation: _kind_of(operation, vocabulary) for operation in denied.processing}
        # "We do not sell or rent it" denies a trade, and no other disclosure.
        forbidden = [o for o, its in kinds.items() if its == kind and (kind == "sell" or "sell" not in kinds.values())]
        for practice in stated.candidates(denied, forbidden):
            if _reaches(denied, practice, forbidden=forbidden, vocabulary=vocabulary) and _is_plain(
                denied, practice, kind=kind, vocabulary=vocabulary
            ):
                yield Contradiction(denied=denied, stated=practice)


class _Stated:
    """The stated practices that a denial can reach, by what they name: a policy may have thousands of both."""

    def __init__(self, policy: Policy, vocabulary: Vocabulary) -> None:
        self._practices = [p for p in policy.stated if _is_open(p, vocabulary)]
        # From a concept to the practices that name it or one below it: bit `i` stands for practice `i`.
        self._named: defaultdict[tuple[str, str], int] = defaultdict(int)
        for number, practice in enumerate(self._practices):
            for dimension, concepts in _dimensions(practice, done=practice.processing):
                for concept in {above for c in concepts for above in (c, *vocabulary.ancestors(c))}:
                    self._named[dimension, concept] |= 1 << number

    def candidates(self, denied: Practice, forbidden: Sequence[str]) -> Iterator[Practice]:
        """Yield, in the order of the policy, the practices that name what a denial names in every dimension."""
        found = (1 << len(self._practices)) - 1
        for dimension, concepts in _dimensions(denied, done=forbidden):
            if dimension == "processing" or (concepts and VAGUE.isdisjoint(concepts)):
                found &= reduce(or_, (self._named.get((dimension, c), 0) for c in concepts), 0)
        while found:
            lowest = found & -found
            yield self._practices[lowest.bit_length() - 1]
            found ^= lowest


def _dimensions(practice: Practice, *, done: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The concepts of a practice by the dimension that they belong to."""
    return (
        ("processing", tuple(done)),
        ("data", tuple(m.concept for m in practice.data)),
        ("purposes", tuple(m.concept for m in practice.purposes)),
        ("recipients", tuple(m.concept for m in practice.recipients)),
    )


def problems(policy: Policy, *, kind: str, verb: str) -> Iterator[Problem]:
    """Yield one problem for each denial that the policy contradicts.

    Args:
        policy: The policy.
        kind: As in `contradictions`.
        verb: What is done, for the message: "shares".
    """
    seen: dict[int, list[Contradiction]] = {}
    numbers: dict[int, int] = {}
    for found in contradictions(policy, kind=kind):
        # Looked for once for each denial: it compares practice with practice.
        if id(found.denied) not in numbers:
            numbers[id(found.denied)] = policy.practices.index(found.denied)
        seen.setdefault(numbers[id(found.denied)], []).append(found)
    for number, pairs in seen.items():
        surest = max(pairs, key=lambda pair: pair.stated.confidence)
        denied, stated = surest.denied, surest.stated
        more = f" (and {len(pairs) - 1} more)" if len(pairs) > 1 else ""
        expected = all(_is_expected(pair.stated) for pair in pairs)
        yield Problem(
            message=f"says that it never {verb} and that it does: "
            f"{quoted(denied.evidence)} against {quoted(stated.evidence)}{more}",
            hint="name the exception beside the denial, or take one of the two away",
            span=first_span(denied.evidence),
            pointer=f"practices/{number}",
            severity=Severity.NOTE if expected else severity_of(denied.confidence, stated.confidence),
        )


def _kind_of(operation: str, vocabulary: Vocabulary) -> str | None:
    for kind in _KINDS:
        members = vocabulary[f"pg:statement-{kind}"].matches.get("narrowMatch", ())
        if any(vocabulary.is_a(operation, member) for member in members):
            return kind
    return None


def severity_of(*confidences: float) -> Severity:
    """Return how much a contradiction between statements of these confidences matters."""
    return Severity.WARNING if min(confidences) >= _SURE else Severity.NOTE


def is_same_place(one: Practice, other: Practice) -> bool:
    """Say whether two practices rest on the same words: one sentence may say both for a reason."""
    spans = [evidence.span for evidence in other.evidence if evidence.span]
    return any(evidence.span and evidence.span.overlaps(span) for evidence in one.evidence for span in spans)


def _is_plain(denied: Practice, stated: Practice, *, kind: str, vocabulary: Vocabulary) -> bool:
    """Say whether the two speak of the same thing in so many words, in two places."""
    if is_same_place(denied, stated):
        return False
    same_data = _names_same(denied.data, stated.data, vocabulary)
    same_purpose = _names_same(denied.purposes, stated.purposes, vocabulary)
    same_recipient = _names_same(denied.recipients, stated.recipients, vocabulary)
    if kind == "sell":
        return True
    if kind == "share":
        return same_recipient or (same_data and not denied.recipients and bool(stated.recipients))
    if kind == "use":
        return same_purpose and (same_data or not denied.data)
    return same_data and not denied.purposes


def _names_same(denied: Sequence[Mention], stated: Sequence[Mention], vocabulary: Vocabulary) -> bool:
    """Say whether something particular is named by both."""
    return any(
        d.concept not in VAGUE and vocabulary.is_a(s.concept, d.concept) and d.name in (None, s.name)
        for d in denied
        for s in stated
    )


def _is_open(stated: Practice, vocabulary: Vocabulary) -> bool:
    """Say whether a practice is said plainly enough to contradict anything: no guess, no condition, no consent."""
    return (
        stated.confidence >= _GUESSED
        and not stated.condition
        and not any(vocabulary.is_a(choice.kind, _OPT_IN) for choice in stated.choices)
        and not any(mention.required == "opt-in" for mention in (*stated.purposes, *stated.recipients))
    )


def _reaches(denied: Practice, stated: Practice, *, forbidden: Sequence[str], vocabulary: Vocabulary) -> bool:
    return (
        stated.party is denied.party
        and any(vocabulary.is_a(s, d) for s in stated.processing for d in forbidden)
        and _same_identifiability(denied, stated)
        and _covers(denied.data, stated.data, vocabulary)
        and _covers(denied.purposes, stated.purposes, vocabulary)
        and _covers(denied.recipients, stated.recipients, vocabulary)
        and _covers_people(denied, stated, vocabulary)
    )


def _covers(denied: Sequence[Mention], stated: Sequence[Mention], vocabulary: Vocabulary) -> bool:
    """Say whether what is denied includes some of what is stated; what is vague includes all."""
    if not denied or any(mention.concept in VAGUE for mention in denied):
        return True
    return _names_same(denied, stated, vocabulary)


def _covers_people(denied: Practice, stated: Practice, vocabulary: Vocabulary) -> bool:
    return not denied.audiences or any(vocabulary.is_a(s, d) for d in denied.audiences for s in stated.audiences)


def _same_identifiability(denied: Practice, stated: Practice) -> bool:
    """Say whether both speak of data that identify, or both of data that do not."""
    return _is_aggregated(denied) == _is_aggregated(stated)


def _is_aggregated(practice: Practice) -> bool:
    return practice.identifiability is Identifiability.AGGREGATED or any(
        mention.concept == _AGGREGATED for mention in practice.data
    )


def _is_expected(stated: Practice) -> bool:
    to, purposes = stated.recipients, stated.purposes
    return any(named and all(mention.concept in _EXPECTED for mention in named) for named in (to, purposes))
