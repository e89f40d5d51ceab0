"""Kept work: what was given to Generate, what was made of it, what people answered and decided.

    FOLDER/key                   what sessions are made with
    FOLDER/ID/meta.json          where it came from
    FOLDER/ID/source.bin         the bytes as they came
    FOLDER/ID/answers.toml       what people answered
    FOLDER/ID/corrections.toml   what reviewers decided
    FOLDER/ID/shown.json         the parts of its page
    FOLDER/ID/files/…            what `generate` made

Every file is written beside its place and moved there.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request

from policyglot.errors import InputError, OutputError
from policyglot.output import write_folder
from policyglot.web.received import Received

# The name of a kept work: 128 random bits in base64url.
ID = re.compile(r"[A-Za-z0-9_-]{22}")
META, SOURCE, SHOWN, ANSWERS, CORRECTIONS = "meta.json", "source.bin", "shown.json", "answers.toml", "corrections.toml"
FILES = "files"
_DAY = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a kept work came from.

    Attributes:
        name: How messages call it: a file's name, a URL, "pasted text".
        kind: "text", "file" or "url": which field of the form it came in.
        url: The URL to fetch, or the one that answered; None for what was pasted or uploaded.
        media_type: As the server said, or None.
        charset: As the server said, or None.
        site: Base URL of the site, or None.
        title: The policy's title, once it is known.
    """

    name: str
    kind: str = "text"
    url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    site: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One kept work.

    Attributes:
        id: Its name, which nobody can guess.
        folder: Where it lies.
    """

    id: str
    folder: Path

    @property
    def origin(self) -> Origin:
        """Where it came from.

        Raises:
            InputError: Its folder was damaged by somebody else.
        """
        try:
            return Origin(**json.loads(self._bytes(META) or b""))
        except (ValueError, TypeError) as error:
            raise InputError("the kept work is damaged", source=str(self.folder), advice="give the policy again") from (
                error
            )

    @property
    def title(self) -> str | None:
        """The policy's title, or None where it was not generated yet, or its folder was damaged by somebody else."""
        try:
            return self.origin.title
        except InputError:
            return None

    @property
    def changed(self) -> float:
        """When it was changed last, in seconds since 1970."""
        times = []
        for name in (META, SHOWN, ANSWERS, CORRECTIONS):
            with suppress(OSError):
                times.append((self.folder / name).stat().st_mtime)
        return max(times, default=0.0)

    def read(self, name: str) -> bytes | None:
        """Return one of its files ("answers.toml", "files/w3c/policy.xml"), or None where it is not there."""
        return self._bytes(name)

    def _bytes(self, name: str) -> bytes | None:
        try:
            return (self.folder / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def files(self, names: Iterable[str]) -> dict[str, bytes]:
        """Return those of the generated files that are there: path below `files/` to content."""
        found = {name: self._bytes(f"{FILES}/{name}") for name in names}
        return {name: content for name, content in found.items() if content is not None}

    def shown(self) -> dict[str, Any] | None:
        """Return the parts of its page, or None where it was not generated yet, or somebody damaged them."""
        try:
            found = json.loads(self._bytes(SHOWN) or b"null")
        except ValueError:
            return None
        return found if isinstance(found, dict) else None

    def write(self, files: Mapping[str, bytes], *, known: Iterable[str] = ()) -> None:
        """Write some of its files: all of them whole, or none.

        Args:
            files: Name ("answers.toml") to content.
            known: Names that are taken away where they are not among `files`.

        Raises:
            OutputError: They cannot be written; what was there before is still there.
        """
        write_folder(self.folder, files, known=known)

    def write_origin(self, origin: Origin, *, source: bytes | None = None) -> None:
        """Write where it came from, and the bytes where they are given."""
        files = {META: json.dumps(asdict(origin), ensure_ascii=False).encode("utf-8", "replace")}
        self.write(files | ({SOURCE: source} if source is not None else {}))


class Shelf:
    """All kept works of a workbench."""

    def __init__(self, folder: Path, *, number: int, days: int) -> None:
        self._folder = folder
        self._number = number
        self._days = days

    def new(self, came: Received | str, *, kind: str, site: str | None = None) -> Kept:
        """Keep what came; works beyond the number and age that are kept go.

        Args:
            came: The bytes, or a URL that is still to be fetched.
            kind: The field that it came in: "text", "file" or "url".
            site: Base URL of the site, or None.

        Raises:
            OutputError: It cannot be written; nothing of it is left.
        """
        self._clear()
        kept_id = secrets.token_urlsafe(16)
        kept = Kept(id=kept_id, folder=self._folder / kept_id)
        if isinstance(came, str):
            origin, source = Origin(name=came, kind=kind, url=came, site=site), None
        else:
            source = came.content
            origin = Origin(
                name=came.name,
                kind=kind,
                url=came.url,
                media_type=came.media_type,
                charset=came.charset,
                site=site,
            )
        try:
            kept.write_origin(origin, source=source)
        except OutputError:
            shutil.rmtree(kept.folder, ignore_errors=True)
            raise
        return kept

    def find(self, kept_id: str) -> Kept | None:
        """Return a kept work by its name, or None where there is none."""
        folder = self._folder / kept_id
        if not ID.fullmatch(kept_id) or not (folder / META).is_file():
            return None
        return Kept(id=kept_id, folder=folder)

    def remove(self, kept: Kept) -> None:
        """Take a kept work away."""
        # Its name goes first, so that nobody meets a half of it.
        gone = kept.folder.with_name(f".{kept.id}.gone")
        with suppress(FileNotFoundError):
            kept.folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def latest(self, number: int) -> tuple[Kept, ...]:
        """Return the works that were changed last, the newest first."""
        return tuple(sorted(self._all(), key=lambda kept: (-kept.changed, kept.id))[:number])

    def _all(self) -> list[Kept]:
        try:
            names = [path.name for path in self._folder.iterdir() if ID.fullmatch(path.name)]
        except FileNotFoundError:
            return []
        return [kept for name in names if (kept := self.find(name)) is not None]

    def _clear(self) -> None:
        """Make room for one more."""
        for kept in self.latest(len(self._all()))[max(self._number - 1, 0) :]:
            self.remove(kept)
        oldest = time.time() - self._days * _DAY
        for kept in self._all():
            if kept.changed < oldest:
                self.remove(kept)


def shelf_of(request: HTTPConnection) -> Shelf:
    """Return the kept works of the workbench that a request came to."""
    found: Shelf = request.app.state.shelf
    return found


def kept_of(request: Request) -> Kept:
    """Return the kept work that a request's path names by `{kept}`.

    Raises:
        HTTPException: There is none (404).
    """
    found = shelf_of(request).find(request.path_params["kept"])
    if found is None:
        raise HTTPException(404, "There is no such policy here: it was deleted, or it made room for newer ones.")
    return found
