"""What there is to read: files, folders, archives, JSON Lines, Parquet, WARC, lists; one piece a policy.

A piece says where a policy's bytes are. It is small, so that it can be sent to another process or
machine; only what lies inside an archive travels with its content.
"""

from __future__ import annotations

import glob
import json
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from policyglot.errors import InputError, MissingExtraError

MAX_BYTES = 5_000_000
"""A policy larger than this is a failure, not a policy."""

_SUFFIXES = {".html", ".htm", ".xhtml", ".txt", ".text", ".md", ".markdown"} | {
    ".jsonld",
    ".ttl",
    ".nq",
    ".xml",
    ".p3p",
    ".xrdf",
}
_ARCHIVES = (".zip", ".tar.gz", ".tgz", ".tar", ".warc", ".warc.gz")
# A file name that is the date of a version: 2024-05-01.md, 2024-05.html.
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One policy to read.

    Attributes:
        name: What messages and the policy's source call it.
        series: What the versions of one policy share: site, folder or name.
        date: ISO 8601 date of the version, or None.
        site: Base URL of the site, or None.
        path: File that holds it, or None where `content` does.
        start: First byte in the file.
        length: Bytes, or None for all of the file.
        is_record: The bytes are a JSON object with the text in "text".
        content: The bytes themselves, or None.
        size: Bytes that it takes in its source, compressed where that is: what a run's end is foretold from.
        fault: Why it cannot be read, or None: of an archive that is broken from here on.
    """

    name: str
    series: str
    date: str | None = None
    site: str | None = None
    path: str | None = None
    start: int = 0
    length: int | None = None
    is_record: bool = False
    content: bytes | None = None
    size: int = 0
    fault: str | None = None


def read_piece(piece: Piece) -> bytes:
    """Return the bytes of a piece: the policy, prose or published.

    Raises:
        InputError: It is unreadable, too large, or a record without text.
    """
    if piece.fault is not None:
        raise InputError(piece.fault, source=piece.name)
    if piece.content is not None:
        content = piece.content
    else:
        try:
            with Path(piece.path or piece.name).open("rb") as file:
                file.seek(piece.start)
                content = file.read(MAX_BYTES + 1 if piece.length is None else piece.length)
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror or error}", source=piece.name) from error
    if piece.is_record:
        content = _text_of(_record(content, piece.name), piece.name)
    if len(content) > MAX_BYTES:
        raise InputError(f"larger than {MAX_BYTES:,} bytes", source=piece.name)
    return content


def _record(line: bytes, name: str) -> dict[str, object]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"no JSON: {error}", source=name) from error
    if not isinstance(record, dict):
        raise InputError("no JSON object", source=name)
    return record


def _text_of(record: dict[str, object], name: str) -> bytes:
    text = record.get("text")
    if not isinstance(text, str):
        raise InputError("the record has no text", source=name, advice='each needs a string "text"')
    return text.encode("utf-8", "replace")


def pieces(sources: Iterable[str]) -> Iterator[Piece]:
    """Yield the policies that sources hold, in their order, files of a folder by name.

    Args:
        sources: Paths of files, folders, `.zip`, `.tar.gz`, `.jsonl`, `.parquet` and `.warc.gz` files; globs;
            and lists, `@path`, of a source a line.

    Raises:
        InputError: A source that is in no list does not exist.
        MissingExtraError: What reads Parquet or WARC is not installed.
    """
    for path in _files(sources):
        yield from _of_file(path)


def size_of(sources: Iterable[str]) -> int:
    """Return how many bytes the files of sources have on disk: the sum of the sizes of all pieces, nearly.

    Raises:
        InputError: A source that is in no list does not exist.
    """
    return sum(_bytes_of(path) for path in _files(sources))


def _bytes_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _files(sources: Iterable[str], *, is_list: bool = False) -> Iterator[Path]:
    for source in sources:
        if source.startswith("@"):
            yield from _files(_listed(source[1:]), is_list=True)
        elif Path(source).is_dir():
            yield from _below(Path(source))
        elif Path(source).exists():
            yield Path(source)
        else:
            found = sorted(glob.glob(source, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
            if not found and not is_list:
                raise InputError("no such file", source=source)
            # What somebody typed is put right at once; one line of a long list fails alone.
            for path in map(Path, found or [source]):
                yield from _below(path) if path.is_dir() else (path,)


def _listed(path: str) -> list[str]:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the list cannot be read: {error}", source=path) from error
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _below(folder: Path) -> Iterator[Path]:
    """Yield the readable files below a folder without holding all of a large tree in memory."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            yield from _below(path)
        elif path.suffix.lower() in _SUFFIXES | {".jsonl", ".parquet"} or path.name.lower().endswith(_ARCHIVES):
            yield path


