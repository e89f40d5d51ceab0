"""What counts as the address of a page or site."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Characters that no IRI has: RDF formats would reject the whole file for one of them.
NO_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f-\x9f]")


def is_web_address(text: str) -> bool:
    """Say whether text is an absolute http or https URL that can be an IRI.

    >>> is_web_address("https://shop.example/privacy"), is_web_address("shop.example")
    (True, False)
    """
    if NO_IRI.search(text):
        return False
    try:
        address = urlsplit(text)
        return address.scheme in ("http", "https") and bool(address.hostname) and (address.port or 1) > 0
    except ValueError:
        return False


def is_site(text: str) -> bool:
    """Say whether text can be the base URL of a site: a web address without query and fragment.

    >>> is_site("https://shop.example/"), is_site("https://shop.example/#top")
    (True, False)
    """
    return is_web_address(text) and "#" not in text and "?" not in text
