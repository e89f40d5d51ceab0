"""The vocabulary: what can be said, and in which words.

Reads the SKOS files of `vocab/` once. A concept is in one scheme; its labels are the
lexicon, its matches lead to P3P, its notations carry codes. Nothing here knows a phrase.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Protocol

import pyoxigraph

from policyglot.errors import VocabularyError
from policyglot.resources import read_bytes, resource_names

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "pg": "https://w3id.org/policyglot#",
        "p3p": "https://w3id.org/policyglot/p3p#",
        "dpv": "https://w3id.org/dpv#",
        "pd": "https://w3id.org/dpv/pd#",
        "tech": "https://w3id.org/dpv/tech#",
        "loc": "https://w3id.org/dpv/loc#",
        "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
        "legal-us": "https://w3id.org/dpv/legal/us#",
        "oa": "http://www.w3.org/ns/oa#",
        "dct": "http://purl.org/dc/terms/",
        "prov": "http://www.w3.org/ns/prov#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "sh": "http://www.w3.org/ns/shacl#",
    }
)

_SKOS = PREFIXES["skos"]
_MATCHES = ("exactMatch", "closeMatch", "narrowMatch", "broadMatch", "relatedMatch")
_READ = {
    _SKOS + name
    for name in (
        "inScheme",
        "prefLabel",
        "altLabel",
        "hiddenLabel",
        "definition",
        "broader",
        "notation",
        "example",
        *_MATCHES,
    )
}


def iri(curie: str) -> str:
    """Return the IRI of a CURIE such as "dpv:Collect".

    Raises:
        VocabularyError: The prefix is unknown.

    >>> iri("dpv:Collect")
    'https://w3id.org/dpv#Collect'
    """
    prefix, colon, name = curie.partition(":")
    if not colon or prefix not in PREFIXES:
        raise VocabularyError(
            f"unknown prefix in {curie!r}", term=curie, advice=f"known prefixes are {', '.join(PREFIXES)}"
        )
    return PREFIXES[prefix] + name


def curie(full: str) -> str:
    """Return the CURIE of an IRI, or the IRI itself where no prefix fits.

    >>> curie("https://w3id.org/dpv/pd#EmailAddress")
    'pd:EmailAddress'
    """
    for prefix, namespace in PREFIXES.items():
        if full.startswith(namespace) and "/" not in (name := full[len(namespace) :]) and "#" not in name:
            return f"{prefix}:{name}"
    return full


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A SKOS concept.

    Attributes:
        iri: Its IRI.
        scheme: Local name of its scheme ("purposes").
        label: Preferred label.
        alternatives: Alternative labels: phrases that policies use.
        patterns: Hidden labels: phrases with gaps, for the matcher only.
        definition: One or two sentences.
        broader: IRIs of the direct broader concepts.
        matches: Match kind ("closeMatch") to IRIs.
        notations: Name of the code ("token") to the code.
        examples: Sentences that state it.
        properties: Any other property of it: IRI to values as strings.
    """

    iri: str
    scheme: str
    label: str
    alternatives: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    definition: str = ""
    broader: tuple[str, ...] = ()
    matches: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notations: Mapping[str, str] = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def phrases(self) -> tuple[str, ...]:
        """Everything that the matcher looks for: label, alternatives and patterns."""
        return (self.label, *self.alternatives, *self.patterns)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary:
    """All concepts, by IRI and by scheme, in the order of the files.

    It is compared and hashed by identity, so that what is derived from it can be cached.
    """

    concepts: Mapping[str, Concept]
    schemes: Mapping[str, tuple[Concept, ...]]

    def __getitem__(self, term: str) -> Concept:
        """Return a concept by IRI or CURIE.

        Raises:
            VocabularyError: There is none.
        """
        full = term if term in self.concepts or "://" in term else iri(term)
        try:
            return self.concepts[full]
        except KeyError:
            raise VocabularyError(f"no concept {term}", term=term, advice="`policyglot vocab` lists them all") from None

    def scheme(self, name: str) -> tuple[Concept, ...]:
        """Return the concepts of a scheme ("purposes"), in the order of its file.

        Raises:
            VocabularyError: There is no such scheme.
        """
        try:
            return self.schemes[name]
        except KeyError:
            raise VocabularyError(
                f"no scheme {name}", term=name, advice=f"schemes are {', '.join(self.schemes)}"
            ) from None

    def ancestors(self, term: str) -> tuple[str, ...]:
        """Return the IRIs of all broader concepts, nearest first, without the term itself.

        A term that is not in the vocabulary has none.
        """
        return _ancestors(self, term)

    def is_a(self, term: str, broader: str) -> bool:
        """Say whether `term` is `broader` or lies below it (both IRIs)."""
        return term == broader or broader in self.ancestors(term)

    def matched(self, term: str, scheme: str) -> str | None:
        """Walk upwards from `term` to the first concept with a match into `scheme`.

        Exact matches beat close ones, close ones broad ones; among equals the first in
        the file wins. Narrow and related matches do not count: they lead to less or other
        than the term says.

        Args:
            term: IRI.
            scheme: Local name of the target scheme ("p3p-purposes").

        Returns:
            IRI of the matched concept, the term itself if it is in the scheme, or None.
        """
        for candidate in (term, *self.ancestors(term)):
            concept = self.concepts.get(candidate)
            if concept is None:
                continue
            if concept.scheme == scheme:
                return candidate
            for kind in ("exactMatch", "closeMatch", "broadMatch"):
                for target in concept.matches.get(kind, ()):
                    if target in self.concepts and self.concepts[target].scheme == scheme:
                        return target
        return None

    def p3p_values(self, term: str, scheme: str) -> tuple[str, ...]:
        """Return the P3P values that a concept stands for: one at most, but a data element has its fixed categories.

        Args:
            term: IRI.
            scheme: Local name of a scheme of P3P ("p3p-categories").

        Source: P3P 1.0, section 5.7.
        """
        fixed = self.concepts[term].properties.get(iri("pg:p3pCategory"), ()) if term in self.concepts else ()
        if fixed and scheme == "p3p-categories":
            return fixed
        found = self.matched(term, scheme)
        return (found,) if found else ()

    def found_by(self, term: str) -> tuple[str, ...]:
        """Return what a question for a concept finds: itself, all below it, and for a P3P value what stands for it.

        Args:
            term: IRI; one that is not in the vocabulary finds itself.
        """
        scheme = self.concepts[term].scheme if term in self.concepts else ""
        is_p3p = scheme.startswith("p3p-")
        found = (c for c in self.concepts if self.is_a(c, term) or (is_p3p and term in self.p3p_values(c, scheme)))
        return tuple(dict.fromkeys((term, *found)))

    def by_notation(self, scheme: str, code: str, *, kind: str) -> Concept | None:
        """Return the concept of a scheme that has `code` as its notation of a kind, or None."""
        return next((c for c in self.schemes.get(scheme, ()) if c.notations.get(kind) == code), None)


