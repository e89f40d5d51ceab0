"""One company: the versions of its policies, and what one of them says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from policyglot.formats.to_nodes import PROVISION_TERMS, policy_node
from policyglot.model import PROVISION_GROUPS, Evidence, Policy, Span
from policyglot.report.entries import Entry, entries_of
from policyglot.report.label import build_label
from policyglot.report.label_table import label_section
from policyglot.report.markup import Html, text
from policyglot.web.explore.source import Source

# So much of a quote in the evidence of a cell; the list below has all of it.
_QUOTED = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a policy.

    Attributes:
        policy: Its IRI.
        date: From when it holds, or None.
        source: Where it was read.
        site: The site, or None.
        title: Its title, or None.
        language: BCP 47 tag.
        stated: How many practices it states.
        denied: How many it denies.
        is_current: Whether no later version of its series is known.
        before: IRI of the version before it in its series, or None.
        sha256: Hash of its text.
    """

    policy: str
    date: str | None
    source: str
    site: str | None
    title: str | None
    language: str
    stated: int
    denied: int
    is_current: bool
    before: str | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The versions of one policy, the oldest first.

    Attributes:
        name: What they share: a site, or where they were read.
        versions: At least one.
    """

    name: str
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that the policy says, with all its words.

    Attributes:
        entry: It in plain words.
        anchor: Where other pages find it: what its IRI has after the policy's.
        quotes: The words of each passage of its evidence.
        places: Where published files say it.
    """

    entry: Entry
    anchor: str
    quotes: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyPage:
    """What the page of a company shows.

    Attributes:
        name: Name of the company.
        series: All versions that the store has.
        shown: The version that is shown.
        label: Its label as markup.
        groups: What it says, by group: name and sayings.
    """

    name: str
    series: tuple[Series, ...]
    shown: Version
    label: Html
    groups: tuple[tuple[str, tuple[Said, ...]], ...]

    @property
    def versions(self) -> tuple[Version, ...]:
        """All versions of all series."""
        return tuple(version for one in self.series for version in one.versions)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quotes:
    """The words of a policy as far as a store keeps them: those of its evidence."""

    exact: dict[Span, str]

    def quote(self, span: Span) -> Html:
        said = " ".join(self.exact.get(span, "").split())
        shown = said if len(said) <= _QUOTED else said[:_QUOTED].rsplit(" ", 1)[0] + " …"
        return text(f"“{shown}”" if shown else "")


def show_company(source: Source, name: str, *, policy: str | None) -> CompanyPage | None:
    """Return the page of a company.

    Args:
        source: The store.
        name: Its name.
        policy: IRI of the version to show; None for the newest.

    Returns:
        The page, or None where the store has no such company, or no such version of it.

    Raises:
        StoreError: The store cannot be asked.
        QueryError: It did not end in time.
    """
    series = series_of(source, name)
    versions = [version for one in series for version in one.versions]
    chosen = next((v for v in versions if v.policy == policy), None) if policy else _newest(versions)
    if chosen is None:
        return None
    found = source.policies([chosen.policy])
    if not found:
        return None
    said = sayings_of(found[0])
    return CompanyPage(
        name=name,
        series=series,
        shown=chosen,
        label=label_of(found[0]),
        groups=tuple((group, tuple(own)) for group, own in groupby(said, key=lambda one: one.entry.group)),
    )


def series_of(source: Source, company: str) -> tuple[Series, ...]:
    """Return the versions of a company's policies, by series; none where the store does not have it."""
    found = []
    for name, rows in groupby(source.rows("versions", company=company), key=lambda row: row[1]):
        versions: list[Version] = []
        for row in rows:
            before = versions[-1].policy if versions and row[2] and versions[-1].date else None
            versions.append(replace(_version(row), before=before))
        found.append(Series(name=str(name), versions=tuple(versions)))
    return tuple(found)


def _version(row: tuple[Any, ...]) -> Version:
    policy, _, date, read_from, site, title, language, stated, denied, is_current, sha256 = row
    return Version(
        policy=policy,
        date=date,
        source=read_from,
        site=site,
        title=title,
        language=language or "und",
        stated=stated,
        denied=denied,
        is_current=is_current,
        sha256=sha256 or "",
    )


def _newest(versions: list[Version]) -> Version | None:
    """The version that holds now and says most, where there are several series the newest of them."""
    return max(versions, key=lambda v: (v.is_current, v.date or "", v.stated + v.denied), default=None)


def label_of(policy: Policy) -> Html:
    """Return the label of a policy as the report has it, the words being those that the store keeps."""
    exact = {e.span: e.exact for practice in policy.practices for e in practice.evidence if e.span}
    return label_section(build_label(policy), entries_of(policy), _Quotes(exact=exact))


def sayings_of(policy: Policy) -> tuple[Said, ...]:
    """Return everything that a policy says, with its words and where other pages find it."""
    evidence, anchors = _evidence(policy), anchors_of(policy)
    return tuple(
        Said(
            entry=entry,
            anchor=anchors[entry.number - 1] if entry.number <= len(anchors) else "",
            quotes=tuple(dict.fromkeys(" ".join(e.exact.split()) for e in own if e.exact)),
            places=tuple(dict.fromkeys(f"{e.source}, line {e.line}" for e in own if e.source and not e.exact)),
        )
        for entry, own in zip(entries_of(policy), evidence, strict=True)
    )


def _evidence(policy: Policy) -> list[tuple[Evidence, ...]]:
    """Evidence of what `entries_of` returns, in the same order."""
    found = [practice.evidence for practice in policy.practices]
    found += [provision.evidence for name in PROVISION_GROUPS for provision in getattr(policy, name)]
    found += [dispute.evidence for dispute in policy.disputes]
    if policy.controller is not None:
        found += [policy.controller.evidence] if policy.controller.name else []
        found += [contact.evidence for contact in policy.controller.contacts]
    return found


def anchors_of(policy: Policy) -> list[str]:
    """Return for each practice and then each provision what its IRI has after the policy's: "practice-4b5e528ba038".

    They are those of the tables, which are made by the same `policy_node`.
    """
    node = policy_node(policy)
    stated, denied = iter(_ids(node, "hasProcess")), iter(_ids(node, "deniesProcess"))
    found = [next(denied if practice.is_denied else stated) for practice in policy.practices]
    for name, (says, denies) in PROVISION_TERMS.items():
        yes, no = iter(_ids(node, says)), iter(_ids(node, denies))
        found += [next(no if p.assertion.value == "denied" else yes) for p in getattr(policy, name)]
    return found


def _ids(node: dict[str, Any], term: str) -> list[str]:
    found = node.get(term, [])
    return [str(one["id"]).removeprefix("this:") for one in (found if isinstance(found, list) else [found])]
