"""A file's own data schema: which elements it defines, and their categories.

Source: P3P 1.0, section 5.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from policyglot.formats.p3p.published import Definition

MAX_PARTS = 32
"""Most parts that a name may have to be taken for one; published names have five."""


def own_schema(definitions: Sequence[Definition]) -> Mapping[str, frozenset[str]]:
    """Return every element that a file defines, and every node above one, with its categories.

    A DATA-DEF has its own categories and those of everything below the structure that it
    names; a node above has those of everything below it.

    Args:
        definitions: The DATA-DEF and DATA-STRUCT of the file.
    """
    structures: dict[str, set[str]] = defaultdict(set)
    for definition in definitions:
        if definition.is_structure:
            for name in _upwards(definition.name):
                structures[name].update(value.name for value in definition.categories)
    elements: dict[str, set[str]] = defaultdict(set)
    for definition in definitions:
        if not definition.is_structure:
            structure = (definition.structure or "").rpartition("#")[2]
            found = {value.name for value in definition.categories} | structures.get(structure, set())
            for name in _upwards(definition.name):
                elements[name].update(found)
    return {name: frozenset(found) for name, found in elements.items()}


def _upwards(name: str) -> Iterator[str]:
    parts = name.split(".")
    if len(parts) <= MAX_PARTS:
        for number in range(len(parts), 0, -1):
            yield ".".join(parts[:number])
