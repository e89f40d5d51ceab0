"""The sources that a command is given: files, folders, standard input, URLs."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from policyglot.cli import console
from policyglot.errors import InputError

if TYPE_CHECKING:
    from policyglot.model import Document
    from policyglot.read.fetch import Fetched

STANDARD_INPUT = "standard input"
PROSE = (".html", ".htm", ".xhtml", ".txt", ".text", ".md", ".markdown")
PUBLISHED = (".jsonld", ".json", ".ttl", ".nq", ".xml", ".p3p", ".xrdf")

# A URL that is fetched; "C:\policy.txt" is none.
URL = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One input.

    Attributes:
        name: How messages call it: the path or URL as given, or "standard input".
        path: Its path, or None for standard input and URLs.
        label: What its output folder is named after.
        is_found: Whether it was found below a folder, and not named itself.
        is_url: Whether its name is a URL, which is fetched.
        allow_private: Whether its host may be one that is not on the public internet.
    """

    name: str
    path: Path | None
    label: str
    is_found: bool = False
    is_url: bool = False
    allow_private: bool = False

    def read(self, *, max_bytes: int) -> bytes:
        """Return the bytes.

        Raises:
            InputError: It is missing, unreadable, a folder or larger than `max_bytes`.
            FetchError: It is a URL that cannot or must not be fetched.
        """
        if self.is_url:
            return self.fetch(max_bytes=max_bytes).content
        try:
            if self.path is None:
                content = sys.stdin.buffer.read(max_bytes + 1)
            else:
                with self.path.open("rb") as file:
                    content = file.read(max_bytes + 1)
        except OSError as error:
            raise InputError(_reason(error), source=self.name) from error
        if len(content) > max_bytes:
            raise InputError(
                f"larger than {max_bytes:,} bytes", source=self.name, advice="raise the limit with --max-bytes"
            )
        return content

    def fetch(self, *, max_bytes: int) -> Fetched:
        """Return what the server of a URL answers.

        Raises:
            FetchError: It cannot or must not be fetched, is not there, or is larger than `max_bytes`.
            MissingExtraError: The extra `fetch` is not installed.
        """
        from policyglot.read.fetch import FetchLimits, fetch_page

        found = fetch_page(self.name, limits=FetchLimits(max_bytes=max_bytes), allow_private=self.allow_private)
        if found.is_downgraded:
            console.say(f"policyglot: {self.name}: redirected from https to {found.final_url}: anybody can change it")
        return found

    def document(self, *, max_bytes: int) -> Document:
        """Return the prose of it, a URL's by what its server says about it.

        Raises:
            InputError: As in `read`, or it is no privacy policy in prose.
            FetchError: As in `fetch`.
        """
        # Read before the reader is imported: a missing file is said at once.
        fetched = self.fetch(max_bytes=max_bytes) if self.is_url else None
        content = self.read(max_bytes=max_bytes) if fetched is None else fetched.content
        from policyglot.read import read_document

        if fetched is None:
            return read_document(content=content, name=self.name, max_bytes=max_bytes)
        return read_document(
            content=content,
            name=fetched.final_url,
            media_type=fetched.media_type,
            charset=fetched.charset,
            max_bytes=max_bytes,
        )


def sources(
    given: Iterable[str], *, suffixes: tuple[str, ...], allow_private: bool = False, skips_generated: bool = False
) -> Iterator[Source]:
    """Yield the inputs that arguments name, a folder standing for the files below it.

    Args:
        given: Paths, "-" for standard input, URLs.
        suffixes: Which files of a folder count.
        allow_private: Whether URLs may name hosts that are not on the public internet.
        skips_generated: Whether files of a folder that `generate` wrote do not count.

    Raises:
        InputError: A folder has no such file.
    """
    for argument in given:
        if argument == "-":
            yield Source(name=STANDARD_INPUT, path=None, label="standard-input")
        elif URL.match(argument):
            yield Source(name=argument, path=None, label=_label(argument), is_url=True, allow_private=allow_private)
        elif Path(argument).is_dir():
            yield from _below(Path(argument), suffixes, skips_generated=skips_generated)
        else:
            yield Source(name=argument, path=Path(argument), label=Path(argument).stem)


def one_source(argument: str, *, allow_private: bool = False) -> Source:
    """Return the input that one argument names.

    Raises:
        InputError: It is a folder.
    """
    if argument != "-" and Path(argument).is_dir():
        raise InputError("this is a folder, and one file is needed", source=argument)
    return next(sources([argument], suffixes=(), allow_private=allow_private))


def _label(url: str) -> str:
    """Host and path of a URL, "shop.example/privacy"; the whole of one that is broken."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.hostname or ''}{parts.path.removesuffix('/').removesuffix('.html')}"


def _below(folder: Path, suffixes: tuple[str, ...], *, skips_generated: bool) -> Iterator[Source]:
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in suffixes and path.is_file())
    if skips_generated:
        found = [path for path in found if not _is_generated(path)]
    if not found:
        raise InputError(
            "the folder has no file to read", source=str(folder), advice=f"looked for {', '.join(suffixes)}"
        )
    for path in found:
        label = "-".join(path.relative_to(folder).with_suffix("").parts)
        yield Source(name=str(path), path=path, label=label, is_found=True)


def _is_generated(path: Path) -> bool:
    """Say whether `generate` wrote a file: it has such a name, and stands beside what is always written."""
    if not all((path.parent / name).is_file() for name in ("findings.json", "report.html")):
        return False
    from policyglot.generation import FILES

    return path.name in FILES


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, IsADirectoryError):
        return "this is a folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return f"cannot be read: {os.strerror(error.errno) if error.errno else error}"
