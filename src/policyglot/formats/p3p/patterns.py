"""Patterns of reference files: local URIs with `*`, cookies, and what they match.

Source: P3P 1.0, sections 2.3.2.1.2, 2.3.2.5 and 2.3.2.7.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from policyglot.errors import InputError

# What no local URI holds unescaped: blanks, and the backslash that templates write before a star.
NO_PATTERN = re.compile(r"[\s\\]")

# A percent-escape; letters and digits written as one are the same as unescaped.
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")

# Characters that RFC 2396 calls unreserved, without "*", which a pattern gives a meaning.
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~'()")


def is_local_pattern(pattern: str) -> bool:
    """Say whether a pattern can match anything: a local URI that begins with a slash.

    >>> is_local_pattern("/shop/*"), is_local_pattern("*"), is_local_pattern("http://a.example/*")
    (True, False, False)
    """
    return pattern.startswith("/") and not pattern.startswith("//") and not NO_PATTERN.search(pattern)


def normalised(uri: str) -> str:
    """Return a local URI with escapes of unreserved characters undone and others in capitals."""

    def undo(match: re.Match[str]) -> str:
        character = unquote(match.group(0))
        return character if character in _UNRESERVED else match.group(0).upper()

    return _ESCAPE.sub(undo, uri)


def local_uri(uri: str) -> str:
    """Return path and query of a URI: what patterns are compared with ("/" for none).

    Raises:
        InputError: It is no URI.
    """
    try:
        parts = urlsplit(uri)
    except ValueError as error:
        raise InputError(f"“{uri}” is no URI: {error}", advice="give a path (/shop) or a URL") from error
    return normalised((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> tuple[str, ...]:
    return tuple(normalised(pattern).split("*"))


def matches(pattern: str, text: str) -> bool:
    """Say whether a pattern matches a whole text; `*` stands for any characters, or none.

    Linear in the text for every pattern, unlike a regular expression with many stars.

    >>> matches("/a*z", "/a/b/z"), matches("/a", "/a/b")
    (True, False)
    """
    first, *rest = _compiled(pattern)
    if not rest:
        return text == first
    *middle, last = rest
    if not text.startswith(first) or len(text) < len(first) + len(last) or not text.endswith(last):
        return False
    position, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, position, end)
        if found < 0:
            return False
        position = found + len(part)
    return True


def swallows(wide: str, narrow: str) -> bool:
    """Say whether everything that one pattern matches another one matches too (may miss some)."""
    return matches(wide, normalised(narrow))
