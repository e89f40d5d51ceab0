"""Finds practices that a policy both states and denies.

A denial reaches a stated practice where each of its dimensions does: the operation, the
data, the purposes, the recipients and the people. A dimension that a denial leaves out
reaches everything. Conditions, exceptions and consent take a pair out: then both can be true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policyglot.findings import Severity
from policyglot.model import Identifiability, Mention, Policy, Practice
from policyglot.validate.evidence import first_span, quoted
from policyglot.validate.rule import Problem
from policyglot.vocabulary import Vocabulary, iri, load_vocabulary

_EVERYTHING = iri("dpv:PersonalData")
_AGGREGATED = iri("pg:AggregatedData")
_OPT_IN = iri("dpv:OptingInToProcess")
# Disclosure to a court or a buyer of the business is written apart from "we do not share" in nearly
# every policy, and nobody is misled by it.
_EXPECTED = (iri("dpv:Authority"), iri("pg:Successor"))
# Below this a practice is a guess, and a contradiction between guesses is none.
_SURE = 0.5


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
    operations = _operations(vocabulary, kind)
    if kind == "share":
        sale = _operations(vocabulary, "sell")
        operations = tuple(operation for operation in operations if operation not in sale)
    for denied in policy.denied:
        if denied.condition or denied.confidence < _SURE:
            continue
        forbidden = [d for d in denied.processing if any(vocabulary.is_a(d, operation) for operation in operations)]
        for stated in policy.stated:
            if _reaches(denied, stated, forbidden=forbidden, vocabulary=vocabulary):
                yield Contradiction(denied=denied, stated=stated)


def problems(policy: Policy, *, kind: str, verb: str) -> Iterator[Problem]:
    """Yield one problem for each denial that the policy contradicts.

    Args:
        policy: The policy.
        kind: As in `contradictions`.
        verb: What is done, for the message: "shares".
    """
    seen: dict[int, list[Contradiction]] = {}
    for found in contradictions(policy, kind=kind):
        seen.setdefault(policy.practices.index(found.denied), []).append(found)
    for number, pairs in seen.items():
        denied, stated = pairs[0].denied, pairs[0].stated
        more = f" (and {len(pairs) - 1} more)" if len(pairs) > 1 else ""
        expected = all(_is_expected(pair.stated) for pair in pairs)
        yield Problem(
            message=f"says that it never {verb} and that it does: "
            f"{quoted(denied.evidence)} against {quoted(stated.evidence)}{more}",
            hint="name the exception beside the denial, or take one of the two away",
            span=first_span(denied.evidence),
            pointer=f"practices/{number}",
            severity=Severity.NOTE if expected else None,
        )


def _operations(vocabulary: Vocabulary, kind: str) -> tuple[str, ...]:
    return vocabulary[f"pg:statement-{kind}"].matches.get("narrowMatch", ())


def _reaches(denied: Practice, stated: Practice, *, forbidden: Sequence[str], vocabulary: Vocabulary) -> bool:
    return (
        stated.confidence >= _SURE
        and stated.party is denied.party
        and not stated.condition
        and not any(vocabulary.is_a(choice.kind, _OPT_IN) for choice in stated.choices)
        and not any(mention.required == "opt-in" for mention in (*stated.purposes, *stated.recipients))
        and any(vocabulary.is_a(s, d) for s in stated.processing for d in forbidden)
        and _same_identifiability(denied, stated)
        and _covers(denied.data, stated.data, vocabulary, everything=_EVERYTHING)
        and _covers(denied.purposes, stated.purposes, vocabulary)
        and _covers(denied.recipients, stated.recipients, vocabulary)
        and _covers_people(denied, stated, vocabulary)
    )


def _covers(
    denied: Sequence[Mention], stated: Sequence[Mention], vocabulary: Vocabulary, *, everything: str | None = None
) -> bool:
    """Say whether what is denied includes some of what is stated."""
    if not denied or any(mention.concept == everything for mention in denied):
        return True
    return any(
        vocabulary.is_a(s.concept, d.concept) and (d.name is None or d.name == s.name) for d in denied for s in stated
    )


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
    return bool(stated.recipients) and all(mention.concept in _EXPECTED for mention in stated.recipients)
