"""Where a policy comes from: a file or bytes, refused with a reason when it cannot be read."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePath

from policyglot.errors import InputError

HTML, MARKDOWN, TEXT = "text/html", "text/markdown", "text/plain"

_SUFFIXES = {
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".mdown": MARKDOWN,
    ".txt": TEXT,
    ".text": TEXT,
}
_NAMES = {
    HTML: HTML,
    "application/xhtml+xml": HTML,
    MARKDOWN: MARKDOWN,
    "text/x-markdown": MARKDOWN,
    TEXT: TEXT,
}

# How an HTML page starts, behind an XML declaration and comments: its doctype or a tag of its frame.
HTML_START = re.compile(
    r"\s*(?:<\?xml[^<>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*){0,9}<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)

# What is no prose but a file of another kind: XML (P3P, a feed), JSON, Turtle.
XML_START = re.compile(
    r"\s*(?:<\?xml\b|(?:<!--.{0,2000}?-->\s*){0,9}"
    r"<(?:[\w:.-]+\s[^<>]{0,500}?\bxmlns(?::\w+)?=|(?:META|POLICIES|POLICY|rss|feed)\b))",
    re.S,
)
JSON_START = re.compile(r'\s*(?:\{\s*"[^"\n]{1,100}"\s*:|\[\s*\{\s*")')
TURTLE_START = re.compile(r"(?:\s*#[^\n]{0,500}\n){0,20}\s*@(?:prefix|base)\s")
_OTHER_KINDS = (("XML", XML_START), ("JSON", JSON_START), ("Turtle", TURTLE_START))

# Tags that only HTML has, counted where the start says nothing (a fragment cut out of a page).
HTML_TAG = re.compile(r"</?(?:p|div|span|br|h[1-6]|ul|ol|li|table|tr|td|strong|section)\b[^<>]{0,500}>", re.I)

# A line that is Markdown and hardly ever plain text: an ATX heading, a link, or bold words.
MARKDOWN_SIGN = re.compile(
    r"^ {0,3}#{1,6} \S|(?<!!)\[[^\]\n]{1,200}\]\((?:https?:|mailto:|/|#)|\*\*\S[^*\n]{0,200}\*\*", re.M
)


def load(path: Path, *, max_bytes: int) -> bytes:
    """Return the bytes of a file.

    Args:
        path: Of a regular file.
        max_bytes: Refuse larger ones before they are read.

    Raises:
        InputError: Missing, a directory, unreadable or too large.
    """
    source = str(path)
    try:
        if path.is_dir():
            raise InputError("this is a directory", source=source, advice="name the policy's file in it")
        size = path.stat().st_size
        refuse_size(size, source=source, max_bytes=max_bytes)
        with path.open("rb") as file:
            # One byte more than allowed: a pipe has no size, and a file can grow while it is read.
            content = file.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise InputError("no such file", source=source, advice="check the path") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(f"cannot be read: {reason}", source=source, advice="check the file's permissions") from error
    refuse_size(len(content), source=source, max_bytes=max_bytes)
    return content


def refuse_size(size: int, *, source: str, max_bytes: int) -> None:
    """Raise InputError when there are more bytes than allowed.

    Raises:
        InputError: `size` exceeds `max_bytes`.
    """
    if size > max_bytes:
        raise InputError(
            f"{size:,} bytes or more are too large for a policy (the limit is {max_bytes:,})",
            source=source,
            advice="if this really is one, raise the limit with --max-bytes",
        )


def known_media_type(name: str, media_type: str | None) -> str | None:
    """Return the media type that the caller or the file's suffix gives, or None.

    Args:
        name: Path or URL.
        media_type: As a server gives it, parameters and all, or None.

    Raises:
        InputError: The media type is one that no reader takes.
    """
    if media_type:
        bare = media_type.partition(";")[0].strip().lower()
        if bare in _NAMES:
            return _NAMES[bare]
        if bare not in ("", "application/octet-stream", "binary/octet-stream"):
            raise InputError(
                f"the media type {bare} is not read",
                source=name,
                advice=f"known are {', '.join(dict.fromkeys(_NAMES))}",
            )
    return _SUFFIXES.get(PurePath(name.partition("?")[0]).suffix.lower())


def refuse_other_kinds(text: str, *, source: str) -> None:
    """Raise InputError for XML, JSON and Turtle, which are published files and no prose.

    Raises:
        InputError: It is one of them.
    """
    head = text[:4000]
    if HTML_START.match(head) or "<html" in head.lower():
        return
    if name := next((name for name, start in _OTHER_KINDS if start.match(head)), None):
        raise InputError(
            f"this is {name}, not prose", source=source, advice="give the policy as people read it, or convert the file"
        )


def sniffed_media_type(text: str, known: str | None) -> str:
    """Return the media type of a text by its content; what is known decides unless plainly wrong.

    A `.txt` is often a saved page or Markdown, and a server's "text/plain" says little.
    """
    if known in (HTML, MARKDOWN):
        return known
    head = text[:20_000]
    if HTML_START.match(head):
        return HTML
    if len(HTML_TAG.findall(head)) >= max(3, len(head) // 2000):
        return HTML
    if len(MARKDOWN_SIGN.findall(head)) >= 3:
        return MARKDOWN
    return TEXT


def source_name(source: str | os.PathLike[str] | None, name: str | None) -> str:
    """Return how messages and evidence name the input."""
    if name is not None:
        return name
    return os.fspath(source) if source is not None else "<bytes>"
