"""Policies made by hand, for the tests of the report."""

from __future__ import annotations

from policyglot.model import (
    Assertion,
    Block,
    BlockKind,
    Choice,
    Document,
    Evidence,
    Mention,
    Policy,
    Practice,
    Provision,
    Span,
)
from policyglot.vocabulary import iri

SENTENCES = (
    "Privacy at the Shop",
    "We collect your e-mail address to answer you.",
    "We use it for marketing unless you opt out.",
    "We share your e-mail address with our affiliates.",
    "We never sell personal data.",
    "You may ask us for a copy.",
    "The weather is fine.",
)
TEXT = "\n".join(SENTENCES)


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def evidence(*sentences: int) -> tuple[Evidence, ...]:
    return tuple(Evidence(span=span_of(SENTENCES[n]), exact=SENTENCES[n]) for n in sentences)


def mention(concept: str, *, name: str | None = None, required: str | None = None) -> Mention:
    return Mention(concept=iri(concept), name=name, required=required)


def practice(
    *acts: str,
    data: tuple[str, ...] = (),
    purposes: tuple[str, ...] = (),
    recipients: tuple[str, ...] = (),
    denied: bool = False,
    choice: str | None = None,
    words: tuple[int, ...] = (1,),
) -> Practice:
    return Practice(
        processing=tuple(iri(act) for act in acts),
        assertion=Assertion.DENIED if denied else Assertion.STATED,
        data=tuple(mention(c) for c in data),
        purposes=tuple(mention(c) for c in purposes),
        recipients=tuple(mention(c) for c in recipients),
        choices=(Choice(kind=iri(choice)),) if choice else (),
        evidence=evidence(*words),
    )


def policy(*practices: Practice, title: str | None = None) -> Policy:
    right = Provision(concept=iri("dpv:DataSubjectRight"), evidence=evidence(5))
    return Policy(source="shop.txt", sha256=DOCUMENT.sha256, practices=practices, rights=(right,), title=title)


def _blocks() -> tuple[Block, ...]:
    kinds = [BlockKind.HEADING, *[BlockKind.PARAGRAPH] * (len(SENTENCES) - 1)]
    return tuple(
        Block(kind=kind, span=span_of(words), level=int(kind is BlockKind.HEADING))
        for kind, words in zip(kinds, SENTENCES, strict=True)
    )


DOCUMENT = Document(
    text=TEXT, blocks=_blocks(), language="en", title="Privacy at the Shop", source="shop.txt", media_type="text/plain"
)
SHOP = policy(
    practice("dpv:Collect", data=("pd:EmailAddress",), purposes=("pg:CustomerSupport",), words=(1,)),
    practice(
        "dpv:Use",
        data=("pd:EmailAddress",),
        purposes=("dpv:DirectMarketing",),
        choice="dpv:OptingOutFromProcess",
        words=(2,),
    ),
    practice("dpv:Share", data=("pd:EmailAddress",), recipients=("pg:Affiliate",), words=(3,)),
    practice("pg:Sell", data=("dpv:PersonalData",), denied=True, words=(4,)),
)
