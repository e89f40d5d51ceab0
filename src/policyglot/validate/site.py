"""Checks a whole site, step by step as the W3C P3P Validator went.

Source: P3P 1.0, section 2; the order of the W3C P3P Validator (20020128): reference file, policy, links.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from policyglot.findings import Finding
from policyglot.formats.p3p.policy_reader import policies_of
from policyglot.model import Policy
from policyglot.validate import p3p, validate
from policyglot.validate.compact import check_against_full, check_header
from policyglot.validate.engine import rules_of, run
from policyglot.validate.rule import Profile
from policyglot.validate.visit import Attempt, Fetch, Found, Visit
from policyglot.validate.visiting import visit

# Which step tells what a rule found.
_STEPS = {
    "page": ("PG801", "PG802", "PG813", "PG816"),
    "reference files": ("PG803",),
    "coverage": ("PG806", "PG807", "PG811"),
    "policy files": ("PG804", "PG805", "PG809", "PG812"),
    "compact policy": ("PG810",),
    "links": ("PG808",),
    "graphs": ("PG814",),
    "embedded content": ("PG815",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the check.

    Attributes:
        name: "page", "reference files", "coverage", "policy files", "compact policy", "links",
            "graphs" or "embedded content".
        done: What was looked at and what came of it, one line each.
        findings: What is wrong there.
    """

    name: str
    done: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReport:
    """What a site publishes and what is wrong with it.

    Attributes:
        url: The page that was asked for.
        steps: The steps, in order.
        contents: Every file with findings, by the source that these name.
    """

    url: str
    steps: tuple[Step, ...]
    contents: Mapping[str, bytes]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all steps, in order."""
        return tuple(finding for step in self.steps for finding in step.findings)


def validate_site(url: str, *, fetch: Fetch, profile: Profile = "strict") -> SiteReport:
    """Check everything that a site publishes about privacy.

    Args:
        url: A page of the site; the report says which policy holds for it.
        fetch: Fetches a URL or raises `FetchError`; see `policyglot.read.fetch`.
        profile: "strict" for the letter of the standards, "tolerant" for what user agents forgave.

    Returns:
        The steps with their findings. That the site cannot be reached is a finding too.

    >>> from policyglot.errors import FetchError
    >>> def fetch(url):
    ...     raise FetchError("this example is offline", source=url)
    >>> report = validate_site("https://shop.example/", fetch=fetch)
    >>> [finding.rule for finding in report.findings]
    ['PG801', 'PG802']
    """
    visited = visit(url, fetch=fetch)
    judged = run(rules_of("PG8"), visited, source=url, profile=profile)
    steps = []
    for name, rules in _STEPS.items():
        done, check = _LOOKS[name]
        said = (*(f for f in judged if f.rule in rules), *check(visited, profile))
        steps.append(Step(name=name, done=tuple(done(visited)), findings=said))
    attempts = [visited.page, *(found.attempt for found in (*visited.references, *visited.policies))]
    contents = {attempt.place: attempt.content for attempt in attempts}
    contents |= {graph.source: graph.content for graph in visited.graphs if graph.attempt is not None}
    for number, header in enumerate(visited.headers, 1):
        contents[_header_name(visited, number)] = header.encode("utf-8", "replace")
    return SiteReport(url=url, steps=tuple(steps), contents=contents)


def _outcome(attempt: Attempt) -> str:
    if attempt.page is None:
        return f"{attempt.url}: {attempt.error}"
    way = f"{attempt.url} -> {attempt.place}" if attempt.place != attempt.url else attempt.url
    return f"{way}: {attempt.page.status}, {attempt.page.media_type or 'no media type'}"


def _page(visited: Visit) -> Iterator[str]:
    yield _outcome(visited.page)


def _reference_files(visited: Visit) -> Iterator[str]:
    for found in visited.references:
        yield f"{found.way}: {_outcome(found.attempt)}" + (", no reference file" if found.is_absent else "")


def _coverage(visited: Visit) -> Iterator[str]:
    if visited.coverage is not None:
        yield f"{visited.page.place} is covered by {visited.coverage.policy}, line {visited.coverage.line}"
    for cookie in visited.cookies:
        held = cookie.coverage.policy if cookie.coverage is not None else "no policy"
        yield f"cookie {cookie.name}: {held}"


def _policy_files(visited: Visit) -> Iterator[str]:
    for found in visited.policies:
        yield _outcome(found.attempt)


def _compact(visited: Visit) -> Iterator[str]:
    for header in visited.headers:
        yield f"P3P: {header[:200]}"


def _links(visited: Visit) -> Iterator[str]:
    for link in {(link.kind, link.address): link for link in visited.links}.values():
        yield f"{link.kind} {_outcome(link.attempt)}"


def _graphs(visited: Visit) -> Iterator[str]:
    for graph in visited.graphs:
        what = "a file" if graph.attempt is not None else f"a script in line {graph.line}"
        yield f"{graph.source}: {what}" + ("" if graph.is_policy else ", about something else")


def _embedded(visited: Visit) -> Iterator[str]:
    if visited.markup.embedded:
        yield f"{len(visited.markup.embedded)} addresses, not fetched"


def _nothing(_: Visit, __: Profile) -> Iterator[Finding]:
    yield from ()


def _check_references(visited: Visit, profile: Profile) -> Iterator[Finding]:
    yield from _check_files([f for f in visited.references if not f.is_absent], profile)


def _check_policies(visited: Visit, profile: Profile) -> Iterator[Finding]:
    yield from _check_files(list(visited.policies), profile)


def _check_files(found: list[Found], profile: Profile) -> Iterator[Finding]:
    for place, attempt in {f.attempt.place: f.attempt for f in found if f.attempt.is_there}.items():
        yield from p3p.check(attempt.content, place, profile=profile)


def _check_compact(visited: Visit, profile: Profile) -> Iterator[Finding]:
    full = _full_policy(visited)
    for number, header in enumerate(visited.headers, 1):
        source = _header_name(visited, number)
        yield from check_header(header, source, profile=profile)
        if full is not None and "CP" in header.upper():
            yield from check_against_full(header, full, source=source, profile=profile)


def _header_name(visited: Visit, number: int) -> str:
    return f"{visited.page.place} (header P3P{f' {number}' if number > 1 else ''})"


def _full_policy(visited: Visit) -> Policy | None:
    """The policy that a compact one summarises: that of the cookies, else that of the page."""
    held = next((c.coverage for c in visited.cookies if c.coverage is not None), visited.coverage)
    if held is None:
        return None
    address, _, name = held.policy.partition("#")
    for found in (*visited.policies, *visited.references):
        if found.file is None or address not in (found.attempt.url, found.attempt.place):
            continue
        policies = policies_of(found.file, digest=hashlib.sha256(found.attempt.content).hexdigest())
        return next((p for p in policies if p.title == name), policies[0] if len(policies) == 1 else None)
    return None


def _check_graphs(visited: Visit, profile: Profile) -> Iterator[Finding]:
    for graph in visited.graphs:
        if not graph.is_policy or (graph.attempt is not None and not graph.attempt.is_there):
            continue
        for finding in validate(graph.content, graph.source, profile=profile, kind="jsonld"):
            place, shift = finding.location, graph.line - 1
            line = place.line + shift if place.line is not None else (graph.line if shift else None)
            column = None if shift and place.line == 1 else place.column
            yield replace(finding, location=replace(place, line=line, column=column))


_LOOKS: Mapping[str, tuple[Callable[[Visit], Iterator[str]], Callable[[Visit, Profile], Iterator[Finding]]]] = {
    "page": (_page, _nothing),
    "reference files": (_reference_files, _check_references),
    "coverage": (_coverage, _nothing),
    "policy files": (_policy_files, _check_policies),
    "compact policy": (_compact, _check_compact),
    "links": (_links, _nothing),
    "graphs": (_graphs, _check_graphs),
    "embedded content": (_embedded, _nothing),
}
