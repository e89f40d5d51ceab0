"""The text of a published file as it is shown beside its findings."""

from __future__ import annotations

import re

# The encoding that an XML declaration names; enough to show a line, the parser has the last word.
XML_ENCODING = re.compile(rb"""^<\?xml[^>]{0,200}?encoding=["']([A-Za-z0-9._-]{1,40})["']""")


def source_text(content: bytes) -> str:
    r"""Return the characters of a file: by byte order mark, XML declaration, or UTF-8; never fails.

    >>> source_text(b'<?xml version="1.0" encoding="latin-1"?><a>\xe9</a>')[-5:]
    'é</a>'
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    declared = XML_ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
    try:
        return content.decode(declared[1].decode() if declared else "utf-8-sig", "replace")
    except LookupError:
        return content.decode("latin-1")
