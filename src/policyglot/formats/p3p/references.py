"""What a DATA reference means: which schema it points into, and the element it names there.

Source: P3P 1.0, sections 3.3.7 and 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from policyglot.formats.p3p.base_schema import BASE_SCHEMA, base_schema
from policyglot.formats.p3p.own_schema import MAX_PARTS
from policyglot.formats.p3p.published import Data, PublishedFile
from policyglot.formats.p3p.terms import CATEGORIES, terms


class Target(StrEnum):
    """Where a reference leads."""

    BASE = "base"
    OWN = "own"
    OTHER = "other"
    UNKNOWN = "unknown"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A DATA reference, looked up.

    Attributes:
        target: The base schema, the file's own DATASCHEMA, another file (not looked into), a schema
            that lacks the element, or no reference at all.
        path: What stands after "#".
        categories: Names of the fixed categories.
        is_variable: Whether the policy must say the categories.
    """

    target: Target
    path: str
    categories: tuple[str, ...] = ()
    is_variable: bool = False


def resolve(reference: str, *, base: str | None, file: PublishedFile | None = None) -> Resolved:
    """Look up a DATA reference.

    Args:
        reference: `ref` of a DATA ("#user.name", "http://host/schema#x").
        base: `base` of its DATA-GROUP, or None for the base data schema.
        file: The file that it stands in, for its own DATASCHEMA; None for none.
    """
    found = _without_own(reference, base)
    # Many files define elements of their own and forget base="": look there before complaining.
    return _in_own(found.path, file) if found.target is Target.UNKNOWN and file is not None else found


@lru_cache(maxsize=4096)
def _without_own(reference: str, base: str | None) -> Resolved:
    """Look up a reference as far as it goes without a file: unknown is what only a file could know."""
    schema, hash_mark, path = reference.partition("#")
    if not hash_mark or "#" in path or not path:
        return Resolved(target=Target.MALFORMED, path=path)
    schema = schema or (BASE_SCHEMA if base is None else base)
    if schema == BASE_SCHEMA:
        return _in_base(path)
    return Resolved(target=Target.UNKNOWN if schema == "" else Target.OTHER, path=path)


def _in_base(path: str) -> Resolved:
    element = base_schema().get(path)
    if element is None:
        return Resolved(target=Target.UNKNOWN, path=path)
    return Resolved(target=Target.BASE, path=path, categories=element.categories, is_variable=element.is_variable)


def _in_own(path: str, file: PublishedFile) -> Resolved:
    names = file.own_schema.get(path)
    if names is None:
        # No name of a schema has more parts, so that no longer one can stand above.
        parts = path.split(".", MAX_PARTS)[:MAX_PARTS]
        above = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
        names = next((file.own_schema[p] for p in above if p in file.own_elements), None)
    if names is None:
        return Resolved(target=Target.UNKNOWN, path=path)
    ordered = tuple(name for name in terms(CATEGORIES) if name in names)
    return Resolved(target=Target.OWN, path=path, categories=ordered, is_variable=not ordered)


def categories_of(data: Data, file: PublishedFile | None) -> tuple[str, ...]:
    """Return the names of all categories of a DATA: the fixed ones of its schema and those it declares."""
    fixed = resolve(data.reference, base=data.base, file=file).categories
    declared = {value.name for value in data.categories or ()}
    return tuple(name for name in terms(CATEGORIES) if name in fixed or name in declared)
