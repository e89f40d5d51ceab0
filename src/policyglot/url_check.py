"""Checks what is at a URL: a published file, or the whole site where the URL is one of its pages."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from policyglot.errors import FetchError
from policyglot.findings import Finding
from policyglot.formats import sniff
from policyglot.formats.p3p.reference_writer import WELL_KNOWN
from policyglot.read.fetch import Fetched, FetchLimits, fetch
from policyglot.validate import Profile, validate
from policyglot.validate.site import Step, validate_site

# What one of the many requests of a visit may take, and all of them together.
_TOTAL_SECONDS, _READ_SECONDS, _VISIT_SECONDS = 20.0, 10.0, 180.0

Told = Callable[[str], None]
"""Is told each URL before it is fetched, so that somebody who waits sees that work goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedUrl:
    """What came of a URL.

    Attributes:
        findings: What is wrong.
        contents: Files by the source that findings name.
        steps: The steps of the check of a site; none for a single file.
    """

    findings: tuple[Finding, ...]
    contents: dict[str, bytes]
    steps: tuple[Step, ...] = ()


def check_url(
    url: str, *, profile: Profile, kind: str | None, max_bytes: int, allow_private: bool, told: Told | None = None
) -> CheckedUrl:
    """Check the published file at a URL, or the whole site where the URL is one of its pages.

    Args:
        url: http or https.
        profile: See `policyglot.validate.validate`.
        kind: What the file is, or None to find out.
        max_bytes: Largest file that is fetched.
        allow_private: Whether hosts beyond the public internet may be asked.
        told: Is told each URL that is fetched, or None.

    Raises:
        FetchError: Nothing of the site can be fetched, or it is of a `kind` and cannot.
        MissingExtraError: The extra `fetch` is not installed.
        InputError: There is no such kind.
    """
    fetch_known = _fetch_once(max_bytes=max_bytes, allow_private=allow_private, told=told or _silent)
    try:
        first = fetch_known(url)
    except FetchError:
        if kind is not None:
            raise
        first = None
    if first is None and not _answers(url, WELL_KNOWN, fetch_known):
        fetch_known(url)  # raises the error again: there is nothing to report on
    if first is not None and (kind is not None or sniff(first.content, first.final_url) is not None):
        place = first.final_url
        return CheckedUrl(
            findings=validate(first.content, place, profile=profile, kind=kind), contents={place: first.content}
        )
    report = validate_site(url, fetch=fetch_known, profile=profile)
    return CheckedUrl(findings=report.findings, contents=dict(report.contents), steps=report.steps)


def _silent(url: str) -> None:
    """Tell nobody."""


def _answers(url: str, path: str, fetch_known: Callable[[str], Fetched]) -> bool:
    """Say whether the host of a URL answers at another path."""
    try:
        fetch_known(urljoin(url, path))
    except (FetchError, ValueError):
        return False
    return True


def _fetch_once(*, max_bytes: int, allow_private: bool, told: Told) -> Callable[[str], Fetched]:
    """A fetch that asks for no URL twice, and for none when the time of the visit is over."""
    end = time.monotonic() + _VISIT_SECONDS
    known: dict[str, Fetched | FetchError] = {}

    def tried(url: str) -> Fetched | FetchError:
        left = end - time.monotonic()
        if left <= 0:
            return FetchError(f"not fetched: the visit took longer than {_VISIT_SECONDS:g} seconds", source=url)
        limits = FetchLimits(
            max_bytes=min(max_bytes, FetchLimits().max_bytes),
            total_seconds=min(left, _TOTAL_SECONDS),
            read_seconds=_READ_SECONDS,
        )
        told(url)
        try:
            return fetch(url, limits=limits, allow_private=allow_private)
        except FetchError as error:
            return error

    def fetched(url: str) -> Fetched:
        if url not in known:
            known[url] = tried(url)
        found = known[url]
        if isinstance(found, FetchError):
            raise found
        return found

    return fetched
