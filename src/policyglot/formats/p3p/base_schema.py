"""The base data schema of P3P 1.0, expanded from its structures.

`vocab/p3p-data-schema.ttl` writes every structure once; here they are unfolded to the
elements that a policy names ("user.home-info.postal.name.given").

Source: P3P 1.0, section 5.6 and appendix 3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from policyglot.formats.p3p.terms import CATEGORIES, P3P, PG, by_iri, terms
from policyglot.vocabulary import Concept, Vocabulary, iri, load_vocabulary

BASE_SCHEMA = "http://www.w3.org/TR/P3P/base"
"""URI of the schema: the default of DATA-GROUP/@base."""

_STRUCTURE = "structure-"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataElement:
    """One node of the schema, inner or leaf.

    Attributes:
        path: "user.name.given".
        categories: Names of its fixed categories, those of everything below it included; empty
            where it is variable or has no data below it.
        is_variable: Whether a policy must say its categories.
        is_leaf: Whether nothing lies below it.
        concept: IRI of what it is called outside P3P.
    """

    path: str
    categories: tuple[str, ...]
    is_variable: bool
    is_leaf: bool
    concept: str


@dataclass(slots=True, kw_only=True)
class _Node:
    """A node while the schema is unfolded; its categories are still its own only."""

    categories: tuple[str, ...] = ()
    is_variable: bool = False
    concept: str | None = None


def _local(full: str) -> str:
    return full.removeprefix(P3P)


def _match(concept: Concept) -> str | None:
    for kind in ("exactMatch", "closeMatch", "broadMatch"):
        for target in concept.matches.get(kind, ()):
            return target
    return None


class _Unfolding:
    """Unfolds the declared nodes into `nodes`, parents before children."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.nodes: dict[str, _Node] = {}
        self._members: dict[str, list[tuple[str, Concept]]] = defaultdict(list)
        for concept in vocabulary.scheme("p3p-structures"):
            structure, _, rest = _local(concept.iri).partition(".")
            if rest:
                self._members[structure].append((rest, concept))
        self._declared = {_local(c.iri): c for c in vocabulary.scheme("p3p-data")}
        for path, concept in self._declared.items():
            self._add(path, concept)
        for path, concept in self._declared.items():
            for model in concept.properties.get(PG + "membersOf", ()):
                self._copy(_local(model), path)

    def _add(self, path: str, concept: Concept) -> None:
        node = self.nodes.setdefault(path, _Node())
        fixed = tuple(by_iri()[c].name for c in concept.properties.get(PG + "p3pCategory", ()))
        node.categories = node.categories or fixed
        node.is_variable = node.is_variable or PG + "isVariable" in concept.properties
        # What is written for the element itself stands before what its structure's member says.
        said = self._declared.get(path)
        node.concept = (_match(said) if said else None) or _match(concept) or node.concept
        for structure in concept.properties.get(PG + "structure", ()):
            for rest, member in self._members[_local(structure)]:
                self._add(f"{path}.{rest}", member)

    def _copy(self, model: str, path: str) -> None:
        for other in [p for p in self.nodes if p.startswith(model + ".")]:
            node = self.nodes[other]
            self.nodes[path + other[len(model) :]] = _Node(categories=node.categories, concept=node.concept)


def _upwards(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition(".")[0]


def _order(names: set[str]) -> tuple[str, ...]:
    return tuple(name for name in terms(CATEGORIES) if name in names)


@cache
def base_schema() -> Mapping[str, DataElement]:
    """Return every node of the base data schema by its path.

    >>> base_schema()["user.name.given"].categories
    ('physical',)
    >>> base_schema()["user.bdate.ymd"].categories
    ('demographic',)
    """
    nodes = _Unfolding(load_vocabulary()).nodes
    inner = {parent for path in nodes for parent in _upwards(path) if parent != path}
    below: dict[str, set[str]] = defaultdict(set)
    for path in nodes.keys() - inner:
        own = next((nodes[p].categories for p in _upwards(path) if p in nodes and nodes[p].categories), ())
        for parent in _upwards(path):
            below[parent].update(own)
    return MappingProxyType(
        {
            path: DataElement(
                path=path,
                categories=_order(below[path]),
                is_variable=node.is_variable,
                is_leaf=path not in inner,
                concept=next(
                    (c for p in _upwards(path) if p in nodes and (c := nodes[p].concept)), iri("dpv:PersonalData")
                ),
            )
            for path, node in nodes.items()
        }
    )


@cache
def carriers() -> Mapping[str, tuple[str, ...]]:
    """Return for each concept the paths of the elements that are written for it.

    >>> carriers()["https://w3id.org/dpv/pd#EmailAddress"]
    ('user.home-info.online.email',)
    """
    found: dict[str, list[str]] = defaultdict(list)
    for concept in load_vocabulary().scheme("p3p-data"):
        for carried in concept.properties.get(PG + "carries", ()):
            found[carried].append(_local(concept.iri))
    return MappingProxyType({concept: tuple(paths) for concept, paths in found.items()})
