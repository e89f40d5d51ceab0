"""N-Quads and Turtle: the same graph as the JSON-LD, written directly, read through pyoxigraph.

N-Quads put a policy into the named graph with its IRI; Turtle, which has no named graphs, into the
default graph. No blank nodes, so that equal policies give equal bytes and graphs compare as sets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

import pyoxigraph

from policyglot.errors import FormatError, InputError, SyntaxFault
from policyglot.formats.from_nodes import policy_from
from policyglot.formats.terms import THIS, Kind, Term, context, expand, names, terms
from policyglot.formats.to_nodes import Node, policy_node
from policyglot.model import Policy
from policyglot.vocabulary import PREFIXES

MAX_BYTES = 200_000_000
# What must be escaped in a quoted literal; the canonical form of N-Quads escapes all control characters.
_SPECIAL = re.compile(r'["\\\x00-\x1f\x7f]')
_ESCAPES = str.maketrans(
    {chr(code): f"\\u{code:04X}" for code in (*range(32), 127)}
    | {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
)
# Local names that Turtle takes unescaped; anything else is written as a full IRI.
_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[\w-]|\.(?=[\w-]))*", re.ASCII)
_TYPE = PREFIXES["rdf"] + "type"
_ROOTS = tuple(PREFIXES["dpv"] + name for name in ("PrivacyNotice", "PrivacyPolicy", "Notice"))

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"' if _SPECIAL.search(text) else f'"{text}"'


def _double(value: float) -> str:
    """Return the canonical lexical form of xsd:double: one digit before the point, no idle zeros."""
    mantissa, exponent = f"{value:.15E}".split("E")
    whole, fraction = mantissa.split(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}E{int(exponent)}"


@lru_cache(maxsize=65_536)
def _reference(curie: str) -> str:
    return f"<{expand(curie)}>"


def _object_writer(term: Term) -> Callable[[Any], str] | None:
    """Return what writes the values of a term as N-Quads, or None for nodes, whose IRIs the policy's begins."""
    ending = f"^^<{term.datatype}>" if term.datatype else ""
    if term.kind is Kind.NODE:
        return None
    if term.kind is Kind.CONCEPT:
        return _reference
    if term.kind is Kind.NAME:
        return _name_reference
    if term.kind is Kind.STRING:
        return _quoted if not ending else lambda text: f"{_quoted(text)}{ending}"
    # Few different numbers and truth values, met often.
    forms: Mapping[Kind, Callable[[Any], str]] = {
        Kind.INTEGER: str,
        Kind.DOUBLE: _double,
        Kind.BOOLEAN: lambda value: "true" if value else "false",
    }
    lexical = forms[term.kind]
    return lru_cache(maxsize=4096)(lambda value: f'"{lexical(value)}"{ending}')


def _name_reference(name: str) -> str:
    return f"<{names()[name]}>"


@cache
def _predicates() -> Mapping[str, tuple[str, Callable[[Any], str] | None]]:
    """Term to ` <predicate> ` and the writer of its objects."""
    found = {name: (f" <{term.iri}> ", _object_writer(term)) for name, term in terms().items()}
    return found | {"type": (f" <{_TYPE}> ", _name_reference)}


def _lines(root: Node, iri: str) -> list[str]:
    """Return statements without their graph and full stop, a node before what hangs on it."""
    predicates = _predicates()
    seen: set[str] = set()
    waiting: list[Any] = [root]
    lines: list[str] = []
    add = lines.append
    while waiting:
        node = waiting.pop()
        name = node["id"]
        if name in seen:
            continue
        seen.add(name)
        subject = f"<{iri}>" if node is root else f"<{iri}-{name[5:]}>"
        hanging: list[Any] = []
        for term, value in node.items():
            if term == "id":
                continue
            predicate, write = predicates[term]
            start = subject + predicate
            values = value if value.__class__ is list else (value,)
            if write is None:
                for child in values:
                    add(f"{start}<{iri}-{child['id'][5:]}>")
                hanging += values
            else:
                for one in values:
                    add(start + write(one))
        waiting.extend(reversed(hanging))
    return lines


def _encoded(text: str, policy: Policy) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise FormatError("a text holds half of a surrogate pair", source=policy.source) from error


def write_nquads(policy: Policy) -> bytes:
    """Write a policy as N-Quads, a statement a line, in the named graph with the policy's IRI.

    Raises:
        FormatError: An IRI of the policy is none, or a text holds half of a surrogate pair.

    >>> from policyglot.model import Policy
    >>> print(write_nquads(Policy(source="a.txt", sha256="0" * 64)).decode().splitlines()[0][-40:])
    0000000000000000000000000000000000000> .
    """
    return nquads_of(policy_node(policy), policy)


