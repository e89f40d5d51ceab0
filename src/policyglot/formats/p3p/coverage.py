"""Which policy holds: for a page and method, for a cookie, and whether files disagree.

Source: P3P 1.0, sections 2.3.2.1 (matching, first match wins), 2.3.2.7 (cookies), 2.4.1 (non-ambiguity).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from policyglot.formats.p3p.patterns import local_uri, matches
from policyglot.formats.p3p.published import CookiePattern, PolicyReference, PublishedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """A cookie to look up; `domain` is its Domain attribute, or the host that set it."""

    name: str
    value: str = ""
    domain: str = ""
    path: str = "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The POLICY-REF that holds.

    Attributes:
        about: Its `about`, as written.
        policy: `about`, resolved against the reference file's own place.
        source: The reference file.
        line: Line of the POLICY-REF.
        pointer: Its element path.
    """

    about: str
    policy: str
    source: str
    line: int
    pointer: str


def covers(file: PublishedFile, uri: str, *, method: str = "GET") -> Coverage | None:
    """Return what a reference file says about a page.

    Args:
        file: A reference file (`read_file`).
        uri: URL of the page, or its path; the host is the one that refers to the file.
        method: HTTP method, in capitals.

    Returns:
        The first POLICY-REF that holds, or None where none does.

    Raises:
        InputError: The URI is none.
    """
    path = local_uri(uri)
    for reference in _references(file):
        included = any(matches(p.text, path) for p in reference.includes)
        excluded = any(matches(p.text, path) for p in reference.excludes)
        if included and not excluded and (not reference.methods or method in reference.methods):
            return _coverage(file, reference)
    return None


def covers_cookie(file: PublishedFile, cookie: Cookie) -> Coverage | None:
    """Return what a reference file says about a cookie.

    What it says about pages does not count: INCLUDE never reaches a cookie.

    Returns:
        The first POLICY-REF that holds, or None where none does.
    """
    for reference in _references(file):
        included = any(_matches_cookie(p, cookie) for p in reference.cookie_includes)
        if included and not any(_matches_cookie(p, cookie) for p in reference.cookie_excludes):
            return _coverage(file, reference)
    return None


def disagreement(files: Sequence[PublishedFile], uri: str, *, method: str = "GET") -> tuple[Coverage, ...]:
    """Return what several reference files of one host say about a page where they name different policies.

    Returns:
        One coverage for each different policy, empty where there is no ambiguity.
    """
    found = {c.policy: c for file in files if (c := covers(file, uri, method=method)) is not None}
    return tuple(found.values()) if len(found) > 1 else ()


def _references(file: PublishedFile) -> tuple[PolicyReference, ...]:
    return file.reference.references if file.reference else ()


def _coverage(file: PublishedFile, reference: PolicyReference) -> Coverage:
    place = file.place(reference.element)
    return Coverage(
        about=reference.about,
        policy=_resolved(file.source, reference.about),
        source=file.source,
        line=place.line,
        pointer=place.pointer,
    )


def _resolved(base: str, reference: str) -> str:
    """Return a reference resolved against a file's place, or as it is where it is no address at all."""
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def _matches_cookie(pattern: CookiePattern, cookie: Cookie) -> bool:
    domain, host = (pattern.domain or "*").lower(), cookie.domain.lower()
    # A leading dot says "and all hosts below": the cookie's own domain may lack it.
    fits = matches(domain, host) or (domain.startswith(".") and matches(domain, "." + host.removeprefix(".")))
    return fits and all(
        said is None or matches(said, text)
        for said, text in ((pattern.name, cookie.name), (pattern.value, cookie.value), (pattern.path, cookie.path))
    )