def _of_file(path: Path) -> Iterator[Piece]:
    name = path.name.lower()
    # ValueError is what pyarrow raises for what is no Parquet.
    try:
        if name.endswith(".jsonl"):
            yield from _of_lines(path)
        elif name.endswith(".parquet"):
            yield from _of_parquet(path)
        elif name.endswith(".zip"):
            yield from _of_zip(path)
        elif name.endswith((".warc", ".warc.gz")):
            from policyglot.store.warc import pieces_of_warc  # noqa: PLC0415 - it needs pieces itself

            yield from pieces_of_warc(path)
        elif name.endswith(_ARCHIVES):
            yield from _of_tar(path)
        else:
            yield _named(str(path), path=str(path), size=_bytes_of(path))
    except (OSError, zipfile.BadZipFile, tarfile.TarError, EOFError, ValueError, zlib.error) as error:
        yield Piece(name=str(path), series=str(path), fault=f"cannot be read: {error}")
    except InputError as error:
        yield Piece(name=str(path), series=str(path), fault=error.message)


def _named(name: str, *, path: str | None = None, content: bytes | None = None, size: int) -> Piece:
    """Return the piece of a file: named after a date it is a version of what its folder is."""
    place = Path(name)
    if _DATE.fullmatch(place.stem):
        return Piece(name=name, series=str(place.parent), date=place.stem, path=path, content=content, size=size)
    return Piece(name=name, series=str(place.with_suffix("")), path=path, content=content, size=size)


def _of_record(name: str, record: dict[str, object]) -> Piece:
    """Return the piece of a record's fields, without the way to its text."""

    def said(*fields: str) -> str | None:
        return next((str(record[f]) for f in fields if isinstance(record.get(f), str | int) and record[f] != ""), None)

    site = said("site", "url")
    called = said("id", "name") or name
    date = said("date")
    return Piece(
        name=called,
        series=said("series", "site", "url", "name") or called,
        date=date if date and _DATE.fullmatch(date[:10]) else None,
        site=site.split("#")[0] if site and site.startswith(("http://", "https://")) else None,
    )


def _of_lines(path: Path) -> Iterator[Piece]:
    with path.open("rb") as file:
        start = 0
        for number, line in enumerate(file, start=1):
            if line.strip():
                name = f"{path}:{number}"
                try:
                    known = _of_record(name, _record(line, name))
                except InputError:
                    known = Piece(name=name, series=name)
                length = len(line)
                yield replace(known, path=str(path), start=start, length=length, is_record=True, size=length)
            start += len(line)


def _of_parquet(path: Path) -> Iterator[Piece]:
    try:
        from pyarrow import parquet  # noqa: PLC0415 - an extra
    except ImportError as error:
        advice = "pip install 'policyglot[corpus]'"
        raise MissingExtraError("Parquet needs pyarrow", source=str(path), advice=advice) from error
    with parquet.ParquetFile(path) as file:
        number, share = 0, _bytes_of(path) // max(1, file.metadata.num_rows)
        for batch in file.iter_batches(batch_size=64):
            for record in batch.to_pylist():
                number += 1
                name = f"{path}:{number}"
                known = _of_record(name, record)
                try:
                    content = _text_of(record, name)
                except InputError:
                    content = b""
                yield replace(known, content=content, size=share)


def _of_zip(path: Path) -> Iterator[Piece]:
    with zipfile.ZipFile(path) as archive:
        for member in sorted(archive.infolist(), key=lambda m: m.filename):
            if not member.is_dir() and Path(member.filename).suffix.lower() in _SUFFIXES:
                name, size = f"{path}/{member.filename}", member.compress_size
                try:
                    with archive.open(member) as file:
                        content = file.read(MAX_BYTES + 1)
                except (OSError, zipfile.BadZipFile, EOFError, zlib.error, RuntimeError) as error:
                    # RuntimeError is an encrypted member. The others may be whole.
                    yield Piece(name=name, series=name, size=size, fault=f"cannot be read: {error}")
                else:
                    yield _named(name, content=content, size=size)


def _of_tar(path: Path) -> Iterator[Piece]:
    with path.open("rb") as raw, tarfile.open(fileobj=raw, mode="r|*") as archive:
        before = 0
        for member in archive:
            if member.isfile() and Path(member.name).suffix.lower() in _SUFFIXES:
                file = archive.extractfile(member)
                if file is not None:
                    content = file.read(MAX_BYTES + 1)
                    yield _named(f"{path}/{member.name}", content=content, size=raw.tell() - before)
                    before = raw.tell()
