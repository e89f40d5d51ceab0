"""The dataset that queries run on: a named graph for each policy, one for the vocabulary.

The default graph of a query is the union of all, so that simple questions need no GRAPH.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import pyoxigraph

from policyglot.formats.rdf import write_nquads
from policyglot.model import Policy
from policyglot.resources import read_bytes, resource_names
from policyglot.vocabulary import PREFIXES

VOCABULARY_GRAPH = PREFIXES["pg"] + "vocabulary"
"""IRI of the graph with concepts, labels, definitions, `skos:broader`, matches, and our ontology."""

VERSIONS_GRAPH = PREFIXES["pg"] + "versions"
"""IRI of the graph that says which policy is a revision of which, and as of when each holds."""

# What the matcher alone needs: patterns and phrases would be three quarters of the graph.
_LEFT_OUT = {PREFIXES["skos"] + name for name in ("hiddenLabel", "altLabel", "example")}


@cache
def vocabulary_nquads() -> bytes:
    """Return the vocabulary as N-Quads in its own graph, without the lexicon; the same bytes each time."""
    graph = pyoxigraph.NamedNode(VOCABULARY_GRAPH)
    quads = []
    blank: dict[str, pyoxigraph.BlankNode] = {}
    for name in resource_names("vocab", suffix=".ttl"):
        content = read_bytes("vocab", name)
        for quad in pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.TURTLE, rename_blank_nodes=True):
            if quad.predicate.value not in _LEFT_OUT:
                subject, value = _numbered(quad.subject, blank), _numbered(quad.object, blank)
                quads.append(pyoxigraph.Quad(subject, quad.predicate, value, graph))
    return pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS) or b""


def _numbered(term: Any, blank: dict[str, pyoxigraph.BlankNode]) -> Any:
    """Return a term; a blank node, whose name the parser draws, is named after when it was met first."""
    if not isinstance(term, pyoxigraph.BlankNode):
        return term
    return blank.setdefault(term.value, pyoxigraph.BlankNode(f"vocabulary{len(blank) + 1}"))


def dataset(policies: Iterable[Policy]) -> bytes:
    """Return policies and the vocabulary as one N-Quads document, ready to be asked.

    Raises:
        FormatError: A policy cannot be written.
    """
    return b"".join([vocabulary_nquads(), *map(write_nquads, policies)])
