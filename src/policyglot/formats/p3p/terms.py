"""P3P's own values by name, token and IRI, read from `vocab/p3p.ttl`.

Names are element names ("individual-analysis"), tokens those of compact policies ("IVA").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from policyglot.vocabulary import PREFIXES, load_vocabulary

# Local names of the schemes that hold P3P's values.
PURPOSES = "p3p-purposes"
RECIPIENTS = "p3p-recipients"
RETENTIONS = "p3p-retention"
ACCESS = "p3p-access"
REMEDIES = "p3p-remedies"
RESOLUTIONS = "p3p-resolutions"
CATEGORIES = "p3p-categories"
REQUIRED = "p3p-required"

# Values of `required`, least protective first: where two meet, the first wins.
REQUIRED_VALUES = ("always", "opt-out", "opt-in")

# The values that take no `required`: nobody can refuse what they asked for, nor to whom they gave it.
WITHOUT_REQUIRED = frozenset({"current", "ours"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One value of P3P.

    Attributes:
        name: Element name ("contact"), or value of an attribute ("opt-in").
        token: Compact token without suffix ("CON"), or None.
        iri: Its concept.
        scheme: Local name of its scheme.
        label: Words for people.
    """

    name: str
    token: str | None
    iri: str
    scheme: str
    label: str


@cache
def terms(scheme: str) -> Mapping[str, Term]:
    """Return the values of a scheme by element name, in the order of the Recommendation.

    >>> terms(PURPOSES)["contact"].token
    'CON'
    """
    found = {}
    for concept in load_vocabulary().scheme(scheme):
        name = concept.notations["element"]
        found[name] = Term(
            name=name, token=concept.notations.get("token"), iri=concept.iri, scheme=scheme, label=concept.label
        )
    return MappingProxyType(found)


@cache
def by_token() -> Mapping[str, Term]:
    """Return the values that have a compact token, by token without suffix."""
    schemes = (ACCESS, REMEDIES, PURPOSES, RECIPIENTS, RETENTIONS, CATEGORIES)
    return MappingProxyType({t.token: t for scheme in schemes for t in terms(scheme).values() if t.token})


@cache
def by_iri() -> Mapping[str, Term]:
    """Return every value by the IRI of its concept."""
    schemes = (ACCESS, REMEDIES, PURPOSES, RECIPIENTS, RETENTIONS, CATEGORIES, RESOLUTIONS, REQUIRED)
    return MappingProxyType({t.iri: t for scheme in schemes for t in terms(scheme).values()})


def iri_of(scheme: str, name: str) -> str | None:
    """Return the IRI of a value by its element name, or None where P3P has no such value."""
    term = terms(scheme).get(name)
    return term.iri if term else None


def name_of(iri: str, scheme: str) -> str | None:
    """Return the element name of a concept of one of P3P's schemes, or None where it is in another."""
    term = by_iri().get(iri)
    return term.name if term and term.scheme == scheme else None


def least_protective(values: list[str | None]) -> str:
    """Return the value of `required` that protects least ("always" for None).

    >>> least_protective(["opt-in", "opt-out"])
    'opt-out'
    """
    known = [v or "always" for v in values]
    return next((v for v in REQUIRED_VALUES if v in known), "always")


PG = PREFIXES["pg"]
P3P = PREFIXES["p3p"]
