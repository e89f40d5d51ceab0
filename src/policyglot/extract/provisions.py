"""Provisions: what a clause states that is no practice: rights, choices, measures and the like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from policyglot.extract.acts import NEGATION
from policyglot.extract.choices import choice_kind, choice_means
from policyglot.extract.lexicon import Match
from policyglot.extract.reading import STATEMENTS, Reading, statement_index
from policyglot.extract.scope import Scope, clause_evidence, mention
from policyglot.model import Assertion, Honoured, Mention, Provision
from policyglot.vocabulary import Vocabulary, iri

HONOURED = iri("pg:cue-honoured")
DISREGARDED = iri("pg:cue-disregarded")
UNCLEAR = iri("pg:cue-unclear")

NOTICE_BY_CUE = {
    iri("pg:cue-told-personally"): iri("pg:NoticePersonal"),
    iri("pg:cue-told-here"): iri("pg:NoticePosted"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementKind:
    """A kind of statement that becomes a provision.

    Attributes:
        label: Its label ("security").
        scheme: Scheme of its concepts ("measures").
        group: Attribute of Policy that it goes into.
        default: IRI of the concept where the words name no narrower one.
    """

    label: str
    scheme: str
    group: str
    default: str


@cache
def statement_kinds(vocabulary: Vocabulary) -> tuple[StatementKind, ...]:
    """Return the kinds of statement that become provisions, in the order of the vocabulary."""
    return tuple(
        StatementKind(
            label=c.notations["label"],
            scheme=c.notations["scheme"],
            group=c.notations["group"],
            default=c.matches["closeMatch"][0],
        )
        for c in vocabulary.scheme(STATEMENTS)
        if "group" in c.notations
    )


def find_provisions(
    scope: Scope, reading: Reading, *, labels: Mapping[str, float], has_practice: bool
) -> Iterator[tuple[str, Provision]]:
    """Yield what a clause provides for, with the group of the policy that it belongs to.

    Args:
        scope: The document and the vocabulary.
        reading: What was found in the clause.
        labels: Decided labels with their confidence.
        has_practice: Whether the clause has practices, which then carry its legal bases.
    """
    for kind in statement_kinds(scope.vocabulary):
        if kind.label not in labels or (kind.group == "legal_bases" and has_practice and reading.of(kind.scheme)):
            continue
        if kind.label == "choice":
            yield kind.group, _choice(scope, reading, confidence=labels["choice"])
            continue
        for concept, named in _concepts(scope, reading, kind):
            yield (
                kind.group,
                _provision(scope, reading, kind, concept=concept, named=named, confidence=labels[kind.label]),
            )


def _concepts(scope: Scope, reading: Reading, kind: StatementKind) -> list[tuple[str, tuple[Mention, ...]]]:
    """Return the concepts of a kind that a clause names, each once, or the kind's default."""
    index = statement_index(scope.vocabulary)
    named: dict[str, list[Match]] = {}
    for match in reading.of(kind.scheme):
        label = index.get(match.concept, "region" if kind.scheme == "audiences" else None)
        if label is None or label == kind.label:
            named.setdefault(match.concept, []).append(match)
    if kind.group == "notices":
        # How people are told stands apart from what they are told of: "if it changes, … by e-mail".
        for match in reading.matches:
            if match.concept in NOTICE_BY_CUE:
                named.setdefault(NOTICE_BY_CUE[match.concept], []).append(match)
    if not named:
        return [(kind.default, ())]
    return [(concept, tuple(mention(scope, m) for m in found)) for concept, found in named.items()]


def _provision(
    scope: Scope,
    reading: Reading,
    kind: StatementKind,
    *,
    concept: str,
    named: Sequence[Mention],
    confidence: float,
) -> Provision:
    negated = _is_negated(reading)
    means = tuple(named)
    if kind.group == "rights":
        means = tuple(mention(scope, m) for m in reading.of("choices"))
    return Provision(
        concept=concept,
        assertion=Assertion.DENIED if kind.group == "decisions" and negated else Assertion.STATED,
        honoured=_honoured(reading, negated=negated) if kind.group == "signals" else None,
        means=means,
        scope=_scope(reading, ("data-categories",)) if kind.group == "rights" else (),
        evidence=(clause_evidence(scope, reading.clause),),
        confidence=confidence,
    )


def _is_negated(reading: Reading) -> bool:
    """Say whether a clause has a negation that is no part of a name ("Do Not Track")."""
    signals = reading.of("signals")
    return any(
        m.concept == NEGATION and not any(s.first <= m.first and m.last <= s.last for s in signals)
        for m in reading.matches
    )


def _honoured(reading: Reading, *, negated: bool) -> Honoured:
    if reading.has(DISREGARDED):
        return Honoured.NOT_HONOURED
    if reading.has(UNCLEAR) or not reading.has(HONOURED):
        return Honoured.NOT_HONOURED if negated and not reading.has(UNCLEAR) else Honoured.UNCLEAR
    return Honoured.NOT_HONOURED if negated else Honoured.HONOURED


def _choice(scope: Scope, reading: Reading, *, confidence: float) -> Provision:
    return Provision(
        concept=choice_kind(reading),
        means=choice_means(scope, reading),
        scope=_scope(reading, ("purposes", "recipients", "data-categories")),
        evidence=(clause_evidence(scope, reading.clause),),
        confidence=confidence,
    )


def _scope(reading: Reading, schemes: Sequence[str]) -> tuple[str, ...]:
    """Return the concepts of the first of the schemes that the clause, or else its heading, names."""
    for matches in (reading.matches, reading.topics):
        for scheme in schemes:
            found = dict.fromkeys(m.concept for m in matches if m.scheme == scheme)
            if found:
                return tuple(found)
    return ()
