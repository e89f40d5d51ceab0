"""Policies side by side: stated, denied, both, silent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from policyglot.compare.facts import Aspect, Fact, facts_of
from policyglot.model import PROVISION_GROUPS, Assertion, Policy, Practice, Provision
from policyglot.vocabulary import Vocabulary, load_vocabulary


class Stance(StrEnum):
    """What a policy says of something."""

    STATED = "stated"
    DENIED = "denied"
    BOTH = "stated and denied"
    SILENT = "silent"


def _sayings(policy: Policy) -> Iterable[tuple[Practice | Provision, tuple[Fact, ...]]]:
    for practice in policy.practices:
        yield practice, facts_of(practice)
    for group in PROVISION_GROUPS:
        for provision in getattr(policy, group):
            yield provision, facts_of(provision, group=group)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a matrix.

    Attributes:
        fact: What the policies are asked about; details are left out.
        stances: What each policy says of it, in the order of the policies.
    """

    fact: Fact
    stances: tuple[Stance, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Policies side by side.

    Attributes:
        names: Names of the policies.
        rows: What at least one of them says something of, by aspect, then concept.
    """

    names: tuple[str, ...]
    rows: tuple[Row, ...]


def compare(policies: Sequence[Policy], *, names: Sequence[str]) -> Matrix:
    """Put policies side by side.

    Who states something narrow states what is broader ("e-mail address" states "contact"); who
    denies something broad denies what is narrower. A broader concept is a row only where a policy names it.

    Args:
        policies: At least one.
        names: Their names, as many.

    Returns:
        The matrix.

    >>> policy = Policy(source="a", sha256="0" * 64)
    >>> compare([policy, policy], names=["a", "b"]).rows
    ()
    """
    vocabulary = load_vocabulary()
    stated, denied = [], []
    for policy in policies:
        sides: dict[Assertion, set[Fact]] = {Assertion.STATED: set(), Assertion.DENIED: set()}
        for said, facts in _sayings(policy):
            sides[said.assertion] |= {_bare(fact) for fact in facts}
        stated.append(sides[Assertion.STATED])
        denied.append(sides[Assertion.DENIED])
    asked = sorted(set().union(*stated, *denied), key=lambda f: (list(Aspect).index(f.aspect), f))
    closed = [{up for fact in facts for up in _upwards(fact, vocabulary)} for facts in stated]
    rows = [
        Row(
            fact=fact,
            stances=tuple(
                _stance(fact in yes, any(up in no for up in _upwards(fact, vocabulary)))
                for yes, no in zip(closed, denied, strict=True)
            ),
        )
        for fact in asked
    ]
    return Matrix(names=tuple(names), rows=tuple(rows))


def _bare(fact: Fact) -> Fact:
    return Fact(aspect=fact.aspect, processing=fact.processing, concept=fact.concept)


def _upwards(fact: Fact, vocabulary: Vocabulary) -> Iterable[Fact]:
    yield fact
    for broader in vocabulary.ancestors(fact.concept):
        yield Fact(aspect=fact.aspect, processing=fact.processing, concept=broader)


def _stance(is_stated: bool, is_denied: bool) -> Stance:
    if is_stated:
        return Stance.BOTH if is_denied else Stance.STATED
    return Stance.DENIED if is_denied else Stance.SILENT
