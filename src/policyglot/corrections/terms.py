"""Concepts as a corrections file names them: by label, by another of their names, or by IRI."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from policyglot.corrections.decision import single_spaced
from policyglot.vocabulary import PREFIXES, Concept, Vocabulary, curie, load_vocabulary

# Key of the file to the scheme of its concepts, and how messages call one of them.
SCHEMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "processing": ("processing", "a kind of processing"),
        "data": ("data-categories", "a data category"),
        "purposes": ("purposes", "a purpose"),
        "recipients": ("recipients", "a recipient"),
        "legal_bases": ("legal-bases", "a legal basis"),
        "data_sources": ("data-sources", "a source of data"),
        "retention": ("retention", "a retention"),
        "audiences": ("audiences", "an audience"),
        "rights": ("rights", "a right"),
        "choices": ("choices", "a choice"),
        "measures": ("measures", "a measure"),
        "notices": ("notices", "a notice"),
        "signals": ("signals", "a signal"),
        "transfers": ("transfers", "a transfer"),
        "decisions": ("decisions", "a decision"),
    }
)
# The scope of a provision may be any of these.
SCOPE = ("data", "purposes", "recipients")
_NEAREST = 3


class UnknownTermError(LookupError):
    """A term that names no concept of its scheme.

    Attributes:
        message: What is wrong, without a full stop.
        advice: What to write instead.
    """

    def __init__(self, message: str, *, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


def term_of(concept: str, *keys: str) -> str:
    """Return how a file names a concept: its label where that is enough, else its CURIE or IRI.

    Args:
        concept: IRI.
        *keys: Keys of `SCHEMES` under which it stands.

    >>> term_of("https://w3id.org/dpv/pd#EmailAddress", "data")
    'email address'
    """
    known = load_vocabulary().concepts.get(concept)
    if known is None:
        return concept
    label = single_spaced(known.label)
    try:
        is_enough = concept_of(label, *keys) == concept
    except UnknownTermError:
        is_enough = False
    return label if is_enough else curie(concept)


def concept_of(term: str, *keys: str) -> str:
    """Return the IRI of the concept that a term names.

    Args:
        term: A label in any case, another name of the concept, a CURIE or an IRI.
        *keys: Keys of `SCHEMES`: the concept is in one of their schemes.

    Raises:
        UnknownTermError: There is none, it is of another scheme, or the name has several.

    >>> concept_of("E-Mail Address", "data")
    'https://w3id.org/dpv/pd#EmailAddress'
    """
    vocabulary = load_vocabulary()
    schemes = [SCHEMES[key][0] for key in keys]
    given = _by_iri(term, vocabulary)
    if given is not None:
        if given.scheme in schemes:
            return given.iri
        raise UnknownTermError(f"{term!r} is not {_kinds(keys)}", advice=_nearest(given.label, keys))
    wanted = _plain(term)
    for names in (_labels, _alternatives):
        found = tuple(dict.fromkeys(c for scheme in schemes for c in names(scheme).get(wanted, ())))
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownTermError(
                f"{term!r} names several concepts", advice=f"write one of {', '.join(map(curie, found))}"
            )
    raise UnknownTermError(f"{term!r} is not {_kinds(keys)}", advice=_nearest(wanted, keys))


def _by_iri(term: str, vocabulary: Vocabulary) -> Concept | None:
    """The concept of an IRI or CURIE, or None where the term is neither."""
    if term in vocabulary.concepts:
        return vocabulary.concepts[term]
    prefix, colon, name = term.partition(":")
    return vocabulary.concepts.get(PREFIXES.get(prefix, "") + name) if colon else None


def _plain(name: str) -> str:
    """A name as it is compared: small letters, single spaces, "e-mail" as "email"."""
    return single_spaced(name).lower().replace("-", "")


def _kinds(keys: tuple[str, ...]) -> str:
    return " or ".join(SCHEMES[key][1] for key in keys)


def _nearest(term: str, keys: tuple[str, ...]) -> str:
    """Labels that are like a term, or where all of them are listed."""
    names: dict[str, str] = {}
    vocabulary = load_vocabulary()
    for key in keys:
        for known in (_alternatives(SCHEMES[key][0]), _labels(SCHEMES[key][0])):
            names |= {name: vocabulary.concepts[found[0]].label for name, found in known.items()}
    wanted = _plain(term)
    close = difflib.get_close_matches(wanted, names, n=_NEAREST * 2, cutoff=0.6)
    # "phone" is near "telephone number" for people, though not letter by letter.
    close += [name for name in names if wanted in name.split()][: _NEAREST * 2]
    labels = list(dict.fromkeys(names[name] for name in close))[:_NEAREST]
    everything = ", ".join(f"`policyglot vocab {SCHEMES[key][0]}`" for key in keys)
    return f"did you mean {' or '.join(labels)}? {everything} lists all" if labels else f"{everything} lists them"


@cache
def _labels(scheme: str) -> Mapping[str, tuple[str, ...]]:
    return _index(scheme, is_preferred=True)


@cache
def _alternatives(scheme: str) -> Mapping[str, tuple[str, ...]]:
    return _index(scheme, is_preferred=False)


def _index(scheme: str, *, is_preferred: bool) -> Mapping[str, tuple[str, ...]]:
    """Names of a scheme's concepts, as they are compared, to IRIs."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for concept in load_vocabulary().scheme(scheme):
        for name in (concept.label,) if is_preferred else concept.alternatives:
            found[_plain(name)][concept.iri] = None
    return {name: tuple(iris) for name, iris in found.items()}
