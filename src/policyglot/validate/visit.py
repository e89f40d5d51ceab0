"""A visit to a site: everything that it publishes about privacy, fetched once and not judged.

Source: P3P 1.0, section 2.2 (the three ways to a reference file).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from policyglot.formats.p3p.coverage import Coverage
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.page_markup import PageMarkup


class Page(Protocol):
    """What fetching gives; see `policyglot.read.fetch.Fetched`."""

    @property
    def final_url(self) -> str:
        """The URL that answered."""

    @property
    def status(self) -> int:
        """HTTP status."""

    @property
    def content(self) -> bytes:
        """The body, decoded."""

    @property
    def media_type(self) -> str | None:
        """Media type in lower case, or None."""

    @property
    def charset(self) -> str | None:
        """Charset as the server says, or None."""

    @property
    def redirects(self) -> tuple[str, ...]:
        """URLs that redirected."""

    @property
    def is_downgraded(self) -> bool:
        """Whether a redirect led from https to http."""

    def values(self, name: str) -> tuple[str, ...]:
        """Every value of a header, by its name in lower case."""


MAX_FETCHES = 60
"""Most requests of one visit; a site with one policy needs fewer than ten."""

Fetch = Callable[[str], Page]
"""Fetches a URL; raises `FetchError`."""


class Way(StrEnum):
    """How a reference file was found."""

    WELL_KNOWN = "the well-known place"
    HEADER = "the P3P header"
    LINK = "a link of the page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One fetch.

    Attributes:
        url: What was asked for, without fragment.
        page: The answer, or None where there was none.
        error: Why there is none.
        advice: What could be done, or None.
    """

    url: str
    page: Page | None = None
    error: str = ""
    advice: str | None = None

    @property
    def is_there(self) -> bool:
        """Whether the server has it."""
        return self.page is not None and self.page.status == 200

    @property
    def reason(self) -> str:
        """Why it is not there, in few words."""
        return self.error if self.page is None else f"the server answers {self.page.status}"

    @property
    def place(self) -> str:
        """The URL that answered, or that was asked for."""
        return self.page.final_url if self.page is not None else self.url

    @property
    def content(self) -> bytes:
        """The body, b"" for none."""
        return self.page.content if self.page is not None else b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A P3P file that the site names.

    Attributes:
        attempt: How fetching it went.
        file: The file, or None where it is not there or no XML.
        way: How a reference file was found; None for a policy file.
        is_absent: Whether nothing is there where nothing has to be (the well-known place).
    """

    attempt: Attempt
    file: PublishedFile | None = None
    way: Way | None = None
    is_absent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An address in a P3P file, and what is there.

    Attributes:
        kind: What it is: "about", "discuri", "opturi", "service", "img".
        address: As resolved, with its fragment.
        source: URL of the file that has it.
        line: Line of its element.
        pointer: Path of its element.
        attempt: How fetching it went.
    """

    kind: str
    address: str
    source: str
    line: int | None
    pointer: str | None
    attempt: Attempt

    @property
    def fragment(self) -> str:
        """What stands after "#"."""
        return self.address.partition("#")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCookie:
    """A cookie that the page sets, and what a reference file says about it."""

    name: str
    coverage: Coverage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A JSON-LD file or script: `line` is its first line in the page, 1 for a file of its own."""

    source: str
    content: bytes
    attempt: Attempt | None
    line: int
    is_policy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a site publishes: the subject of the rules PG8xx.

    Attributes:
        url: The page that was asked for.
        page: How fetching it went.
        markup: What the page refers to.
        headers: Values of its P3P headers.
        references: The reference files, in the order of precedence.
        policies: The policy files that they name, each once.
        named: Every `about`.
        links: Every other address of the policies.
        coverage: What the first reference file that covers the page says, or None.
        ambiguous: What several reference files say where they disagree.
        cookies: The cookies that the page sets.
        graphs: JSON-LD, ours and others'.
        now: When the page was sent, by the server's own clock, or None.
        is_cut: Whether more was named than is fetched.
    """

    url: str
    page: Attempt
    markup: PageMarkup = field(default_factory=PageMarkup)
    headers: tuple[str, ...] = ()
    references: tuple[Found, ...] = ()
    policies: tuple[Found, ...] = ()
    named: tuple[Named, ...] = ()
    links: tuple[Named, ...] = ()
    coverage: Coverage | None = None
    ambiguous: tuple[Coverage, ...] = ()
    cookies: tuple[SetCookie, ...] = ()
    graphs: tuple[Graph, ...] = ()
    now: datetime | None = None
    is_cut: bool = False

    @property
    def files(self) -> tuple[Found, ...]:
        """Every P3P file that is there, each once."""
        there = (f for f in (*self.references, *self.policies) if f.attempt.is_there and not f.is_absent)
        return tuple({found.attempt.place: found for found in there}.values())

    @property
    def publishes(self) -> bool:
        """Whether there is anything about privacy that a machine can read."""
        return bool(
            self.headers
            or any(not found.is_absent for found in self.references)
            or any(graph.is_policy for graph in self.graphs)
        )
