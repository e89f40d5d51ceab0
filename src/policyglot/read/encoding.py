"""From bytes to characters: what is no text is refused, the rest is decoded without guessing first.

Order: byte-order mark, strict UTF-8 with characters that prove it, the charset that the server
gave, the charset that the HTML itself names, UTF-8 with a few damaged bytes, and only then a
detector.
"""

from __future__ import annotations

import codecs
import re

from policyglot.errors import InputError

# What a charset declaration looks like in the first kilobytes of HTML or XML:
# <meta charset=x>, <meta content="text/html; charset=x">, <?xml encoding="x"?>.
DECLARED = re.compile(rb"""<(?:meta|\?xml)\b[^<>]{0,300}?\b(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)

# A browser reads these as Windows-1252 (WHATWG Encoding, "windows-1252" labels).
_LATIN = {"iso8859-1", "ascii"}

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# First bytes of what people hand over by mistake, and what to call it.
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF media file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
)

# The detector reads this much: it is slow, and policies do not change their encoding midway.
_SAMPLE = 65_536


def decode(content: bytes, *, source: str, charset: str | None = None, is_html: bool = False) -> str:
    """Return the characters of a text file.

    Args:
        content: The whole file.
        source: Its path or URL, for the message.
        charset: The charset that the server gave, if any; an unknown name is ignored.
        is_html: Whether a declaration inside the file counts.

    Returns:
        The text without a byte-order mark.

    Raises:
        InputError: The content is binary, or no encoding fits.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], name) or _replaced(content[len(mark) :], name)
    _refuse_binary(content, source=source)
    given = [charset] if charset else []
    if is_html and (found := DECLARED.search(content[:4096])):
        given.append(found[1].decode("ascii", "replace"))
    utf_8 = _strict(content, "utf-8")
    if utf_8 is not None and not content.isascii():
        # Bytes that are UTF-8 by chance hardly exist; pages that claim another encoding do.
        return utf_8
    for name in given:
        if (codec := _codec(name)) and (text := _strict(content, codec)) is not None:
            return text
    if utf_8 is not None:
        return utf_8
    return _nearly_utf_8(content) or _detected(content, source=source)


def _refuse_binary(content: bytes, *, source: str) -> None:
    """Raise InputError for content that is no text.

    Raises:
        InputError: Always when it finds a signature, a NUL byte or a crowd of control characters.
    """
    advice = "give the policy as HTML, Markdown or plain text"
    for signature, name in _SIGNATURES:
        if content.startswith(signature):
            raise InputError(f"this is {name}, not text", source=source, advice=advice)
    if b"\x00" in content:
        place = content.index(b"\x00")
        raise InputError(f"this is binary: it has a NUL byte at offset {place}", source=source, advice=advice)
    sample = content[:_SAMPLE]
    controls = sum(map(sample.count, (bytes((c,)) for c in (*range(1, 9), *range(14, 27), *range(28, 32), 127))))
    if controls * 50 > len(sample):
        raise InputError("this is binary: it is full of control characters", source=source, advice=advice)


def _codec(name: str) -> str | None:
    """Return Python's name of a charset that decodes text, or None."""
    try:
        info = codecs.lookup(name.strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    # "rot13", "zip" and their like are codecs too, but no encodings of text; UTF-16 without a mark
    # inside a declaration that was read as ASCII is a lie (WHATWG: take UTF-8).
    if not getattr(info, "_is_text_encoding", True) or info.name.startswith(("utf-16", "utf-32", "unicode", "raw")):
        return "utf-8"
    return "cp1252" if info.name in _LATIN else info.name


def _strict(content: bytes, codec: str) -> str | None:
    """Return the text, or None where a byte does not fit; Windows-1252 has five holes, kept as controls."""
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return content.decode("latin-1") if codec == "cp1252" and _holes_only(content) else None


def _holes_only(content: bytes) -> bool:
    """Say whether only the five bytes that Windows-1252 leaves open keep it from fitting."""
    return sum(map(content.count, (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"))) * 1000 < len(content)


def _replaced(content: bytes, codec: str) -> str:
    """Return the text with a replacement character for every damaged sequence."""
    return content.decode(codec, "replace")


def _nearly_utf_8(content: bytes) -> str | None:
    """Return UTF-8 with a few damaged bytes as text, or None where it is another encoding.

    A file cut in the middle of a character or pasted together from two encodings is still
    UTF-8 when whole characters far outnumber the damaged bytes.
    """
    text = content.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    whole = len(text) - damaged - sum(map(content.count, (bytes((c,)) for c in range(128))))
    return text if whole > 2 * damaged else None


def _detected(content: bytes, *, source: str) -> str:
    """Return the text in the encoding that the detector finds most likely.

    Raises:
        InputError: None fits.
    """
    from charset_normalizer import from_bytes  # noqa: PLC0415 - costs 50 ms, and UTF-8 never needs it

    best = from_bytes(content[:_SAMPLE]).best()
    if best is not None and (text := _strict(content, best.encoding)) is not None:
        return text
    raise InputError(
        "the encoding cannot be determined", source=source, advice="save the file as UTF-8, or give its charset"
    )
