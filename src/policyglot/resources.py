"""The only way to the files of `vocab/`, `schemas/` and `models/`.

In an installed wheel they lie inside the package; in a checkout (plain or as an
editable install) they lie beside `src/`. Both are read through `importlib.resources`.
"""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from policyglot.errors import VocabularyError

Folder = Literal["vocab", "schemas", "models"]


def resource(folder: Folder, *parts: str) -> Traversable:
    """Return the resource `folder/part/part…`.

    Args:
        folder: "vocab", "schemas" or "models".
        *parts: Path below the folder, one segment each; none for the folder itself.

    Returns:
        A file or folder that exists.

    Raises:
        VocabularyError: The installation lacks it.
    """
    package = files("policyglot")
    for root in (package / folder, package / ".." / ".." / folder):
        found = root.joinpath(*parts) if parts else root
        if found.is_file() or found.is_dir():
            return found
    name = "/".join((folder, *parts))
    raise VocabularyError(
        f"the installation lacks {name}", term=name, advice="install policyglot again: its data files are missing"
    )


def read_text(folder: Folder, *parts: str) -> str:
    """Return the text of a resource, decoded as UTF-8."""
    return resource(folder, *parts).read_text(encoding="utf-8")


def read_bytes(folder: Folder, *parts: str) -> bytes:
    """Return the bytes of a resource."""
    return resource(folder, *parts).read_bytes()


def resource_names(folder: Folder, *parts: str, suffix: str) -> tuple[str, ...]:
    """Return the sorted names of the files in a resource folder that end in `suffix`."""
    return tuple(sorted(f.name for f in resource(folder, *parts).iterdir() if f.name.endswith(suffix)))
