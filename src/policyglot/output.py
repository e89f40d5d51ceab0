"""Writes generated files: all of them whole, or none of them half.

Every file is written beside its place and moved there when it is complete, so that a
reader never sees a part of one and a failure leaves what was there before.
"""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from policyglot.errors import OutputError

# Everything that is no lower-case ASCII letter or digit becomes one hyphen in a slug.
NOT_SLUG = re.compile(r"[^a-z0-9]+")
# Names that Windows keeps for devices, whatever their suffix.
DEVICE = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
_LONGEST = 60


def slug(name: str) -> str:
    """Return a safe folder name for a source: ASCII letters, digits and hyphens, at most 60.

    >>> slug("Kmart Privacy Policy (2004)")
    'kmart-privacy-policy-2004'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    made = NOT_SLUG.sub("-", plain).strip("-")[:_LONGEST].strip("-")
    return f"policy-{made}" if DEVICE.fullmatch(made) else made or "policy"


def unique_slugs(names: Iterable[str]) -> tuple[str, ...]:
    """Return one slug a name, in order, no two alike: the second "shop" becomes "shop-2"."""
    taken: set[str] = set()
    made: list[str] = []
    for name in names:
        wanted = candidate = slug(name)
        number = 2
        while candidate in taken:
            candidate = f"{wanted}-{number}"
            number += 1
        taken.add(candidate)
        made.append(candidate)
    return tuple(made)


def write_file(path: Path, content: bytes) -> None:
    """Write one file beside its place and move it there.

    Raises:
        OutputError: It cannot be written; what was there before is still there.
    """
    _write({path: content}, advice=None)


def write_folder(folder: Path, files: Mapping[str, bytes], *, known: Iterable[str] = ()) -> None:
    """Write files into a folder; other files in it are left alone.

    Args:
        folder: Made where it is missing, with its parents.
        files: Path below the folder, with `/`, to content.
        known: Paths that this program may have written earlier; those not in `files` are
            taken away, so that no stale file stands beside new ones.

    Raises:
        OutputError: A file cannot be written; no partial file is left.
    """
    places = {folder / PurePosixPath(name): content for name, content in files.items()}
    stale = [folder / PurePosixPath(name) for name in known if name not in files]
    _write(places, advice="choose another folder with -o", stale=stale)


def _write(files: Mapping[Path, bytes], *, advice: str | None, stale: Iterable[Path] = ()) -> None:
    """Write all files beside their places, then move them there and take the stale ones away."""
    made: list[tuple[Path, Path]] = []
    at = Path()
    try:
        for place, content in files.items():
            at = place.parent
            at.mkdir(parents=True, exist_ok=True)
            at = place
            made.append((_beside(place, content), place))
        for written, at in made:
            written.replace(at)
        for at in stale:
            at.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"cannot write here: {reason}", source=str(at), advice=advice) from error
    finally:
        for written, _ in made:
            with suppress(OSError):
                written.unlink(missing_ok=True)


def _beside(place: Path, content: bytes) -> Path:
    """Write content to a new file in the folder of `place`, complete on disk, and return its path."""
    if place.is_dir():
        raise IsADirectoryError(21, "a folder is in the way", str(place))
    descriptor, name = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".part", dir=place.parent)
    path = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        # mkstemp makes files private; a published one is readable as the umask allows.
        umask = os.umask(0)
        os.umask(umask)
        path.chmod(0o666 & ~umask)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return path
