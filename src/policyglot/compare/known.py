"""What a version is known to say, so that saying it in other words, or more broadly, is nothing new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from policyglot.compare.claims import Claim
from policyglot.compare.facts import Aspect, Fact
from policyglot.compare.version import words_of
from policyglot.model import Assertion
from policyglot.vocabulary import Vocabulary, iri, load_vocabulary

# Operations that stay what they are; all others are one of two: data are handled, or given to somebody.
_OWN = (iri("pg:Sell"), iri("dpv:Profiling"))
_GIVING = (iri("dpv:Disclose"), iri("dpv:Transfer"))
HANDLE, GIVE = "handle", "give"
SENSITIVE = tuple(
    map(iri, ("dpv:SensitivePersonalData", "pd:Biometric", "pd:Genetic", "pd:Health", "pd:GPSCoordinate"))
)
"""Data that a reader asks about first, and all below them."""
# Purposes of which it matters what data they are for.
_TELLING = (iri("dpv:Advertising"), iri("dpv:DirectMarketing"))
# Concepts that limit nothing.
_ANY = frozenset([iri("dpv:PersonalData"), iri("dpv:Purpose"), iri("dpv:ThirdParty"), iri("dpv:Recipient")])
# What a practice is limited to: data, purpose, recipient.
_LIMITS = (Aspect.DATA, Aspect.PURPOSE, Aspect.RECIPIENT)
# Combinations of a practice that are looked at; a row of a table may have thousands.
_MOST = 4_000

# Aspect, operation, concept, detail: equal for facts that differ in nothing that matters.
Folded = tuple[Aspect, str, str, str]


@lru_cache(maxsize=256)
def operation(act: str) -> str:
    """Return what an operation comes to: HANDLE, GIVE, the IRI of one that is neither, or "" for none.

    "We collect", "we record" and "we use" are one thing to a reader who looks for what changed.

    >>> operation("https://w3id.org/dpv#Observe")
    'handle'
    """
    vocabulary = load_vocabulary()
    for own in _OWN:
        if act and vocabulary.is_a(act, own):
            return own
    if any(vocabulary.is_a(act, giving) for giving in _GIVING):
        return GIVE
    return HANDLE if act else ""


# A fact is folded wherever it is held against another.
@lru_cache(maxsize=16_384)
def fold(fact: Fact) -> Folded:
    """Return what two facts have in common that differ in nothing that matters to a reader.

    A recipient that is named is the name, whatever kind it was taken for.
    """
    detail = "".join(words_of(fact.detail)) if "://" not in fact.detail else fact.detail
    concept = "" if fact.aspect is Aspect.RECIPIENT and detail else fact.concept
    if fact.aspect is Aspect.PROCESSING:
        concept = ""
    return fact.aspect, operation(fact.processing), concept, detail


@dataclass(frozen=True, slots=True, kw_only=True)
class _Practice:
    """The claims of one practice.

    Attributes:
        operations: What is done.
        limits: Data, purposes and recipients, folded; none where any will do.
        within: The same and all that is broader.
    """

    operations: frozenset[str]
    limits: Mapping[Aspect, frozenset[Folded]]
    within: Mapping[Aspect, frozenset[Folded]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The facts of a version, and those that follow from them.

    Attributes:
        stated: What is stated, and all that is broader.
        denied: What is denied apart from any practice; all that is narrower is denied too.
        operations: What is done with anything.
        practices: The practices that are stated.
        denials: The practices that are denied.
    """

    stated: frozenset[Folded]
    denied: frozenset[Folded]
    operations: frozenset[str]
    practices: tuple[_Practice, ...]
    denials: tuple[_Practice, ...]

    def news(self, practice: Sequence[Claim]) -> frozenset[Claim]:
        """Return the claims of a practice or provision of the other version that say something new to this one."""
        if practice[0].assertion is Assertion.DENIED:
            combined = _uncovered(practice, self.denials)
        else:
            combined = _uncombined(practice, self.practices)
        return frozenset(c for c in practice if fold(c.fact) in combined or not self._has(c))

    def _has(self, claim: Claim) -> bool:
        folded, vocabulary = fold(claim.fact), load_vocabulary()
        is_denied = claim.assertion is Assertion.DENIED
        if is_denied and claim.fact.processing:
            return True  # Its practice as a whole has been looked at.
        if claim.fact.aspect is Aspect.PROCESSING:
            return folded[1] in self.operations
        if claim.fact.aspect is Aspect.CHOICE and folded[3]:
            # Who can refuse something broad can refuse what is narrower.
            reaching = {(*folded[:3], up) for up in (folded[3], *vocabulary.ancestors(folded[3]))}
            return not reaching.isdisjoint(self.denied if is_denied else self.stated)
        if is_denied:
            return not self.denied.isdisjoint(_broader(folded, vocabulary))
        return folded in self.stated


