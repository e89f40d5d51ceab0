"""The dataset that queries run on: a named graph for each policy, one for the vocabulary.

The default graph of a query is the union of all, so that simple questions need no GRAPH.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

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
    """Return the vocabulary as N-Quads in its own graph, without the lexicon."""
    graph = pyoxigraph.NamedNode(VOCABULARY_GRAPH)
    quads = []
    for name in resource_names("vocab", suffix=".ttl"):
        content = read_bytes("vocab", name)
        for quad in pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.TURTLE, rename_blank_nodes=True):
            if quad.predicate.value not in _LEFT_OUT:
                quads.append(pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, graph))
    return pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS) or b""


def dataset(policies: Iterable[Policy]) -> bytes:
    """Return policies and the vocabulary as one N-Quads document, ready to be asked.

    Raises:
        FormatError: A policy cannot be written.
    """
    return b"".join([vocabulary_nquads(), *map(write_nquads, policies)])
