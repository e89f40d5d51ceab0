"""From practices to STATEMENTs: stated practices only, gathered so that a reader finds the truth.

A practice that was read from P3P becomes its own statement again. Practices of prose are
fine-grained and often name data, purposes and recipients in different sentences; they
are gathered in four steps, each of which only ever says more:

1. "your information" means all the data that the policy says it collects;
2. practices with the same data, recipients and retention share a statement;
3. statements with the same purposes, recipients and retention share their data;
4. data that no purpose is stated for go into a statement of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from policyglot.formats.p3p.consequences import consequence
from policyglot.formats.p3p.mapping import category_names, data_of, is_unspecified, purpose_of, recipient_of
from policyglot.formats.p3p.plan import PlannedData, PlannedStatement, PlannedValue
from policyglot.formats.p3p.references import resolve
from policyglot.formats.p3p.required import required_of
from policyglot.formats.p3p.terms import (
    ACCESS,
    CATEGORIES,
    PURPOSES,
    RECIPIENTS,
    RETENTIONS,
    by_iri,
    least_protective,
    name_of,
    terms,
)
from policyglot.model import Identifiability, Mention, Party, Policy, Practice
from policyglot.vocabulary import iri, load_vocabulary

UNSTATED_DATA = PlannedData(
    reference="#dynamic.miscdata", categories=(("other-category", "data that the policy does not specify"),)
)
"""What stands for data where a policy names none at all."""

UNSTATED_RETENTION = "indefinitely"
"""The retention that promises nothing: what is written where the policy says none."""

# Categories of what a machine gives off while somebody uses it.
MACHINE_GIVEN = frozenset({"computer", "navigation", "state", "interactive"})

_GIVING = ("dpv:Share", "dpv:Transfer", "dpv:Disclose", "pg:Sell")
_P3P_SCHEMES = (PURPOSES, RECIPIENTS, RETENTIONS, CATEGORIES, ACCESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The statements, and what had to be assumed for them.

    Attributes:
        statements: In the order of the policy.
        without_retention: How many have the retention that was assumed.
        without_purpose: Whether data are written with `current` for want of a stated purpose.
        without_recipient: Whether something is shared with nobody knows whom.
        without_data: Whether the policy states no data at all.
    """

    statements: tuple[PlannedStatement, ...]
    without_retention: int = 0
    without_purpose: bool = False
    without_recipient: bool = False
    without_data: bool = False


def gather(policy: Policy) -> Gathered:
    """Return the statements that say what a policy states."""
    verbatim = [p for p in policy.stated if _is_p3p(p)]
    prose = [p for p in policy.stated if not _is_p3p(p)]
    own = [_verbatim(p) for p in verbatim]
    gathered = _Prose(policy, prose).gather() if prose else Gathered(statements=())
    bound = [s for s in own if not s.is_non_identifiable]
    return Gathered(
        statements=(*map(_completed, own), *gathered.statements),
        without_retention=gathered.without_retention + sum(s.retention is None for s in bound),
        without_purpose=gathered.without_purpose or any(not s.purposes for s in bound),
        without_recipient=gathered.without_recipient or any(not s.recipients for s in bound),
        without_data=gathered.without_data or any(not s.data for s in bound),
    )


def _completed(statement: PlannedStatement) -> PlannedStatement:
    """Return a statement with the four parts that P3P demands, unless nobody could be identified by it."""
    if statement.is_non_identifiable:
        return statement
    return replace(
        statement,
        purposes=statement.purposes or (PlannedValue(name="current"),),
        recipients=statement.recipients or (PlannedValue(name="ours"),),
        retention=statement.retention or UNSTATED_RETENTION,
        data=statement.data or (UNSTATED_DATA,),
    )


def _is_p3p(practice: Practice) -> bool:
    """Say whether a practice says everything in P3P's own values."""
    said = [m.concept for m in (*practice.purposes, *practice.recipients)]
    if practice.retention is not None:
        said.append(practice.retention.concept)
    return (
        (bool(said) or practice.identifiability is Identifiability.AGGREGATED)
        and all(concept in by_iri() for concept in said)
        and all(m.reference for m in practice.data)
    )


def _said_of(mention: Mention) -> str:
    """Return the words for a purpose that P3P has no name for: the policy's, or the concept's where those are one word.

    A word alone ("investigate") tells a reader less than what it was understood as.
    """
    label = load_vocabulary().concepts.get(mention.concept)
    return mention.exact if label is None or " " in mention.exact.strip() else label.label


def _verbatim(practice: Practice) -> PlannedStatement:
    return PlannedStatement(
        data=_in_runs([d for m in practice.data for d in data_of(m)]),
        purposes=tuple(
            PlannedValue(
                name=name_of(m.concept, PURPOSES) or "other-purpose",
                required=m.required or "always",
                texts=(m.exact,) if m.exact else (),
            )
            for m in practice.purposes
        ),
        recipients=_verbatim_recipients(practice.recipients),
        retention=name_of(practice.retention.concept, RETENTIONS) if practice.retention else None,
        is_non_identifiable=practice.identifiability is Identifiability.AGGREGATED,
        consequence=practice.description,
    )