def known_from(practices: Iterable[Sequence[Claim]]) -> Known:
    """Return what follows from the claims of practices and provisions."""
    vocabulary = load_vocabulary()
    sides: dict[Assertion, set[Folded]] = {Assertion.STATED: set(), Assertion.DENIED: set()}
    whole: dict[Assertion, list[_Practice]] = {Assertion.STATED: [], Assertion.DENIED: []}
    for practice in practices:
        assertion = practice[0].assertion
        whole[assertion].append(_practice(practice))
        for claim in practice:
            sides[assertion].update(_meant(claim))
    stated = {up for folded in sides[Assertion.STATED] for up in _broader(folded, vocabulary)}
    return Known(
        stated=frozenset(stated),
        denied=frozenset(sides[Assertion.DENIED]),
        operations=frozenset(folded[1] for folded in stated),
        practices=tuple(whole[Assertion.STATED]),
        denials=tuple(whole[Assertion.DENIED]),
    )


def _meant(claim: Claim) -> Iterator[Folded]:
    yield fold(claim.fact)
    if claim.fact.aspect is Aspect.RECIPIENT and claim.fact.detail:
        # Who names a recipient says of which kind it is.
        yield Aspect.RECIPIENT, operation(claim.fact.processing), claim.fact.concept, ""


def _broader(folded: Folded, vocabulary: Vocabulary) -> Iterator[Folded]:
    aspect, act, concept, detail = folded
    for up in (concept, *vocabulary.ancestors(concept)):
        yield aspect, act, up, detail
        if detail and aspect is not Aspect.RETENTION:
            yield aspect, act, up, ""


def _practice(claims: Sequence[Claim]) -> _Practice:
    vocabulary = load_vocabulary()
    limits: dict[Aspect, set[Folded]] = defaultdict(set)
    within: dict[Aspect, set[Folded]] = defaultdict(set)
    for claim in claims:
        if claim.fact.aspect in _LIMITS:
            limits[claim.fact.aspect].add(_bare(fold(claim.fact)))
            within[claim.fact.aspect].update(
                _bare(up) for folded in _meant(claim) for up in _broader(folded, vocabulary)
            )
    return _Practice(
        operations=frozenset(operation(c.fact.processing) for c in claims),
        limits={a: frozenset(() if any(f[2] in _ANY for f in some) else some) for a, some in limits.items()},
        within={a: frozenset(some) for a, some in within.items()},
    )


def _bare(folded: Folded) -> Folded:
    return folded[0], "", *folded[2:]


def _uncovered(practice: Sequence[Claim], denials: Iterable[_Practice]) -> set[Folded]:
    """Return the facts of a denial in combinations that no other denies, be it more broadly."""
    denial, vocabulary = _practice(practice), load_vocabulary()
    sides: list[Sequence[Folded | None]] = [sorted(denial.limits.get(aspect, ())) or [None] for aspect in _LIMITS]
    found: set[Folded] = set()
    for act in sorted(denial.operations):
        others = [other for other in denials if act in other.operations]
        for combination in islice(product(*sides), _MOST):
            limits = dict(zip(_LIMITS, combination, strict=True))
            if not any(_covers(other, limits, vocabulary) for other in others):
                found |= {(aspect, act, *folded[2:]) for aspect, folded in limits.items() if folded}
                found |= {fold(c.fact) for c in practice if fold(c.fact)[1] == act and c.fact.concept in _ANY}
    return found


def _covers(other: _Practice, limits: Mapping[Aspect, Folded | None], vocabulary: Vocabulary) -> bool:
    if not any(other.limits.values()):
        # "We do not use your data" as such hardly ever means what it says: it denies nothing in particular.
        return not any(limits.values())
    for aspect, folded in limits.items():
        reach = other.limits.get(aspect)
        if reach and (folded is None or reach.isdisjoint(_broader(folded, vocabulary))):
            return False
    return True


def _uncombined(practice: Sequence[Claim], others: Iterable[_Practice]) -> set[Folded]:
    """Return data and whom they are given to, or what they are for, where no other practice says both together.

    That data are collected and that advertising takes place does not say that those data are for advertising. It is
    looked at where it matters most: data that are given away, sensitive data, and marketing.
    """
    vocabulary = load_vocabulary()
    found: set[Folded] = set()
    folded = {fold(claim.fact) for claim in practice}
    for data in folded:
        if data[0] is not Aspect.DATA or data[2] in _ANY:
            continue
        for other in folded:
            if other[1] != data[1] or not _matters(data, other, vocabulary):
                continue
            if not any(
                data[1] in known.operations
                and _bare(data) in known.within.get(Aspect.DATA, ())
                and _bare(other) in known.within.get(other[0], ())
                for known in others
            ):
                found |= {data, other}
    return found


def _matters(data: Folded, other: Folded, vocabulary: Vocabulary) -> bool:
    if other[0] is Aspect.RECIPIENT:
        return data[1] in {GIVE, *_OWN} and other[2] not in _ANY
    if other[0] is not Aspect.PURPOSE or other[2] in _ANY:
        return False
    is_sensitive = any(vocabulary.is_a(data[2], broad) for broad in SENSITIVE)
    return is_sensitive or any(vocabulary.is_a(other[2], broad) for broad in _TELLING)
