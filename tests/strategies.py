"""Hypothesis strategies for the values of the model: any policy that a format must carry."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from policyglot.model import (
    Assertion,
    Choice,
    Contact,
    ContactKind,
    Controller,
    Dispute,
    Evidence,
    Honoured,
    Identifiability,
    Mention,
    Modality,
    Party,
    Policy,
    Practice,
    Provision,
    Retention,
    Span,
)
from policyglot.vocabulary import PREFIXES

# Any text that UTF-8 can carry: control characters, quotes, right-to-left, CJK, but no lone surrogates.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
dates = st.dates().map(str) | st.dates().map(lambda d: f"{d.year:04}-{d.month:02}")
hashes = st.text("0123456789abcdef", min_size=64, max_size=64)
concepts = st.one_of(
    st.sampled_from(
        [
            PREFIXES[prefix] + name
            for prefix, names_ in {
                "dpv": ("Collect", "Use", "Share", "Store", "DirectMarketing", "ThirdParty", "Consent"),
                "pd": ("EmailAddress", "Name", "Location", "Contact"),
                "pg": ("Sell", "PublicRecipient"),
                "p3p": ("online", "user.name.given", "current"),
            }.items()
            for name in names_
        ]
    ),
    st.from_regex(r"\Ahttps://[a-z]{1,8}\.example/[A-Za-z0-9_~.é-]{0,8}(#[A-Za-z0-9_/.-]{0,8})?\Z"),
    st.from_regex(r"\Aurn:[a-z]{2,8}:[A-Za-z0-9:-]{1,8}[a-z]\Z"),
)
spans = st.tuples(st.integers(0, 10**6), st.integers(0, 10**4)).map(lambda p: Span(p[0], p[0] + p[1]))
confidences = st.integers(0, 1000).map(lambda n: n / 1000)


def _tuples(values: st.SearchStrategy[object], *, most: int = 3) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(values, max_size=most, unique=True).map(tuple)


def _maybe(values: st.SearchStrategy[object]) -> st.SearchStrategy[object | None]:
    return st.none() | values


_build: Callable[..., st.SearchStrategy[object]] = st.builds  # fields by name, checked by the dataclasses

evidence = _build(
    Evidence,
    span=_maybe(spans),
    exact=texts,
    prefix=texts,
    suffix=texts,
    lead_in=texts,
    source=_maybe(texts),
    line=_maybe(st.integers(1, 10**6)),
    pointer=_maybe(texts),
)
mentions = _build(
    Mention,
    concept=concepts,
    span=_maybe(spans),
    exact=texts,
    name=_maybe(texts),
    optional=st.booleans(),
    required=_maybe(st.sampled_from(["opt-in", "opt-out", "always"])),
    reference=_maybe(texts),
)
retentions = _build(
    Retention, concept=concepts, duration=_maybe(texts), event=_maybe(texts), span=_maybe(spans), exact=texts
)
choices = _build(
    Choice, kind=concepts, means=_tuples(mentions), scope=_tuples(concepts), evidence=_tuples(evidence, most=2)
)
practices = _build(
    Practice,
    processing=_tuples(concepts),
    assertion=st.sampled_from(Assertion),
    modality=st.sampled_from(Modality),
    party=st.sampled_from(Party),
    data=_tuples(mentions),
    purposes=_tuples(mentions),
    recipients=_tuples(mentions),
    retention=_maybe(retentions),
    choices=_tuples(choices, most=2),
    legal_bases=_tuples(mentions, most=1),
    data_sources=_tuples(mentions, most=1),
    identifiability=_maybe(st.sampled_from(Identifiability)),
    condition=_maybe(texts),
    audiences=_tuples(concepts, most=2),
    evidence=_tuples(evidence, most=2),
    description=_maybe(texts),
    confidence=confidences,
)
contacts = _build(
    Contact,
    kind=st.sampled_from(ContactKind),
    value=texts,
    is_officer=st.booleans(),
    evidence=_tuples(evidence, most=1),
)
controllers = _build(
    Controller,
    name=_maybe(texts),
    contacts=_tuples(contacts),
    parts=_tuples(st.tuples(names, texts)),
    evidence=_tuples(evidence, most=1),
)
provisions = _build(
    Provision,
    concept=concepts,
    assertion=st.sampled_from(Assertion),
    value=_maybe(texts),
    honoured=_maybe(st.sampled_from(Honoured)),
    means=_tuples(mentions, most=2),
    scope=_tuples(concepts, most=2),
    evidence=_tuples(evidence, most=2),
    confidence=confidences,
)
disputes = _build(
    Dispute,
    concept=concepts,
    service=_maybe(texts),
    description=_maybe(texts),
    verification=_maybe(texts),
    remedies=_tuples(concepts),
    evidence=_tuples(evidence, most=1),
)
_provisions = _tuples(provisions, most=2)
policies: st.SearchStrategy[Policy] = st.builds(
    Policy,
    source=names,
    sha256=hashes,
    language=st.sampled_from(["en", "und", "de-AT"]),
    title=_maybe(texts),
    site=_maybe(
        st.sampled_from(["https://shop.example/", "https://a.example/b/c?d=e", "http://xn--bcher-kva.example/"])
    ),
    issued=_maybe(dates),
    modified=_maybe(dates),
    policy_url=_maybe(texts),
    choice_url=_maybe(texts),
    expires=_maybe(texts),
    is_test=st.booleans(),
    controller=_maybe(controllers),
    practices=_tuples(practices, most=4),
    access=_maybe(concepts),
    rights=_provisions,
    choices=_provisions,
    measures=_provisions,
    notices=_provisions,
    signals=_provisions,
    transfers=_provisions,
    audiences=_provisions,
    legal_bases=_provisions,
    decisions=_provisions,
    disputes=_tuples(disputes, most=2),
)
