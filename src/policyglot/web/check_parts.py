"""What somebody gave to be checked: a file of one kind, or something that holds headers and scripts.

Besides the files themselves people give what they see: the tokens of a compact policy, an answer as `curl -i`
shows it, a page, a server's configuration.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from policyglot.errors import InputError
from policyglot.findings import Location
from policyglot.formats.p3p.compact_parser import MARKS, TOKEN
from policyglot.formats.p3p.terms import by_token
from policyglot.validate import kind_of, recognise
from policyglot.validate.report.source_text import source_text

KINDS: tuple[tuple[str, str], ...] = (
    ("jsonld", "JSON-LD"),
    ("turtle", "Turtle"),
    ("nquads", "N-Quads"),
    ("p3p", "P3P policy"),
    ("p3p-reference", "P3P reference file"),
    ("p3p-schema", "P3P data schema"),
    ("compact", "compact policy"),
)
"""Kinds of files with their names for people."""

# A P3P header among others, with the lines that go on (RFC 9112, section 5.2), up to the line's end.
HEADER_LINE = re.compile(r"^[ \t]*P3P[ \t]*:[^\n]*(?:\n[ \t]+[^\s][^\n]*)*", re.IGNORECASE | re.MULTILINE)
# An element META of HTML, whole.
META = re.compile(r"<meta\b[^<>]{0,4000}>", re.IGNORECASE)
# Its attributes that make it a P3P header.
META_P3P = re.compile(r"""\bhttp-equiv\s*=\s*["']?p3p\b""", re.IGNORECASE)
META_CONTENT = re.compile(r"""\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
# JSON-LD in a page.
SCRIPT = re.compile(
    r"""<script\b[^<>]*\btype\s*=\s*["']?application/ld\+json\b[^<>]*>(.*?)</script\s*>""", re.IGNORECASE | re.DOTALL
)
# A compact policy in a configuration or a program, where quotes in quotes are escaped.
MENTION = re.compile(
    r"""(?:policyref\s*=\s*(\\?["'])[^"'\n]*\1\s*,?\s*)?\bCP\s*=\s*(\\?["'])(?:[^"'\n\\]|\n[ \t]*)*\2""", re.IGNORECASE
)
_POLICY_IN_SCRIPT = re.compile(r"w3id\.org/(?:policyglot|dpv)")


MOST_PARTS = 20
"""Most headers and scripts of one text that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something that a checker can take.

    Attributes:
        kind: A key of `policyglot.validate.CHECKERS`.
        content: Its bytes.
        start: Offset, in code points of the text that was given, at which it begins.
        has_columns: Whether its columns are those of what was given, which escapes and additions change.
        found: Where it was found ("P3P header in line 3"), or "" where it is all that was given.
    """

    kind: str
    content: bytes
    start: int = 0
    has_columns: bool = True
    found: str = ""


def parts_of(content: bytes, name: str, *, kind: str | None = None) -> tuple[Part, ...]:
    """Return what can be checked of something.

    Args:
        content: Its bytes.
        name: Its name or URL; counts only where the content does not tell.
        kind: A key of `CHECKERS`, or None to find out.

    Returns:
        One part that is everything, or those that were found in it, in their order.

    Raises:
        InputError: Nothing in it can be checked.

    >>> [part.content for part in parts_of(b"NOI CURa STA", "pasted text")]
    [b'CP="NOI CURa STA"']
    """
    known = kind or recognise(content, name)
    if known is not None and known != "compact":
        return (Part(kind=known, content=content),)
    text = source_text(content)
    if are_tokens(text) or (kind == "compact" and text.strip() and "=" not in text):
        completed = f'CP="{" ".join(text.split())}"'
        return (Part(kind="compact", content=_header(completed), has_columns=False),)
    found = sorted(_found(text), key=lambda part: part.start)[:MOST_PARTS]
    if known == "compact":
        found = [part for part in found if part.kind == "compact"]
    if known == "compact" and (len(found) < 2 or "\n" not in text.strip()):
        start = len(text) - len(text.lstrip())
        return (Part(kind="compact", content=_header(text.strip()), start=start),)
    if not found and content.strip() and b"\0" not in content:
        raise InputError(
            "nobody can tell what this is",
            source=name,
            advice="say what it is; a policy for people to read is for Generate",
        )
    return tuple(found) or (Part(kind=kind_of(content, name), content=content),)


def placed(location: Location, part: Part, text: str) -> Location:
    """Return where something that was found in a part is in the text that was given.

    Args:
        location: Line and column as the part's checker counts them; a header is one line.
        part: The part.
        text: What was given.
    """
    if not part.found and part.kind != "compact":
        return location
    if location.line is None:
        return replace(location, line=_line(text, part.start))
    if part.kind == "compact":
        offset = part.start + (location.column - 1 if part.has_columns and location.column else 0)
        column = offset - text.rfind("\n", 0, offset) if part.has_columns and location.column else None
        return replace(location, line=_line(text, offset), column=column)
    first = part.start - text.rfind("\n", 0, part.start) - 1
    column = location.column + (first if location.line == 1 else 0) if location.column else None
    return replace(location, line=_line(text, part.start) + location.line - 1, column=column)


def are_tokens(text: str) -> bool:
    """Say whether a text is the tokens of a compact policy, without `CP=` around them.

    >>> are_tokens("NOI DSP COR"), are_tokens("THE END"), are_tokens("NOI XYZ FOO")
    (True, False, False)
    """
    words = text.split()
    known = [w for w in words if (shape := TOKEN.fullmatch(w)) and (shape[1] in by_token() or shape[1] in MARKS)]
    return bool(known) and 2 * len(known) >= len(words) and "=" not in text


def _found(text: str) -> Iterator[Part]:
    """Yield the headers, scripts and mentions in a text."""
    headers = list(islice((found for found in HEADER_LINE.finditer(text) if "=" in found.group()), MOST_PARTS))
    for found in headers:
        yield _part(text, found.start(), found.group(), what="P3P header")
    pages = list(islice((found for found in META.finditer(text) if META_P3P.search(found.group())), MOST_PARTS))
    for found in pages:
        said = META_CONTENT.search(found.group())
        if said is not None:
            value = said[1] if said[1] is not None else said[2]
            is_plain = html.unescape(value) == value
            start = found.start() + said.start(1 if said[1] is not None else 2)
            yield _part(text, start, html.unescape(value), what="META element", is_plain=is_plain)
    for found in islice(SCRIPT.finditer(text), MOST_PARTS):
        if _POLICY_IN_SCRIPT.search(found[1]):
            yield _part(text, found.start(1), found[1], what="JSON-LD script", kind="jsonld")
    taken = [(found.start(), found.end()) for found in (*headers, *pages)]
    for found in islice(MENTION.finditer(text), 2 * MOST_PARTS):
        if not any(start <= found.start() < end for start, end in taken):
            said_plainly = found.group().replace("\\", "")
            is_plain = said_plainly == found.group()
            yield _part(text, found.start(), said_plainly, what="compact policy", is_plain=is_plain)


def _part(text: str, start: int, said: str, *, what: str, kind: str = "compact", is_plain: bool = True) -> Part:
    return Part(
        kind=kind,
        content=_header(said) if kind == "compact" else said.encode("utf-8", "replace"),
        start=start,
        has_columns=is_plain,
        found=f"{what} in line {_line(text, start)}",
    )


def _header(text: str) -> bytes:
    """Return a header as one line of bytes, one a code point, so that columns stay what they are."""
    return text.replace("\r", " ").replace("\n", " ").encode("latin-1", "replace")


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
