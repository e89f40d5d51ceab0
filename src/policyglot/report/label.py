"""The label of a policy: which data are put to which use and go to whom, each cell one word.

Source: Kelley, Bresee, Cranor and Reeder, "A 'nutrition label' for privacy" (SOUPS 2009);
Kelley, Cesca, Bresee and Cranor, "Standardizing privacy notices" (CHI 2010).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from policyglot.formats.p3p.mapping import category_names, is_without_category
from policyglot.formats.p3p.required import required_of
from policyglot.model import Mention, Policy, Practice
from policyglot.vocabulary import Concept, iri, load_vocabulary

_GENERAL, _OTHER = iri("dpv:PersonalData"), iri("p3p:other-category")
# From an element of P3P's base data schema to the data categories that it holds.
_CARRIES = iri("pg:carries")
# Operations that give data away: what they deny is the giving, not the purpose that they name.
_GIVING = (iri("dpv:Disclose"), iri("dpv:Transfer"), iri("dpv:Transmit"))


class Stance(StrEnum):
    """What a policy says of one kind of data in one use or with one kind of recipient."""

    STATED = "stated"
    OPT_OUT = "opt-out"
    OPT_IN = "opt-in"
    DENIED = "denied"
    BOTH = "stated and denied"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A row or column of a label.

    Attributes:
        key: Short name, unique among rows and among columns ("online", "recipients-public").
        label: What it is called, in plain words.
        definition: One sentence that says what it gathers.
    """

    key: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a policy says where a row and a column meet.

    Attributes:
        stance: What it says.
        practices: Indexes into `Policy.practices` of those that say it, ascending; empty where silent.
        is_general: Whether it is denied only as part of all personal information.
    """

    stance: Stance = Stance.SILENT
    practices: tuple[int, ...] = ()
    is_general: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label: rows of data, columns of uses, then of recipients.

    Attributes:
        rows: Kinds of data; the first is personal information in general.
        uses: The first columns.
        recipients: The columns after them.
        cells: One tuple a row, one cell a column, uses first.
    """

    rows: tuple[Heading, ...]
    uses: tuple[Heading, ...]
    recipients: tuple[Heading, ...]
    cells: tuple[tuple[Cell, ...], ...]

    @property
    def columns(self) -> tuple[Heading, ...]:
        """The uses, then the recipients."""
        return (*self.uses, *self.recipients)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """One practice in one cell, with what can be refused about it."""

    practice: int
    stance: Stance


def build_label(policy: Policy) -> Label:
    """Make the label of a policy.

    A stated practice is in every column of its purposes and recipients. A denied one that gives
    data away is only in the columns of recipients: "we do not share your address for marketing"
    does not say that it is not used for marketing. A denial of all personal information, without
    condition and for everybody, holds for every kind of data of which the cell says nothing itself.

    Args:
        policy: Of prose or of a published file.

    Returns:
        The label, with every row and column, silent or not.

    >>> label = build_label(Policy(source="a", sha256="0" * 64))
    >>> {cell.stance.value for row in label.cells for cell in row}
    {'silent'}
    """
    rows, uses, recipients = _headings("label-data"), _headings("label-uses"), _headings("label-recipients")
    claims: defaultdict[tuple[str, str], list[_Claim]] = defaultdict(list)
    # Of other practices only their choices matter; a long policy has few that have any.
    offering = replace(policy, practices=tuple(p for p in policy.practices if p.choices))
    for index, practice in enumerate(policy.practices):
        columns = list(_columns(practice, offering))
        for row in _rows(practice) if columns else ():
            for column, stance in columns:
                claims[row, column].append(_Claim(practice=index, stance=stance))
    columns_of_all = [heading.key for heading in (*uses, *recipients)]
    general = {
        column: tuple(c.practice for c in claims[rows[0].key, column] if _holds_for_all(policy.practices[c.practice]))
        for column in columns_of_all
    }
    cells = tuple(tuple(_cell(claims[row.key, column], general[column]) for column in columns_of_all) for row in rows)
    return Label(rows=rows, uses=uses, recipients=recipients, cells=cells)


def _headings(scheme: str) -> tuple[Heading, ...]:
    concepts = load_vocabulary().scheme(scheme)
    return tuple(Heading(key=_key(c), label=c.label, definition=c.definition) for c in concepts)


def _key(concept: Concept) -> str:
    """Local name of a row or column without what all of them begin with: "online", "uses-marketing"."""
    return concept.iri.rpartition("#label-")[2].removeprefix("data-")