def nquads_of(node: Node, policy: Policy) -> bytes:
    """Write a policy whose node is made already; see `write_nquads`."""
    ending = f" <{policy.iri}> .\n"
    return _encoded(ending.join((*_lines(node, policy.iri), "")), policy)


@lru_cache(maxsize=65_536)
def _turtle_name(curie: str) -> str:
    prefix, colon, local = curie.partition(":")
    if colon and (prefix in PREFIXES or prefix == THIS) and _LOCAL_NAME.fullmatch(local):
        return curie
    return f"<{expand(curie)}>"


def _turtle_object(value: object, term: Term, iri: str) -> str:
    if term.kind is Kind.CONCEPT:
        return _turtle_name(str(value))
    if isinstance(value, dict):
        local = value["id"][5:]
        return f"{THIS}:{local}" if _LOCAL_NAME.fullmatch(local) else f"<{iri}-{local}>"
    if term.kind is Kind.NAME:
        return _turtle_name_of(value)
    if term.kind is Kind.DOUBLE:
        return _double(value)  # type: ignore[arg-type]  # a number, by its kind
    if term.kind is Kind.STRING:
        prefixed = term.datatype.replace(PREFIXES["xsd"], "xsd:")
        return f"{_quoted(str(value))}^^{prefixed}" if prefixed else _quoted(str(value))
    return str(value).lower()


def _turtle_name_of(name: object) -> str:
    return str(context()[str(name)])


def _turtle_block(node: Node, subject: str, iri: str) -> Iterator[str]:
    yield f"{subject} a {', '.join(map(_turtle_name_of, _listed(node['type'])))}" if "type" in node else subject
    first = "type" not in node
    for name, value in node.items():
        if name in {"id", "type"}:
            continue
        term = terms()[name]
        predicate = str(context()[name]["@id"])  # type: ignore[index]  # a property is a mapping
        objects = ", ".join(_turtle_object(v, term, iri) for v in _listed(value))
        yield f"{' ' if first else f' ;{chr(10)}    '}{predicate} {objects}"
        first = False
    yield " .\n"


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def write_turtle(policy: Policy) -> bytes:
    """Write a policy as Turtle: a block a node, the policy first, then what it leads to, in order.

    Raises:
        FormatError: An IRI of the policy is none, or a text holds half of a surrogate pair.

    >>> from policyglot.model import Policy
    >>> write_turtle(Policy(source="a.txt", sha256="0" * 64)).decode().splitlines()[0]
    '@prefix this: <urn:policyglot:0000000000000000000000000000000000000000000000000000000000000000-> .'
    """
    root = policy_node(policy)
    parts = [f"@prefix {THIS}: <{policy.iri}-> .\n"]
    parts += [f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in context() if prefix in PREFIXES]
    seen: set[str] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        name = str(node["id"])
        if name in seen:
            continue
        seen.add(name)
        subject = f"<{policy.iri}>" if node is root else _turtle_object(node, terms()["evidence"], policy.iri)
        parts.append("\n")
        parts.extend(_turtle_block(node, subject, policy.iri))
        hanging = [v for term, value in node.items() if term != "type" for v in _listed(value) if isinstance(v, dict)]
        waiting.extend(reversed(hanging))
    return _encoded("".join(parts), policy)