def _verbatim_recipients(mentions: Sequence[Mention]) -> tuple[PlannedValue, ...]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for mention in mentions:
        key = (name_of(mention.concept, RECIPIENTS) or "unrelated", mention.required or "always")
        found[key] = (*found.get(key, ()), *((mention.name,) if mention.name else ()))
    return tuple(PlannedValue(name=name, required=required, texts=texts) for (name, required), texts in found.items())


def _in_runs(data: Sequence[PlannedData]) -> tuple[PlannedData, ...]:
    """Return DATA as they were published: neighbours of one reference are one element and its categories."""
    runs = groupby(data, key=lambda d: (d.reference, d.is_optional))
    return tuple(merged for _, run in runs for merged in merge_data(run))


def merge_data(data: Iterable[PlannedData]) -> tuple[PlannedData, ...]:
    """Return DATA without repetition: one for each reference and `optional`, categories united."""
    found: dict[tuple[str, bool], dict[str, str]] = {}
    for one in data:
        categories = found.setdefault((one.reference, one.is_optional), {})
        for name, text in one.categories:
            categories[name] = categories.get(name) or text
    return tuple(
        PlannedData(reference=reference, is_optional=optional, categories=tuple(categories.items()))
        for (reference, optional), categories in found.items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """What one practice adds: values by name, so that pieces can be united."""

    data: frozenset[PlannedData]
    purposes: tuple[PlannedValue, ...]
    recipients: tuple[PlannedValue, ...]
    retention: str
    is_non_identifiable: bool
    concepts: tuple[str, ...]


class _Prose:
    """Gathers the practices of one prose policy."""

    def __init__(self, policy: Policy, practices: Sequence[Practice]) -> None:
        self._policy = policy
        self._practices = practices
        specific = [d for p in practices for m in p.data if not _is_anonymous(p) for d in data_of(m)]
        self._order = {d: n for n, d in enumerate(dict.fromkeys(specific))}
        self._all = frozenset(self._order) or frozenset({UNSTATED_DATA})
        self._personal = frozenset(d for d in self._all if _is_given_away(d)) or self._all
        # What is said to be kept, and as what: every practice that does not say it asks for it.
        self._kept = [
            (frozenset(m.concept for m in p.data), _retention_name(p.retention.concept))
            for p in practices
            if p.retention is not None
        ]
        self._without_recipient = False

    def gather(self) -> Gathered:
        pieces = [self._piece(p) for p in self._practices]
        stated = [p for p in pieces if p.purposes or len(p.recipients) > 1]
        without_purpose = any(not p.purposes and p.recipients[1:] for p in stated)
        stated = [p if p.purposes or p.is_non_identifiable else _with_current(p) for p in stated]
        stated = _unite(stated, by=lambda p: (p.data, p.recipients, p.retention, p.is_non_identifiable))
        covered = frozenset(d for p in stated for d in p.data)
        bare = [p for p in pieces if not p.purposes and len(p.recipients) == 1 and p.data - covered]
        stated += [_with_current(replace(p, data=p.data - covered)) for p in bare]
        pieces = _unite(stated, by=lambda p: (p.purposes, p.recipients, p.retention, p.is_non_identifiable))
        return Gathered(
            statements=tuple(self._statement(p) for p in pieces),
            without_retention=sum(not self._said_retention(p) for p in pieces),
            without_purpose=without_purpose or bool(bare),
            without_recipient=self._without_recipient,
            without_data=not self._order,
        )

    def _piece(self, practice: Practice) -> _Piece:
        anonymous = _is_anonymous(practice)
        data = frozenset(d for m in practice.data for d in data_of(m))
        if not anonymous and (not practice.data or any(is_unspecified(m.concept) for m in practice.data)):
            # Data of no stated kind are those that the policy names elsewhere: all where they are
            # used, what tells of a person where they are given to others. What is said of several
            # kinds and "other information" is said of those kinds only.
            data = data or (self._personal if practice.recipients or self._gives_away(practice) else self._all)
        return _Piece(
            data=data,
            purposes=self._purposes(practice),
            recipients=self._recipients(practice),
            retention=self._retention(practice),
            is_non_identifiable=anonymous,
            concepts=tuple(dict.fromkeys(m.concept for m in practice.purposes)),
        )

    def _purposes(self, practice: Practice) -> tuple[PlannedValue, ...]:
        found: dict[str, list[str | None]] = {}
        texts: dict[str, str] = {}
        for mention in practice.purposes:
            name = purpose_of(mention, practice)
            found.setdefault(name, []).append(required_of(mention, practice, self._policy))
            if name == "other-purpose":
                texts.setdefault(name, _said_of(mention))
        return _in_order(PURPOSES, found, texts)

    def _recipients(self, practice: Practice) -> tuple[PlannedValue, ...]:
        found: dict[str, list[str | None]] = {"ours": [None]}
        for mention in practice.recipients:
            name = recipient_of(mention, practice)
            found.setdefault(name, []).append(required_of(mention, practice, self._policy))
        if not practice.recipients and self._gives_away(practice):
            self._without_recipient = True
            found["unrelated"] = [required_of(None, practice, self._policy)]
        return _in_order(RECIPIENTS, found, {})

    @staticmethod
    def _gives_away(practice: Practice) -> bool:
        vocabulary = load_vocabulary()
        giving = any(vocabulary.is_a(p, iri(g)) for p in practice.processing for g in _GIVING)
        return giving or practice.party is Party.THIRD_PARTY

    def _retention(self, practice: Practice) -> str:
        if practice.retention is not None:
            return _retention_name(practice.retention.concept)
        concepts = {m.concept for m in practice.data}
        for said, name in self._kept:
            if not (not said or said & concepts or all(map(is_unspecified, said))):
                continue
            # What is forgotten at once is forgotten of the data that are named: of a session's number, of its cookie.
            if name != "no-retention" or (concepts and (concepts <= said or (not said and _is_state(practice)))):
                return name
        return ""

    @staticmethod
    def _said_retention(piece: _Piece) -> bool:
        return bool(piece.retention) or piece.is_non_identifiable

    def _statement(self, piece: _Piece) -> PlannedStatement:
        data = merge_data(sorted(piece.data, key=lambda d: self._order.get(d, -1)))
        statement = PlannedStatement(
            data=data,
            purposes=piece.purposes,
            recipients=piece.recipients,
            retention=piece.retention or (None if piece.is_non_identifiable else UNSTATED_RETENTION),
            is_non_identifiable=piece.is_non_identifiable,
            concepts=piece.concepts,
        )
        subject = "All data that the policy names" if piece.data == self._all and len(data) > 1 else None
        return replace(statement, consequence=consequence(statement, subject=subject))


def _is_given_away(data: PlannedData) -> bool:
    """Say whether "we share your information" is about such data: not secrets, nor what machines give off."""
    fixed = resolve(data.reference, base=None)
    names = {*fixed.categories, *(name for name, _ in data.categories)}
    return not names <= MACHINE_GIVEN and fixed.path != "user.login.password"


def _is_state(practice: Practice) -> bool:
    """Say whether all data of a practice are what keeps a session: cookies and their like."""
    return bool(practice.data) and all(category_names(m.concept) == ("state",) for m in practice.data)


def _is_anonymous(practice: Practice) -> bool:
    return practice.identifiability is Identifiability.AGGREGATED


def _retention_name(concept: str) -> str:
    matched = load_vocabulary().matched(concept, RETENTIONS)
    return name_of(matched, RETENTIONS) or UNSTATED_RETENTION if matched else UNSTATED_RETENTION


def _with_current(piece: _Piece) -> _Piece:
    return replace(piece, purposes=(PlannedValue(name="current"),))


def _in_order(scheme: str, found: dict[str, list[str | None]], texts: dict[str, str]) -> tuple[PlannedValue, ...]:
    return tuple(
        PlannedValue(
            name=name,
            required="always" if name in ("current", "ours") else least_protective(found[name]),
            texts=(texts[name],) if texts.get(name) else (),
        )
        for name in terms(scheme)
        if name in found
    )


def _unite(pieces: Sequence[_Piece], *, by: Callable[[_Piece], object]) -> list[_Piece]:
    """Unite the pieces that have the same key: data joined, values joined with the least protective choice."""
    groups: dict[object, list[_Piece]] = {}
    for piece in pieces:
        groups.setdefault(by(piece), []).append(piece)
    return [
        replace(
            members[0],
            data=frozenset(d for m in members for d in m.data),
            purposes=_join(PURPOSES, [m.purposes for m in members]),
            recipients=_join(RECIPIENTS, [m.recipients for m in members]),
            concepts=tuple(dict.fromkeys(c for m in members for c in m.concepts)),
        )
        for members in groups.values()
    ]


def _join(scheme: str, several: Sequence[Sequence[PlannedValue]]) -> tuple[PlannedValue, ...]:
    found: dict[str, list[str | None]] = {}
    texts: dict[str, str] = {}
    for values in several:
        for value in values:
            found.setdefault(value.name, []).append(value.required)
            if value.texts:
                joined = dict.fromkeys(t for t in (*texts.get(value.name, "").split("; "), *value.texts) if t)
                texts[value.name] = "; ".join(joined)
    return _in_order(scheme, found, texts)