@cache
def _gathered(scheme: str) -> Mapping[str, str]:
    """Concept to the row or column that gathers it and what lies below it."""
    concepts = load_vocabulary().scheme(scheme)
    return {match: _key(c) for c in concepts for match in c.matches.get("narrowMatch", ())}


def _nearest(concept: str, scheme: str) -> str | None:
    """Key of the row or column that gathers a concept, the nearest one upwards."""
    gathered = _gathered(scheme)
    above = (concept, *load_vocabulary().ancestors(concept))
    return next((gathered[term] for term in above if term in gathered), None)


def _rows(practice: Practice) -> tuple[str, ...]:
    """Keys of the rows of a practice, each once; the general one where it names no data."""
    gathered = _gathered("label-data")
    if not practice.data:
        return (gathered[_GENERAL],)
    return tuple(dict.fromkeys(gathered[category] for m in practice.data for category in _categories(m.concept)))


def _categories(concept: str) -> tuple[str, ...]:
    """IRIs of what gathers a data category or an element of P3P's base data schema: never none."""
    known = load_vocabulary().concepts.get(concept)
    if known is not None and (elements := known.properties.get(_CARRIES)):
        return tuple(dict.fromkeys(category for carried in elements for category in _categories(carried)))
    names = tuple(iri(f"p3p:{name}") for name in category_names(concept))
    return names or ((_OTHER,) if is_without_category(concept) else (_GENERAL,))


def _columns(practice: Practice, policy: Policy) -> Iterator[tuple[str, Stance]]:
    """Yield the columns of a practice, each with what the practice says there; one may come twice."""
    named = (*practice.data, *practice.purposes, *practice.recipients)
    gives = _gives(practice)
    if practice.is_denied and not (named or gives):
        return  # It denies something that the vocabulary does not know: not everything.
    if not (practice.is_denied and gives):
        yield from _uses(practice, policy)
    if gives:
        yield from _recipients(practice, policy)


def _uses(practice: Practice, policy: Policy) -> Iterator[tuple[str, Stance]]:
    unsaid = _nearest(iri("dpv:Use"), "label-uses")
    by_act = [column for act in practice.processing if (column := _nearest(act, "label-uses"))]
    if practice.is_denied and practice.purposes:
        by_act = []  # "We do not collect it for marketing" does not say that it is not collected.
    for column in by_act:
        if column != unsaid or not practice.purposes:
            yield column, _stance(practice, None)
    for mention in practice.purposes:
        yield _nearest(mention.concept, "label-uses") or unsaid or "", _of(mention, practice, policy)


def _recipients(practice: Practice, policy: Policy) -> Iterator[tuple[str, Stance]]:
    for mention in practice.recipients:
        column = _nearest(mention.concept, "label-recipients")
        if column:  # P3P's own `ours` is the company itself.
            yield column, _of(mention, practice, policy)
    if not practice.recipients:
        for act in practice.processing:
            column = _nearest(act, "label-recipients")
            if column:
                yield column, _stance(practice, required_of(None, practice, policy))


def _gives(practice: Practice) -> bool:
    vocabulary = load_vocabulary()
    return bool(practice.recipients) or any(
        vocabulary.is_a(act, giving) for act in practice.processing for giving in _GIVING
    )


def _of(mention: Mention, practice: Practice, policy: Policy) -> Stance:
    return _stance(practice, required_of(mention, practice, policy))


def _stance(practice: Practice, required: str | None) -> Stance:
    if practice.is_denied:
        return Stance.DENIED
    return Stance(required) if required else Stance.STATED


def _holds_for_all(practice: Practice) -> bool:
    """Say whether a practice denies something of all personal information, whatever its kind."""
    names_all = any(mention.concept == _GENERAL for mention in practice.data)
    return practice.is_denied and names_all and practice.condition is None and not practice.audiences


def _cell(claims: Iterable[_Claim], general: tuple[int, ...]) -> Cell:
    claims = list(claims)
    said = {claim.stance for claim in claims}
    if not said:
        return Cell(stance=Stance.DENIED, practices=general, is_general=True) if general else Cell()
    # What cannot be refused somewhere cannot be refused: the least protective counts.
    stance: Stance = next(s for s in (Stance.STATED, Stance.OPT_OUT, Stance.OPT_IN, Stance.DENIED) if s in said)
    if len(said) > 1 and Stance.DENIED in said:
        stance = Stance.BOTH
    return Cell(stance=stance, practices=tuple(sorted({claim.practice for claim in claims})))
