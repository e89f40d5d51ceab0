"""From the concepts of prose to P3P's values: matches in vocab/, and the table of qualified mappings.

Nothing here knows a concept: which one leads where is written in `vocab/`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pyoxigraph

from policyglot.formats.p3p.base_schema import base_schema, carriers
from policyglot.formats.p3p.plan import PlannedData
from policyglot.formats.p3p.terms import CATEGORIES, PG, PURPOSES, RECIPIENTS, by_iri, name_of, terms
from policyglot.model import Identifiability, Mention, Practice
from policyglot.resources import read_bytes
from policyglot.vocabulary import PREFIXES, iri, load_vocabulary

_TABLE = "p3p-qualified.ttl"

# Categories that a machine gives off by itself: without any other, a person is known by a pseudonym only.
_MACHINE = frozenset({"computer", "navigation", "state", "uniqueid", "interactive"})
_CALLS = (iri("pg:Telemarketing"), iri("p3p:telemarketing"))
_IDENTIFYING = frozenset({"physical", "online", "financial", "government"})


@dataclass(frozen=True, slots=True, kw_only=True)
class QualifiedMapping:
    """One line of the table: a concept that under conditions means another P3P value."""

    concept: str
    value: str
    identifiability: str | None = None
    with_data: tuple[str, ...] = ()
    without_data: tuple[str, ...] = ()
    with_purpose: tuple[str, ...] = ()
    with_processing: tuple[str, ...] = ()


@cache
def qualified_mappings() -> tuple[QualifiedMapping, ...]:
    """Return the table of `vocab/p3p-qualified.ttl`, in its order."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in pyoxigraph.parse(read_bytes("vocab", _TABLE), format=pyoxigraph.RdfFormat.TURTLE):
        said[str(triple.subject)][triple.predicate.value].append(getattr(triple.object, "value", ""))
    lines = [line for line in said.values() if PG + "QualifiedMapping" in line[PREFIXES["rdf"] + "type"]]
    return tuple(
        QualifiedMapping(
            concept=line[PG + "concept"][0],
            value=line[PG + "p3pValue"][0],
            identifiability=next(iter(line[PG + "identifiability"]), None),
            with_data=tuple(line[PG + "withData"]),
            without_data=tuple(line[PG + "withoutData"]),
            with_purpose=tuple(line[PG + "withPurpose"]),
            with_processing=tuple(line[PG + "withProcessing"]),
        )
        for line in sorted(lines, key=lambda line: int(line[PG + "order"][0]))
    )


def purpose_of(mention: Mention, practice: Practice) -> str:
    """Return the name of the P3P purpose of a purpose that a practice has ("other-purpose" for want of any)."""
    found = _value(mention.concept, practice, PURPOSES) or "other-purpose"
    if found == "telemarketing" and not _is_any(mention.concept, _CALLS) and not _is_marketing_by_call(practice):
        return "contact"
    return found


def _is_marketing_by_call(practice: Practice) -> bool:
    """Say whether marketing reaches people by telephone alone, in a clause that says that it is marketing."""
    clauses = [f"{e.lead_in} {e.exact}".casefold() for e in practice.evidence]
    label = _label(iri("dpv:DirectMarketing")).casefold()
    only = all(_is_any(m.concept, (iri("pd:TelephoneNumber"),)) for m in practice.data)
    return only and (not clauses or any(label in clause for clause in clauses))


def is_refusable(purpose: str) -> bool:
    """Say whether a choice that does not say what it is about is about a P3P purpose, by its name."""
    concept = load_vocabulary()[terms(PURPOSES)[purpose].iri]
    return PG + "isRefusable" in concept.properties


def recipient_of(mention: Mention, practice: Practice) -> str:
    """Return the name of the P3P recipient of a recipient that a practice has ("unrelated" for want of any)."""
    return _value(mention.concept, practice, RECIPIENTS) or "unrelated"


def _value(concept: str, practice: Practice, scheme: str) -> str | None:
    own = name_of(concept, scheme)
    if own:
        return own
    vocabulary = load_vocabulary()
    for line in qualified_mappings():
        if by_iri()[line.value].scheme == scheme and vocabulary.is_a(concept, line.concept) and _fits(line, practice):
            return by_iri()[line.value].name
    matched = vocabulary.matched(concept, scheme)
    return by_iri()[matched].name if matched else None


