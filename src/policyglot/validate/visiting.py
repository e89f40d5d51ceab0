"""Visits a site: page, then header, link and well-known place, then policies, then their links.

Source: P3P 1.0, sections 2.2, 2.3.2 and 2.4; the order is that of the W3C P3P Validator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urljoin

from lxml import etree

from policyglot.errors import FetchError, PolicyglotError
from policyglot.formats import sniff
from policyglot.formats.p3p.compact_parser import parse_header
from policyglot.formats.p3p.coverage import Cookie, covers, covers_cookie, disagreement
from policyglot.formats.p3p.file_reader import read_file
from policyglot.formats.p3p.published import PublishedFile, PublishedPolicy
from policyglot.formats.p3p.reference_writer import WELL_KNOWN
from policyglot.formats.p3p.times import read_http_date
from policyglot.validate.page_markup import PageMarkup, host_of, read_markup
from policyglot.validate.visit import MAX_FETCHES, Attempt, Fetch, Found, Graph, Named, SetCookie, Visit, Way

# Signs of our vocabulary in JSON-LD: pages carry much of it that has nothing to do with privacy.
_OURS = (b"w3id.org/dpv", b"w3id.org/policyglot", b"w3.org/ns/dpv")


def visit(url: str, *, fetch: Fetch) -> Visit:
    """Fetch everything that a site publishes about privacy, following what its files name.

    Args:
        url: A page of the site.
        fetch: Fetches a URL or raises `FetchError`.

    Returns:
        What was found and what was not; nothing is judged.
    """
    fetched = _Memory(fetch)
    page = fetched(url)
    place = page.place
    is_html = page.page is not None and (page.page.media_type or "text/html") in ("text/html", "application/xhtml+xml")
    markup = PageMarkup()
    if page.page is not None and is_html:
        markup = read_markup(page.content, place, charset=page.page.charset)
    headers = page.page.values("p3p") if page.page else ()
    references = tuple(_references(place, headers, markup, fetched))
    files = [found.file for found in references if found.file is not None and found.file.reference is not None]
    named = tuple(named for file in _once(files) for named in _about(file, fetched))
    policies = tuple(_policies(named, references))
    everything = [*files, *(found.file for found in policies if found.file is not None)]
    return Visit(
        url=url,
        page=page,
        markup=markup,
        headers=headers,
        references=references,
        policies=policies,
        named=named,
        links=tuple(link for file in _once(everything) for link in _links(file, fetched)),
        coverage=next((c for file in files if (c := covers(file, place)) is not None), None),
        ambiguous=disagreement(files, place),
        cookies=tuple(_cookies(page, files)),
        graphs=tuple(_graphs(page, markup, fetched)),
        now=read_http_date(next(iter(page.page.values("date")), "")) if page.page else None,
        is_cut=fetched.is_full,
    )


class _Memory:
    """Fetches every URL once, and not more than `MAX_FETCHES`."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._known: dict[str, Attempt] = {}
        self.is_full = False

    def __call__(self, url: str) -> Attempt:
        url = url.partition("#")[0]
        if url not in self._known:
            if len(self._known) >= MAX_FETCHES:
                self.is_full = True
                return Attempt(url=url, error=f"not fetched: more than {MAX_FETCHES} addresses")
            self._known[url] = self._tried(url)
        return self._known[url]

    def _tried(self, url: str) -> Attempt:
        try:
            return Attempt(url=url, page=self._fetch(url))
        except FetchError as error:
            return Attempt(url=url, error=error.message, advice=error.advice)


def _once(files: list[PublishedFile]) -> list[PublishedFile]:
    return list({file.source: file for file in files}.values())


def _resolved(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference.strip())
    except ValueError:
        return reference


def _references(
    place: str, headers: tuple[str, ...], markup: PageMarkup, fetched: Callable[[str], Attempt]
) -> Iterator[Found]:
    known = _found(fetched(_resolved(place, WELL_KNOWN)), Way.WELL_KNOWN)
    yield known
    for header in headers:
        reference = parse_header(header).policyref
        if reference:
            yield _found(fetched(_resolved(place, reference)), Way.HEADER)
    for reference in markup.references:
        yield _found(fetched(reference), Way.LINK)