class _Graph:
    """The statements of one named graph, by subject, and nodes made of them."""

    def __init__(self) -> None:
        self.said: dict[str, dict[str, list[pyoxigraph.NamedNode | pyoxigraph.Literal]]] = {}
        self._made: dict[str, dict[str, object] | None] = {}

    def add(self, quad: pyoxigraph.Quad | pyoxigraph.Triple) -> None:
        said = self.said.setdefault(_key(quad.subject), {})
        said.setdefault(quad.predicate.value, []).append(quad.object)  # type: ignore[arg-type]  # RDF-star is met below

    def roots(self) -> list[str]:
        """Return the policies: those with our class, else those with DPV's classes of notices."""
        for classes in ((PREFIXES["pg"] + "Policy",), _ROOTS):
            found = [s for s, said in self.said.items() if any(_key(t) in classes for t in said.get(_TYPE, ()))]
            if found:
                return found
        return []

    def node(self, name: str) -> dict[str, object]:
        """Return a subject as a node; subjects that are met twice are the same node.

        Raises:
            InputError: It leads back to itself.
        """
        if name in self._made:
            known = self._made[name]
            if known is None:
                raise InputError(f"{name} leads back to itself")
            return known
        self._made[name] = None
        node: dict[str, object] = {"id": name}
        for predicate, objects in self.said.get(name, {}).items():
            if predicate == _TYPE:
                node["type"] = [_name_of(_key(o)) for o in objects]
            elif (term := _by_iri().get(predicate)) is not None:
                values = [self._value(o, term) for o in objects]
                node[term.name] = values if term.is_set or len(values) > 1 else values[0]
        self._made[name] = node
        return node

    def _value(self, value: pyoxigraph.NamedNode | pyoxigraph.Literal, term: Term) -> object:
        if not isinstance(value, pyoxigraph.Literal):
            if term.kind is Kind.NODE:
                return self.node(_key(value))
            return _name_of(_key(value)) if term.kind is Kind.NAME else _key(value)
        text = value.value
        try:
            if term.kind is Kind.INTEGER:
                return int(text)
            if term.kind is Kind.DOUBLE:
                return float(text)
        except ValueError:
            return text
        return _BOOLEANS.get(text, text) if term.kind is Kind.BOOLEAN else text


@cache
def _by_iri() -> Mapping[str, Term]:
    return {term.iri: term for term in terms().values()}


@cache
def _names_by_iri() -> Mapping[str, str]:
    return {meaning: name for name, meaning in names().items()}


def _name_of(iri: str) -> str:
    return _names_by_iri().get(iri, iri)


def _key(term: object) -> str:
    return term.value if isinstance(term, pyoxigraph.NamedNode) else str(term)


def graphs_of(quads: Iterable[pyoxigraph.Quad]) -> Mapping[str, _Graph]:
    """Group statements by named graph, "" for the default graph, in the order of the statements."""
    graphs: dict[str, _Graph] = {}
    for quad in quads:
        name = "" if isinstance(quad.graph_name, pyoxigraph.DefaultGraph) else _key(quad.graph_name)
        graphs.setdefault(name, _Graph()).add(quad)
    return graphs


def policies_of(quads: Iterable[pyoxigraph.Quad], *, content: bytes, source: str) -> tuple[Policy, ...]:
    """Return the policies that statements describe, in their order.

    Args:
        quads: The statements; within a node, their order is the order of its values.
        content: The file, whose hash stands in where a policy has none.
        source: For messages.

    Raises:
        InputError: A value does not fit, or a node leads back to itself.
    """
    found = []
    for graph in graphs_of(quads).values():
        try:
            roots = [graph.node(name) for name in graph.roots()]
        except RecursionError as error:
            raise InputError("nodes hang on nodes without end", source=source) from error
        except InputError as error:
            raise InputError(error.message, source=source) from error
        found += [policy_from(root, content=content, source=source) for root in roots]
    return tuple(found)


def _read(content: bytes, source: str, syntax: pyoxigraph.RdfFormat) -> tuple[Policy, ...]:
    if len(content) > MAX_BYTES:
        raise InputError(f"larger than {MAX_BYTES // 1_000_000} MB", source=source)
    try:
        found = policies_of(pyoxigraph.parse(content, format=syntax), content=content, source=source)
    except SyntaxError as error:
        # pyoxigraph repeats the place in its text: "… at line 1 column 3: what is wrong".
        raise SyntaxFault(
            f"no {syntax.name}: {(error.msg or '').split(': ', 1)[-1]}",
            source=source,
            line=error.lineno,
            column=error.offset,
        ) from error
    if not found:
        raise InputError("holds no policy: nothing in it is a pg:Policy or dpv:PrivacyNotice", source=source)
    return found


def read_policies(content: bytes, source: str) -> tuple[Policy, ...]:
    """Read all policies of an N-Quads file, in the order of their first statements.

    Raises:
        SyntaxFault: It is no N-Quads.
        InputError: It is too large, holds no policy, or a value does not fit.
    """
    return _read(content, source, pyoxigraph.RdfFormat.N_QUADS)


def read_nquads(content: bytes, source: str) -> Policy:
    """Read the first policy of an N-Quads file; raises as `read_policies`."""
    return read_policies(content, source)[0]


def read_turtle(content: bytes, source: str) -> Policy:
    """Read the first policy of a Turtle file; raises as `read_policies`."""
    return _read(content, source, pyoxigraph.RdfFormat.TURTLE)[0]