def _fits(line: QualifiedMapping, practice: Practice) -> bool:
    if line.identifiability is not None and identifiability_of(practice) != line.identifiability:
        return False
    return (
        _has(practice.data, line.with_data)
        and _has(practice.purposes, line.with_purpose)
        and (not line.with_processing or any(_is_any(p, line.with_processing) for p in practice.processing))
        and not (line.without_data and _has(practice.data, line.without_data))
    )


def _has(mentions: Sequence[Mention], wanted: tuple[str, ...]) -> bool:
    return not wanted or any(_is_any(m.concept, wanted) for m in mentions)


def _is_any(concept: str, wanted: tuple[str, ...]) -> bool:
    return any(load_vocabulary().is_a(concept, w) for w in wanted)


def identifiability_of(practice: Practice) -> str | None:
    """Return how closely a practice's data are tied to a person, as said or as its data tell."""
    if practice.identifiability is not None:
        return practice.identifiability.value
    names = {name for m in practice.data for name in category_names(m.concept)}
    # "Your personal information", of whatever kind, is tied to a person: that is what personal means.
    if names & _IDENTIFYING or (practice.data and not names):
        return Identifiability.IDENTIFIED.value
    return Identifiability.PSEUDONYMOUS.value if names and names <= _MACHINE else None


@cache
def category_names(concept: str) -> tuple[str, ...]:
    """Return the names of the P3P categories of a data category, those of the nearest concept that has any.

    Exact and close matches count together; broad ones only where there is none of them. Personal
    data of no stated kind have no category, nor have those that P3P has no word for: what it calls
    other says nothing of them.
    """
    vocabulary = load_vocabulary()
    own = name_of(concept, CATEGORIES)
    if own:
        return (own,)
    for candidate in (concept, *vocabulary.ancestors(concept)):
        if candidate == iri("dpv:PersonalData") or candidate not in vocabulary.concepts:
            continue
        matches = vocabulary[candidate].matches
        for kinds in (("exactMatch", "closeMatch"), ("broadMatch",)):
            names = [name_of(t, CATEGORIES) for kind in kinds for t in matches.get(kind, ())]
            if kinds == ("broadMatch",) and names == ["other-category"]:
                return ()
            if any(names):
                return tuple(name for name in terms(CATEGORIES) if name in names)
    return ()


def is_unspecified(concept: str) -> bool:
    """Say whether a data category is personal data of no stated kind."""
    return not category_names(concept)


def is_without_category(concept: str) -> bool:
    """Say whether a data category is of a stated kind for which P3P has no word but "other"."""
    matches = load_vocabulary().concepts[concept].matches if concept in load_vocabulary().concepts else {}
    is_other = iri("p3p:other-category") in matches.get("broadMatch", ())
    return is_other and concept != iri("dpv:PersonalData") and is_unspecified(concept)


def data_of(mention: Mention) -> tuple[PlannedData, ...]:
    """Return what a data category is written as: elements of the base schema, else miscellaneous data.

    Unspecified personal data give nothing; who writes them decides what they mean.
    """
    if mention.reference:
        name = name_of(mention.concept, CATEGORIES)
        categories = ((name, mention.exact if name == "other-category" else ""),) if name else ()
        return (PlannedData(reference=mention.reference, categories=categories, is_optional=mention.optional),)
    names = category_names(mention.concept)
    if not names:
        return ()
    found = [base_schema()[path] for path in _elements(mention.concept, names)]
    if not found:
        found = [base_schema()["dynamic.miscdata"]]
    text = mention.exact or _label(mention.concept)
    declared = tuple((name, text if name == "other-category" else "") for name in names)
    return tuple(
        PlannedData(
            reference="#" + element.path,
            categories=declared if element.is_variable else (),
            is_optional=mention.optional,
        )
        for element in found
    )


def _label(concept: str) -> str:
    concepts = load_vocabulary().concepts
    return concepts[concept].label if concept in concepts else ""


def _elements(concept: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Paths of the elements for the concept, or for the nearest above it that still has its categories."""
    for candidate in (concept, *load_vocabulary().ancestors(concept)):
        paths = carriers().get(candidate, ())
        if paths:
            said = {c for path in paths for c in base_schema()[path].categories}
            fits = any(base_schema()[path].is_variable for path in paths) or said.issuperset(names)
            return paths if fits else ()
    return ()
