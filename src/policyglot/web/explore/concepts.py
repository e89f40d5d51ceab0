"""Concepts as people choose and read them: labels beside CURIEs, lists to pick from, and what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from policyglot.errors import VocabularyError
from policyglot.vocabulary import PREFIXES, curie, iri, load_vocabulary

DATA = ("data-categories", "p3p-categories")
PURPOSES = ("purposes", "p3p-purposes")
RECIPIENTS = ("recipients", "p3p-recipients")
PROCESSING = ("processing",)
ANY = (
    *DATA,
    *PURPOSES,
    *RECIPIENTS,
    *PROCESSING,
    "legal-bases",
    "retention",
    "rights",
    "choices",
    "measures",
    "transfers",
    "notices",
    "signals",
    "audiences",
    "decisions",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A concept to choose.

    Attributes:
        value: Its CURIE.
        label: What people call it.
    """

    value: str
    label: str


@cache
def options(schemes: tuple[str, ...]) -> tuple[Option, ...]:
    """Return the concepts of schemes, by label."""
    vocabulary = load_vocabulary()
    found = [Option(value=curie(c.iri), label=named(curie(c.iri))) for name in schemes for c in vocabulary.scheme(name)]
    return tuple(sorted(found, key=lambda option: (option.label.lower(), option.value)))


def named(term: str) -> str:
    """Return what people call a concept: its label, and that it is P3P's where it is; else the CURIE itself.

    >>> named("pd:EmailAddress"), named("p3p:online"), named("pd:Nothing")
    ('email address', 'online contact information (P3P)', 'pd:Nothing')
    """
    label = label_of(term)
    return f"{label} (P3P)" if term.startswith("p3p:") and label != term else label


def label_of(term: str) -> str:
    """Return the label of a concept, which one of P3P may share with another; else the CURIE itself.

    >>> label_of("p3p:online")
    'online contact information'
    """
    try:
        known = load_vocabulary().concepts.get(iri(term))
    except VocabularyError:
        return term
    return known.label if known else term


def above(term: str) -> list[str]:
    """Return the CURIEs of a concept and of all that is broader."""
    try:
        full = iri(term)
    except VocabularyError:
        return [term]
    return [curie(one) for one in (full, *load_vocabulary().ancestors(full))]


def chosen(typed: str, schemes: tuple[str, ...]) -> str | None:
    """Return the CURIE that somebody means, or None where that is no concept.

    A CURIE or IRI is taken as it is: published policies have concepts that the vocabulary lacks.

    Args:
        typed: A CURIE, an IRI, a label or another phrase for it ("e-mail address"), or a local name
            ("EmailAddress"), in any case.
        schemes: Where it is looked for.

    >>> chosen("E-mail  address ", DATA), chosen("emailaddress", DATA), chosen("nonsense", DATA)
    ('pd:EmailAddress', 'pd:EmailAddress', None)
    """
    wanted = curie(" ".join(typed.split()))
    found = _spellings(schemes).get(_folded(wanted))
    is_term = " " not in wanted and (wanted.partition(":")[0] in PREFIXES or "://" in wanted)
    return found or (wanted if is_term and not wanted.endswith(":") else None)


@cache
def _spellings(schemes: tuple[str, ...]) -> dict[str, str]:
    """Each way to write a concept, in lower case, to its CURIE; the first concept has it."""
    found: dict[str, str] = {}
    every = options(schemes)
    for spelled in (_value, _label, _local_name):
        for option in every:
            found.setdefault(_folded(spelled(option)), option.value)
    vocabulary = load_vocabulary()
    for concept in (c for name in schemes for c in vocabulary.scheme(name)):
        for phrase in concept.alternatives:
            found.setdefault(_folded(phrase), curie(concept.iri))
    return found


def _folded(spelling: str) -> str:
    """A spelling without what people spell differently: capitals and hyphens."""
    return spelling.lower().replace("-", "")


def _value(option: Option) -> str:
    return option.value


def _label(option: Option) -> str:
    return option.label


def _local_name(option: Option) -> str:
    return option.value.partition(":")[2]
