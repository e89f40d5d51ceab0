"""The terms of our JSON-LD context: the one table from which every RDF format is written and read.

The table is `schemas/policy.context.jsonld`. A policy as nodes (`to_nodes`, `from_nodes`) is keyed
by these terms; JSON-LD writes the terms, N-Quads and Turtle write what they stand for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType

import pyoxigraph

from policyglot.errors import FormatError
from policyglot.resources import read_bytes
from policyglot.vocabulary import PREFIXES

# Prefix of the nodes of one policy: "this:practice-0a1b2c3d4e5f".
THIS = "this"
CONTEXT_IRI = "https://w3id.org/policyglot/policy.context.jsonld"

# Terms whose values are nodes of the policy; the other IRI terms lead out of it, to concepts.
NODE_TERMS = frozenset(
    [
        "hasDataController",
        "hasContact",
        "entityPart",
        "hasProcess",
        "deniesProcess",
        "dataMention",
        "purposeMention",
        "recipientMention",
        "legalBasisMention",
        "dataSourceMention",
        "retention",
        "choice",
        "means",
        "evidence",
        "selector",
        "right",
        "deniesRight",
        "generalChoice",
        "deniesGeneralChoice",
        "measure",
        "deniesMeasure",
        "changeNotice",
        "deniesChangeNotice",
        "signal",
        "deniesSignal",
        "transfer",
        "deniesTransfer",
        "audience",
        "deniesAudience",
        "legalBasis",
        "deniesLegalBasis",
        "decision",
        "deniesDecision",
        "dispute",
    ]
)


class Kind(StrEnum):
    """What the values of a term are."""

    NODE = "node"
    CONCEPT = "concept"
    NAME = "name"
    STRING = "string"
    INTEGER = "integer"
    DOUBLE = "double"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A property of our context.

    Attributes:
        name: Key in JSON-LD.
        iri: Property IRI.
        kind: What its values are: a NAME is a term that stands for an IRI ("may").
        datatype: IRI of the literals' datatype; "" for xsd:string and for IRIs.
        is_set: Always an array in JSON-LD.
    """

    name: str
    iri: str
    kind: Kind
    datatype: str
    is_set: bool


def expand(curie: str) -> str:
    """Return the IRI of a CURIE of our prefixes; anything else comes back as it is."""
    prefix, colon, name = curie.partition(":")
    return PREFIXES[prefix] + name if colon and prefix in PREFIXES and not name.startswith("//") else curie


@lru_cache(maxsize=65_536)
def compact(iri: str) -> str:
    """Return the CURIE of an IRI, or the IRI itself.

    Raises:
        FormatError: It is no absolute IRI, or its scheme is one of our prefixes.
    """
    try:
        pyoxigraph.NamedNode(iri)
    except ValueError as error:
        raise FormatError(f"{iri!r} is no absolute IRI: {error}") from error
    for prefix, namespace in PREFIXES.items():
        if prefix in _context() and iri.startswith(namespace):
            name = iri[len(namespace) :]
            if "/" not in name and "#" not in name:
                return f"{prefix}:{name}"
    scheme = iri.partition(":")[0]
    if scheme in PREFIXES or scheme == THIS:
        raise FormatError(f"{iri!r} would be read as a CURIE", advice="write the full IRI")
    return iri


@cache
def _context() -> Mapping[str, str | Mapping[str, str]]:
    definitions: dict[str, str | Mapping[str, str]] = json.loads(read_bytes("schemas", "policy.context.jsonld"))[
        "@context"
    ]
    return MappingProxyType(definitions)


def context() -> Mapping[str, str | Mapping[str, str]]:
    """Return the definitions of our context, in the order of the file."""
    return _context()


_KINDS = {
    "@id": Kind.CONCEPT,
    "@vocab": Kind.NAME,
    PREFIXES["xsd"] + "integer": Kind.INTEGER,
    PREFIXES["xsd"] + "double": Kind.DOUBLE,
    PREFIXES["xsd"] + "boolean": Kind.BOOLEAN,
}


def _term(name: str, definition: Mapping[str, str]) -> Term:
    coerced = expand(definition.get("@type", ""))
    kind = Kind.NODE if name in NODE_TERMS else _KINDS.get(coerced, Kind.STRING)
    return Term(
        name=name,
        iri=expand(definition["@id"]),
        kind=kind,
        datatype="" if coerced.startswith("@") else coerced,
        is_set=definition.get("@container") == "@set",
    )


@cache
def terms() -> Mapping[str, Term]:
    """Return the properties of our context by name."""
    found = {n: _term(n, d) for n, d in _context().items() if not isinstance(d, str) and not n.startswith("@")}
    return MappingProxyType(found)


@cache
def names() -> Mapping[str, str]:
    """Return what the names for classes and values stand for: name ("may") to IRI."""
    found = {
        name: expand(meaning)
        for name, meaning in _context().items()
        if isinstance(meaning, str) and not meaning.startswith("@") and not meaning.endswith(("#", "/"))
    }
    return MappingProxyType(found)
