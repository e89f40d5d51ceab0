"""Whether an address in a published file can be followed."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

# Hosts that stand for another one: reserved names, private names, and what templates leave behind.
_PLACEHOLDERS = ("localhost", "example.com", "example.org", "example.net", "yourdomain.com", "domain.com")
_RESERVED = (".example", ".invalid", ".test", ".localhost", ".local")
_STAGING = ("staging", "dev", "test", "localhost", "beta", "preview", "demo")


@lru_cache(maxsize=1024)
def is_usable(address: str) -> bool:
    """Say whether something can be fetched from an address, or mail sent to it.

    Relative references can: they are relative to the file.

    >>> [is_usable(a) for a in ("https://a.example/x", "/privacy", "http://", "http://mailto:me@a.example")]
    [True, True, False, False]
    """
    try:
        parts = urlsplit(address.strip())
        host, user = parts.hostname, parts.username
    except ValueError:
        return False
    if not address.strip() or any(c.isspace() for c in address.strip()):
        return False
    if parts.scheme in ("http", "https", "ftp"):
        return bool(host) and user is None
    if parts.scheme == "mailto":
        return "@" in parts.path
    return True


def is_placeholder(address: str) -> bool:
    """Say whether an address points at a host that is no public one: a placeholder or a staging host.

    >>> is_placeholder("http://localhost:3000/w3c/policy.xml"), is_placeholder("https://www.w3.org/")
    (True, False)
    """
    try:
        host = urlsplit(address.strip()).hostname or ""
    except ValueError:
        return False
    if not host:
        return False
    labels = host.lower().split(".")
    return (
        any(host == p or host.endswith("." + p) for p in _PLACEHOLDERS)
        or host.endswith(_RESERVED)
        or (len(labels) > 1 and any(label in _STAGING for label in labels[:-1]))
        or len(labels) == 1
        or all(label.isdigit() for label in labels)
    )
