"""Small documents and what extraction makes of them, for tests that need whole clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policyglot.extract import extract
from policyglot.extract.decide import decide
from policyglot.extract.lexicon import load_lexicon
from policyglot.extract.reading import Reader, Reading
from policyglot.model import (
    PROVISION_GROUPS,
    Block,
    BlockKind,
    Contact,
    Document,
    Evidence,
    Mention,
    Policy,
    Practice,
    Provision,
    Span,
)
from policyglot.read import segment
from policyglot.vocabulary import curie, load_vocabulary


def document(*paragraphs: str) -> Document:
    """Return a document of blocks: "# …" is a heading, "- …" an item, all else a paragraph."""
    text = ""
    blocks = []
    for paragraph in paragraphs:
        kind, words, level = BlockKind.PARAGRAPH, paragraph, 0
        if paragraph.startswith("# "):
            kind, words, level = BlockKind.HEADING, paragraph[2:], 2
        elif paragraph.startswith("- "):
            kind, words, level = BlockKind.ITEM, paragraph[2:], 1
        blocks.append(Block(kind=kind, span=Span(len(text), len(text) + len(words)), level=level))
        text += words + "\n"
    return Document(
        text=text, blocks=tuple(blocks), language="en", title=None, source="test.txt", media_type="text/plain"
    )


def readings(*paragraphs: str) -> tuple[Reading, ...]:
    """Return what is found in the clauses of a document, before anything is decided."""
    return Reader(load_lexicon(), load_vocabulary()).read(segment(document(*paragraphs)))


def labels(*paragraphs: str) -> set[str]:
    """Return the kinds of statement that the rules see in the last clause of a document."""
    return set(decide(readings(*paragraphs), load_vocabulary(), None)[-1])


def policy(*paragraphs: str) -> Policy:
    """Return what the rules, without weights, make of a document."""
    return extract(document(*paragraphs), engine="rules")


def practice(*paragraphs: str) -> Practice:
    """Return the one practice of a document."""
    (found,) = policy(*paragraphs).practices
    return found


def names(mentions: Sequence[Mention]) -> set[str]:
    """Return the concepts of mentions as CURIEs."""
    return {curie(m.concept) for m in mentions}


def mentions_of(policy: Policy) -> Iterator[Mention]:
    """Yield every mention of a policy."""
    for found in policy.practices:
        yield from (*found.data, *found.purposes, *found.recipients, *found.legal_bases, *found.data_sources)
        for choice in found.choices:
            yield from choice.means
    for provision in provisions_of(policy):
        yield from provision.means


def evidence_of(policy: Policy) -> Iterator[Evidence]:
    """Yield every evidence of a policy."""
    for found in policy.practices:
        yield from found.evidence
        for choice in found.choices:
            yield from choice.evidence
    for provision in provisions_of(policy):
        yield from provision.evidence
    if policy.controller is not None:
        yield from policy.controller.evidence
        for contact in policy.controller.contacts:
            yield from contact.evidence


def contacts_of(policy: Policy) -> tuple[Contact, ...]:
    """Return the contacts of a policy's controller."""
    return policy.controller.contacts if policy.controller else ()


def provisions_of(policy: Policy) -> Iterator[Provision]:
    """Yield every provision of a policy, group by group."""
    for group in PROVISION_GROUPS:
        yield from getattr(policy, group)
