"""HTML by construction: text is escaped wherever it enters, markup is a type of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape

# What no HTML document may hold: control characters but tab, line feed and carriage return, and surrogates.
NO_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_VOID = frozenset({"br", "hr", "link", "meta"})


Attributes = Mapping[str, str | int | bool | None]
"""Names of attributes to values; True is an attribute without a value, None and False are left out."""


class Html(str):
    """Markup that is safe to put into a page as it stands."""

    __slots__ = ()


def text(words: str) -> Html:
    """Return words as markup: whatever they are, a browser shows them as they stand.

    >>> text("<b>&")
    '&lt;b&gt;&amp;'
    """
    return words if isinstance(words, Html) else Html(escape(NO_HTML.sub("\ufffd", words), quote=False))


def join(parts: Iterable[str], between: str = "") -> Html:
    """Return parts one after the other; those that are no markup are escaped."""
    return Html(text(between).join(text(part) for part in parts))


def element(name: str, attributes: Attributes | None = None, *content: str) -> Html:
    """Return an element.

    Args:
        name: Its name, lower case, from the program and never from a policy.
        attributes: Its attributes; the values are escaped.
        *content: Texts, which are escaped, and markup.

    >>> element("a", {"href": "#x", "hidden": False}, "<here>")
    '<a href="#x">&lt;here&gt;</a>'
    """
    said = "".join(_attribute(key, value) for key, value in (attributes or {}).items())
    if name in _VOID:
        return Html(f"<{name}{said}>")
    return Html(f"<{name}{said}>{join(content)}</{name}>")


def _attribute(name: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    return f' {name}="{escape(NO_HTML.sub(chr(0xFFFD), str(value)), quote=True)}"'
