"""Hypothesis strategies for policies that P3P can say in full."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from policyglot.formats.p3p import terms
from policyglot.formats.p3p.base_schema import base_schema
from policyglot.model import (
    Controller,
    Dispute,
    Identifiability,
    Mention,
    Policy,
    Practice,
    Retention,
)
from policyglot.vocabulary import iri

# One line of text as XML keeps it: no control characters, blanks single.
lines = (
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn"], exclude_characters="\ufffe\uffff"), max_size=40
    )
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
names = st.from_regex(r"\A[A-Za-z_][A-Za-z0-9_.-]{0,20}\Z")
addresses = st.from_regex(r"\Ahttps://[a-z]{1,8}\.example/[a-z0-9/?=&;._-]{0,12}(#[a-z]{1,4})?\Z")
required = st.sampled_from([None, "opt-in", "opt-out"])
_COLLECT, _USE, _SHARE = iri("dpv:Collect"), iri("dpv:Use"), iri("dpv:Share")


def concepts(scheme: str) -> list[str]:
    return [term.iri for term in terms.terms(scheme).values()]


@st.composite
def purposes(draw: st.DrawFn) -> tuple[Mention, ...]:
    found = draw(st.lists(st.sampled_from(concepts(terms.PURPOSES)), min_size=1, max_size=5, unique=True))
    return tuple(
        Mention(
            concept=concept,
            exact=draw(lines) if concept == iri("p3p:other-purpose") else "",
            required=None if concept == iri("p3p:current") else draw(required),
        )
        for concept in found
    )


@st.composite
def recipients(draw: st.DrawFn) -> tuple[Mention, ...]:
    found = draw(st.lists(st.sampled_from(concepts(terms.RECIPIENTS)), min_size=1, max_size=4, unique=True))
    mentions = []
    for concept in found:
        choice = None if concept == iri("p3p:ours") else draw(required)
        described = draw(st.lists(lines, max_size=2, unique=True))
        mentions += [Mention(concept=concept, name=name or None, required=choice) for name in described or [""]]
    return tuple(mentions)


@st.composite
def data(draw: st.DrawFn) -> tuple[Mention, ...]:
    paths = [path for path in base_schema() if not path.startswith("business")]
    mentions: list[Mention] = []
    for path in draw(st.lists(st.sampled_from(paths), min_size=1, max_size=5, unique=True)):
        element, optional, reference = base_schema()[path], draw(st.booleans()), f"#{path}"
        if path != "dynamic.miscdata":
            mentions.append(Mention(concept=element.concept, optional=optional, reference=reference))
        if element.is_variable:
            mentions += _categories(draw, reference=reference, optional=optional)
    return tuple(mentions)


def _categories(draw: st.DrawFn, *, reference: str, optional: bool) -> Sequence[Mention]:
    found = draw(st.lists(st.sampled_from(concepts(terms.CATEGORIES)), min_size=1, max_size=4, unique=True))
    return [
        Mention(
            concept=concept,
            exact=draw(lines) if concept == iri("p3p:other-category") else "",
            optional=optional,
            reference=reference,
        )
        for concept in found
    ]


@st.composite
def practices(draw: st.DrawFn) -> Practice:
    to = draw(recipients())
    shares = any(mention.concept != iri("p3p:ours") for mention in to)
    return Practice(
        processing=(_COLLECT, _USE, _SHARE) if shares else (_COLLECT, _USE),
        data=draw(data()),
        purposes=draw(purposes()),
        recipients=to,
        retention=Retention(concept=draw(st.sampled_from(concepts(terms.RETENTIONS)))),
        identifiability=draw(st.sampled_from([None, Identifiability.AGGREGATED])),
        description=draw(st.none() | lines),
    )


disputes = st.builds(
    Dispute,
    concept=st.sampled_from(concepts(terms.RESOLUTIONS)),
    service=addresses,
    description=st.none() | lines,
    verification=st.none() | lines,
    remedies=st.lists(st.sampled_from(concepts(terms.REMEDIES)), unique=True).map(tuple),
)
# Fields of ENTITY that make no contact out of several parts.
controllers = st.builds(
    Controller,
    name=lines,
    parts=st.tuples(st.tuples(st.just("contact-info.online.email"), lines), st.tuples(st.just("department"), lines)),
)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    stated = tuple(draw(st.lists(practices(), min_size=1, max_size=4)))
    chosen = any(m.required for p in stated for m in (*p.purposes, *p.recipients))
    moments = st.datetimes().map(lambda m: m.replace(microsecond=0).isoformat() + "Z")
    return Policy(
        source="policy.xml",
        sha256="0" * 64,
        language=draw(st.sampled_from(["en", "de", "pt-BR", "und"])),
        title=draw(names),
        policy_url=draw(addresses),
        choice_url=draw(addresses) if chosen else draw(st.none() | addresses),
        expires=draw(st.none() | st.integers(0, 10**9).map(lambda n: f"PT{n}S") | moments),
        is_test=draw(st.booleans()),
        controller=draw(controllers),
        practices=stated,
        access=draw(st.sampled_from(concepts(terms.ACCESS))),
        disputes=tuple(draw(st.lists(disputes, max_size=3))),
    )
