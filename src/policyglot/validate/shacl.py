"""Checks the graph of a policy against `schemas/policy.shapes.ttl`, in whatever syntax it came.

pySHACL, the reference implementation in Python, does the work. Files reach rdflib through our own
readers: rdflib's JSON-LD parser would fetch foreign contexts.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph

from policyglot.errors import InputError, SyntaxFault
from policyglot.findings import Finding, Location, Severity
from policyglot.formats.jsonld import parse, to_nquads
from policyglot.resources import read_text

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_SYNTAXES = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/n-quads": pyoxigraph.RdfFormat.N_QUADS,
    "application/ld+json": pyoxigraph.RdfFormat.N_QUADS,
}
_MAX_BYTES = 50_000_000


@cache
def _shapes() -> Graph:
    """The shapes, each property shape with the targets of the node shape that has it.

    That says the same, but pySHACL looks at all the nodes of a target at once and at the values
    of `sh:property` one by one, which takes several times as long.

    Source: SHACL, section 2.1.3: property shapes may have targets.
    """
    from rdflib import Graph  # noqa: PLC0415 - slow to import, needed here only
    from rdflib.namespace import SH  # noqa: PLC0415 - the same

    shapes = Graph().parse(data=read_text("schemas", "policy.shapes.ttl"), format="turtle")
    for shape, nested in list(shapes.subject_objects(SH.property)):
        targets = [(kind, t) for kind in (SH.targetClass, SH.targetObjectsOf) for t in shapes.objects(shape, kind)]
        for kind, target in targets:
            shapes.add((nested, kind, target))
        if targets:
            shapes.remove((shape, SH.property, nested))
    return shapes


def _graph(content: bytes, source: str, *, media_type: str) -> Graph:
    """Parse a file into one rdflib graph, whatever named graphs it has."""
    from rdflib import Graph  # noqa: PLC0415 - slow to import, needed here only

    if media_type == "application/ld+json":
        content = to_nquads(parse(content, source), source)
    if len(content) > _MAX_BYTES:
        raise InputError(f"larger than {_MAX_BYTES // 1_000_000} MB, too large for SHACL", source=source)
    try:
        quads = list(pyoxigraph.parse(content, format=_SYNTAXES[media_type]))
    except SyntaxError as error:
        raise SyntaxFault(
            str(error.msg).split(": ", 1)[-1], source=source, line=error.lineno, column=error.offset
        ) from error
    graph = Graph()
    blank: dict[pyoxigraph.BlankNode, str] = {}
    for quad in quads:
        subject, predicate, value = (_term(part, blank) for part in quad.triple)
        graph.add((subject, predicate, value))
    return graph


def _term(term: object, blank: dict[pyoxigraph.BlankNode, str]) -> Node:
    """Return an rdflib term; blank nodes are numbered as they come, so that findings name them alike each time."""
    from rdflib import BNode, Literal, URIRef  # noqa: PLC0415 - slow to import, needed here only

    if isinstance(term, pyoxigraph.BlankNode):
        return BNode(blank.setdefault(term, f"b{len(blank) + 1}"))
    if isinstance(term, pyoxigraph.Literal):
        datatype = None if term.language else URIRef(term.datatype.value)
        return Literal(term.value, lang=term.language, datatype=datatype)
    assert isinstance(term, pyoxigraph.NamedNode)  # noqa: S101 - RDF 1.1 has no other terms, and the syntaxes read have none
    return URIRef(term.value)


def _shown(node: Node | None) -> str:
    """Return a node as findings show it."""
    from rdflib import BNode  # noqa: PLC0415 - slow to import, needed here only

    return f"_:{node}" if isinstance(node, BNode) else str(node)


def check(content: bytes, source: str, *, media_type: str) -> tuple[Finding, ...]:
    """Check one file.

    Args:
        content: The file's bytes.
        source: Path, URL or name for the findings' locations.
        media_type: "application/ld+json", "text/turtle" or "application/n-quads".

    Returns:
        A finding for each violation, rule `shacl/<name of the constraint>`, its pointer the focus node; sorted.
        An error where the graph holds no policy at all.

    Raises:
        SyntaxFault: It breaks its syntax.
        InputError: It is no JSON-LD, or too large.
    """
    graph = _graph(content, source, media_type=media_type)
    from pyshacl import validate  # noqa: PLC0415 - a second of imports, needed here only

    _, report, _ = validate(graph, shacl_graph=_shapes(), advanced=False, inference="none", meta_shacl=False)
    findings = _findings(report, source)
    if not findings and not _has_policy(graph):
        nothing = "nothing in this graph is a pg:Policy or dpv:PrivacyNotice"
        return (_finding("no-policy", nothing, Location(source=source)),)
    return findings


def _findings(report: object, source: str) -> tuple[Finding, ...]:
    from rdflib import Graph  # noqa: PLC0415 - slow to import, needed here only
    from rdflib.namespace import RDF, SH  # noqa: PLC0415 - the same

    assert isinstance(report, Graph)  # noqa: S101 - pySHACL returns text only where a graph was not asked for
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):

        def said(predicate: Node, of: Node = result) -> Node | None:
            return report.value(of, predicate)

        shape = said(SH.sourceShape)
        name = (_shapes().value(shape, SH.name) if shape is not None else None) or "constraint"
        message = str(said(SH.resultMessage) or "breaks a shape")
        value = said(SH.value)
        shown = f": {_shown(value)}" if value is not None and len(str(value)) <= 100 else ""
        place = Location(source=source, pointer=_shown(said(SH.focusNode)))
        found.add(_finding(str(name), f"{message}{shown}", place))
    return tuple(sorted(found, key=lambda f: (f.location.pointer or "", f.rule, f.message)))


def _finding(name: str, message: str, place: Location) -> Finding:
    return Finding(rule=f"shacl/{name}", severity=Severity.ERROR, message=message, location=place)


def _has_policy(graph: Graph) -> bool:
    from rdflib import URIRef  # noqa: PLC0415 - slow to import, needed here only
    from rdflib.namespace import RDF  # noqa: PLC0415 - the same

    classes = ("https://w3id.org/policyglot#Policy", "https://w3id.org/dpv#PrivacyNotice")
    return any((None, RDF.type, URIRef(name)) in graph for name in classes)