def _found(attempt: Attempt, way: Way | None) -> Found:
    if not attempt.is_there:
        return Found(attempt=attempt, way=way, is_absent=way is Way.WELL_KNOWN)
    if way is Way.WELL_KNOWN and not _is_meant_as_xml(attempt):
        # Many sites answer every path with a page; that is no reference file gone wrong.
        return Found(attempt=attempt, way=way, is_absent=True)
    try:
        return Found(attempt=attempt, file=read_file(attempt.content, attempt.place), way=way)
    except PolicyglotError:
        return Found(attempt=attempt, way=way)


def _is_meant_as_xml(attempt: Attempt) -> bool:
    said = attempt.page.media_type if attempt.page else None
    found = sniff(attempt.content, "")
    return (found is not None and found.name.startswith("p3p")) or "xml" in (said or "").replace("xhtml+xml", "")


def _about(file: PublishedFile, fetched: Callable[[str], Attempt]) -> Iterator[Named]:
    for reference in file.reference.references if file.reference else ():
        if reference.about and not reference.about.startswith("#"):
            yield _named("about", reference.about, reference.element, file=file, fetched=fetched)


def _named(
    kind: str, address: str, element: etree._Element, *, file: PublishedFile, fetched: Callable[[str], Attempt]
) -> Named:
    resolved = _resolved(file.source, address)
    place = file.place(element)
    return Named(
        kind=kind,
        address=resolved,
        source=file.source,
        line=place.line,
        pointer=place.pointer,
        attempt=fetched(resolved),
    )


def _policies(named: tuple[Named, ...], references: tuple[Found, ...]) -> Iterator[Found]:
    """Yield the policy files, but not a reference file that holds its policies itself."""
    seen = {found.attempt.place for found in references}
    for one in named:
        if one.attempt.place not in seen:
            seen.add(one.attempt.place)
            yield _found(one.attempt, None)


def _links(file: PublishedFile, fetched: Callable[[str], Attempt]) -> Iterator[Named]:
    for policy in file.policies:
        for kind, address, element in _addresses(policy):
            if address and _resolved(file.source, address).lower().startswith(("http:", "https:")):
                yield _named(kind, address, element, file=file, fetched=fetched)


def _addresses(policy: PublishedPolicy) -> Iterator[tuple[str, str | None, etree._Element]]:
    yield "discuri", policy.discuri, policy.element
    yield "opturi", policy.opturi, policy.element
    for dispute in policy.disputes:
        yield "service", dispute.service, dispute.element
        yield "img", dispute.image, dispute.element


def _cookies(page: Attempt, files: list[PublishedFile]) -> Iterator[SetCookie]:
    for header in page.page.values("set-cookie") if page.page else ():
        first, *attributes = header.split(";")
        name, _, value = first.partition("=")
        said = {k.strip().lower(): v.strip() for k, _, v in (a.partition("=") for a in attributes)}
        cookie = Cookie(
            name=name.strip(),
            value=value.strip(),
            domain=said.get("domain") or host_of(page.place),
            path=said.get("path") or "/",
        )
        coverage = next((c for file in files if (c := covers_cookie(file, cookie)) is not None), None)
        yield SetCookie(name=cookie.name, coverage=coverage)


def _graphs(page: Attempt, markup: PageMarkup, fetched: Callable[[str], Attempt]) -> Iterator[Graph]:
    for address in markup.graphs:
        attempt = fetched(address)
        is_policy = not attempt.is_there or _is_ours(attempt.content)
        yield Graph(source=attempt.place, content=attempt.content, attempt=attempt, line=1, is_policy=is_policy)
    position = 0
    for script in markup.scripts:
        content = script.encode("utf-8", "replace")
        # Where it is not found the page has another encoding: then the script counts from line 1.
        found = page.content.find(content, position) if content else -1
        position = max(position, found)
        line = page.content.count(b"\n", 0, found) + 1 if found >= 0 else 1
        yield Graph(source=page.place, content=content, attempt=None, line=line, is_policy=_is_ours(content))


def _is_ours(content: bytes) -> bool:
    return any(sign in content for sign in _OURS)
