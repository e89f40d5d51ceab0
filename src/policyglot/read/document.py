"""A privacy policy from a file or bytes: the one door into the readers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from policyglot.errors import InputError
from policyglot.model import BlockKind, Document
from policyglot.read import text as plain_text
from policyglot.read.acceptance import accepted
from policyglot.read.edges import is_title, without_menus
from policyglot.read.encoding import decode
from policyglot.read.headings import with_headings
from policyglot.read.layout import Piece, assemble, clean
from policyglot.read.source import (
    HTML,
    MARKDOWN,
    TEXT,
    known_media_type,
    load,
    refuse_other_kinds,
    refuse_size,
    sniffed_media_type,
    source_name,
)

# The policy's own title is among its first blocks.
_TITLE_WITHIN = 8


def read_document(
    source: str | os.PathLike[str] | None = None,
    *,
    content: bytes | None = None,
    name: str | None = None,
    media_type: str | None = None,
    charset: str | None = None,
    max_bytes: int = 5_000_000,
) -> Document:
    """Return a privacy policy as text with blocks.

    Args:
        source: Path of a file; not needed where `content` is given.
        content: The bytes themselves.
        name: Path or URL that messages and evidence name; its suffix counts.
        media_type: As a server gave it ("text/html; charset=…"), or None to go by suffix and content.
        charset: As a server gave it, or None.
        max_bytes: Larger inputs are refused.

    Returns:
        A document in English with at least one block.

    Raises:
        InputError: Missing, a directory, unreadable, empty, binary, too large, no known encoding.
        NotAPolicyError: Readable, but no privacy policy, or in a language that is not understood.

    >>> document = read_document(content=b"We collect your name. We never sell personal data.", name="shop.txt")
    >>> document.language, len(document.blocks)
    ('en', 1)
    """
    place = source_name(source, name)
    if content is None:
        if source is None:
            raise InputError("neither a path nor content is given", advice="give one of them")
        content = load(Path(source), max_bytes=max_bytes)
    refuse_size(len(content), source=place, max_bytes=max_bytes)
    if not content.strip():
        raise InputError("the file is empty", source=place, advice="check that it was saved complete")
    known = known_media_type(place, media_type)
    text = decode(content, source=place, charset=charset or _parameter(media_type), is_html=known in (HTML, None))
    return accepted(_structured(text, known=known, source=place, is_told=media_type is not None))


def _structured(text: str, *, known: str | None, source: str, is_told: bool) -> Document:
    """Return the document that the reader of its media type makes of a text."""
    refuse_other_kinds(text, source=source)
    kind = known if is_told and known else sniffed_media_type(text, known)
    text = clean(text)
    title: str | None = None
    pieces: Sequence[Piece]
    # A parser is loaded when a text needs it: lxml and markdown-it-py cost more than a short policy does.
    if kind == HTML:
        from policyglot.read import html  # noqa: PLC0415 - see above

        title, pieces = html.read(text)
    elif kind == MARKDOWN:
        from policyglot.read import markdown  # noqa: PLC0415 - see above

        pieces = without_menus(tuple(markdown.read(text)))
    else:
        pieces = without_menus(tuple(plain_text.read(text)))
    if kind != TEXT:
        pieces = with_headings(pieces)
    if title is None or not is_title(title):
        named = [piece for piece in pieces[:_TITLE_WITHIN] if is_title(piece.text)]
        named.sort(key=lambda piece: piece.kind is not BlockKind.HEADING)
        title = named[0].text if named else title
    return assemble(pieces, source=source, media_type=kind, title=title)


def _parameter(media_type: str | None) -> str | None:
    """Return the charset parameter of a media type, or None."""
    for part in (media_type or "").split(";")[1:]:
        key, _, value = part.partition("=")
        if key.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None
