"""Policies in web archives: the pages of a WARC file whose address or title says that they are one.

Source: ISO 28500 (WARC 1.1): records of type "response", WARC-Target-URI, WARC-Date.
"""

from __future__ import annotations

import gzip
import html
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from policyglot.errors import InputError, MissingExtraError
from policyglot.load import names_policy
from policyglot.store.pieces import MAX_BYTES, Piece

_PAGES = ("text/html", "application/xhtml+xml")
# The title of a page, in its first bytes.
_TITLE = re.compile(rb"<title\b[^>]*>([^<]{1,500})</title", re.IGNORECASE)
_HEAD = 65_536


def pieces_of_warc(path: Path) -> Iterator[Piece]:
    """Yield the policies of a WARC file, compressed or not; each capture is a version of its address.

    Raises:
        MissingExtraError: warcio (extra `corpus`) is not installed.
        InputError: The file is no WARC.
        OSError: It cannot be read.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - an extra
        from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - the same
    except ImportError as error:
        advice = "pip install 'policyglot[corpus]'"
        raise MissingExtraError("WARC needs warcio", source=str(path), advice=advice) from error
    _check(path)
    with path.open("rb") as raw:
        before = 0
        try:
            for record in ArchiveIterator(raw):
                if record.rec_type == "response" and _is_page(record):
                    piece = _piece(record, raw.tell() - before)
                    if piece is not None:
                        before = raw.tell()
                        yield piece
        except ArchiveLoadFailed as error:
            raise InputError(f"no WARC: {error}", source=str(path)) from error


def _check(path: Path) -> None:
    """Refuse what does not begin as a WARC file does: warcio finds no records in it, and says nothing.

    Raises:
        InputError: It begins otherwise.
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        begin = file.read(2)
    with gzip.open(path) if begin == b"\x1f\x8b" else path.open("rb") as file:
        try:
            begin = file.read(5)
        except (EOFError, zlib.error) as error:
            raise InputError(f"no WARC: {error}", source=str(path)) from error
    if begin != b"WARC/":
        raise InputError("no WARC: it does not begin with a record", source=str(path))


def _is_page(record: Any) -> bool:
    headers = record.http_headers
    if headers is None or headers.get_statuscode() != "200":
        return False
    media_type = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return media_type in _PAGES


def _piece(record: Any, size: int) -> Piece | None:
    """Return the piece of a page, None where nothing says that it is a policy."""
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    place = urlsplit(address.strip("<>"))
    content = record.content_stream().read(MAX_BYTES + 1)
    if not names_policy(unquote(place.path).replace("-", " ").replace("_", " ")) and not names_policy(_title(content)):
        return None
    series = f"{place.scheme}://{place.netloc}{place.path}"
    site = f"{place.scheme}://{place.netloc}/" if place.scheme in {"http", "https"} and place.netloc else None
    date = (record.rec_headers.get_header("WARC-Date") or "")[:10]
    return Piece(name=address, series=series, date=date or None, site=site, content=content, size=max(0, size))


def _title(content: bytes) -> str:
    found = _TITLE.search(content[:_HEAD])
    return html.unescape(found[1].decode("utf-8", "replace")) if found else ""