# Every format and rule walks upwards from the same few hundred concepts, again and again.
@lru_cache(maxsize=8192)
def _ancestors(vocabulary: Vocabulary, term: str) -> tuple[str, ...]:
    concepts = vocabulary.concepts
    seen: dict[str, None] = {}
    level = [term]
    while level:
        level = [b for t in level if t in concepts for b in concepts[t].broader if b not in seen]
        seen.update(dict.fromkeys(level))
    seen.pop(term, None)
    return tuple(seen)


def _local(full: str) -> str:
    return full.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


class _Term(Protocol):
    @property
    def value(self) -> str: ...


def _values(objects: Sequence[_Term]) -> tuple[str, ...]:
    return tuple(o.value for o in objects)


def _concept(subject: str, said: Mapping[str, list[pyoxigraph.Literal]]) -> Concept:
    schemes = _values(said.get(_SKOS + "inScheme", []))
    labels = _values(said.get(_SKOS + "prefLabel", []))
    if len(schemes) != 1 or len(labels) != 1:
        raise VocabularyError(f"{curie(subject)} needs exactly one scheme and one preferred label", term=subject)
    return Concept(
        iri=subject,
        scheme=_local(schemes[0]),
        label=labels[0],
        alternatives=_values(said.get(_SKOS + "altLabel", [])),
        patterns=_values(said.get(_SKOS + "hiddenLabel", [])),
        definition=" ".join(_values(said.get(_SKOS + "definition", []))),
        broader=_values(said.get(_SKOS + "broader", [])),
        matches={kind: _values(said[_SKOS + kind]) for kind in _MATCHES if _SKOS + kind in said},
        notations={_local(n.datatype.value): n.value for n in said.get(_SKOS + "notation", [])},
        examples=_values(said.get(_SKOS + "example", [])),
        properties={p: _values(objects) for p, objects in said.items() if p not in _READ},
    )


def read_concepts(name: str, content: bytes) -> Iterator[Concept]:
    """Yield the concepts of one Turtle file, in the order of the file.

    Raises:
        VocabularyError: The file is no Turtle, or a concept lacks its scheme or label.
    """
    said: dict[str, dict[str, list[pyoxigraph.Literal]]] = defaultdict(lambda: defaultdict(list))
    try:
        for triple in pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.TURTLE):
            if isinstance(triple.subject, pyoxigraph.NamedNode):
                said[triple.subject.value][triple.predicate.value].append(triple.object)
    except SyntaxError as error:
        raise VocabularyError(f"broken vocabulary file: {error}", source=name) from error
    kind = PREFIXES["rdf"] + "type"
    for subject, properties in said.items():
        if any(t.value == _SKOS + "Concept" for t in properties[kind]):
            yield _concept(subject, properties)


@cache
def load_vocabulary() -> Vocabulary:
    """Return the vocabulary that ships with the package.

    Raises:
        VocabularyError: A file is missing or broken.

    >>> load_vocabulary()["pd:EmailAddress"].scheme
    'data-categories'
    """
    concepts: dict[str, Concept] = {}
    schemes: dict[str, list[Concept]] = defaultdict(list)
    for name in resource_names("vocab", suffix=".ttl"):
        for concept in read_concepts(name, read_bytes("vocab", name)):
            if concept.iri in concepts:
                raise VocabularyError(f"{curie(concept.iri)} is defined twice", term=concept.iri, source=name)
            concepts[concept.iri] = concept
            schemes[concept.scheme].append(concept)
    return Vocabulary(
        concepts=MappingProxyType(concepts),
        schemes=MappingProxyType({name: tuple(members) for name, members in schemes.items()}),
    )
