"""A version of a policy as passages: its sentences, items and rows, and the claims that each makes."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policyglot.compare.claims import Claim, claims_of
from policyglot.model import BlockKind, Clause, Evidence, Policy, Span

# A run of letters and digits: what is left of words when punctuation, quotes and bullets are gone.
WORD = re.compile(r"[^\W_]+")
# Fewer words than this may stand anywhere in a text by chance.
_TELLING = 5


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, in order, without their case, punctuation and typography.

    >>> words_of("“We DON’T sell it”, ever.")
    ('we', 'don', 't', 'sell', 'it', 'ever')
    """
    return tuple(WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence, item or row of a version.

    Attributes:
        words: Its words, normalised; none where a published file has no quotes.
        lead_in: Words of the introduction of the list that it is in, normalised.
        section: Headings above it, outermost first.
        is_heading: Whether it is a heading itself.
        evidence: The same as a quotation; several where a published file quotes it in several ways.
        claims: What it says.
    """

    words: tuple[str, ...]
    lead_in: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    is_heading: bool = False
    evidence: tuple[Evidence, ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def is_short(self) -> bool:
        """Whether the words may be in another text by chance."""
        return len(self.words) < _TELLING


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a policy.

    Attributes:
        passages: In document order.
        is_telling: Whether the same words say the same in another version: both are read from prose.
        keys: Introduction and words of each passage.
        text: All words, with a space before and after each.
    """

    passages: tuple[Passage, ...]
    is_telling: bool
    keys: frozenset[tuple[tuple[str, ...], tuple[str, ...]]]
    text: str

    def has(self, passage: Passage) -> bool:
        """Say whether this version says a passage of the other word for word, if in other sentences or another place.

        Only what was read from prose says it: people who write a published file may say something else of the words.
        """
        if not self.is_telling or not passage.words:
            return False
        if (passage.lead_in, passage.words) in self.keys:
            return True
        return not passage.is_short and self._runs(passage.words) and self._runs(passage.lead_in)

    def _runs(self, words: tuple[str, ...]) -> bool:
        return not words or f" {' '.join(words)} " in self.text


def read_version(policy: Policy, clauses: Sequence[Clause], *, is_telling: bool) -> Version:
    """Return a policy as passages.

    Args:
        policy: The policy.
        clauses: The clauses of its prose, in document order; none for a published file, whose quotations are
            taken instead.
        is_telling: Whether both versions are read from prose.
    """
    placed = _prose(clauses) if clauses else []
    starts = [clause.span.start for clause in clauses]
    numbers: dict[object, int] = {}
    claims: dict[int, dict[Claim, None]] = {}

    def place(evidence: Evidence | None, claim: Claim) -> int:
        if clauses and evidence is not None and evidence.span is not None:
            return max(0, bisect_right(starts, evidence.span.start) - 1)
        quoted = evidence if evidence is not None and evidence.exact else None
        key = (words_of(quoted.lead_in), words_of(quoted.exact)) if quoted else (claim.saying, claim.fact.aspect)
        if key not in numbers:
            numbers[key] = len(placed)
            placed.append(_quoted(quoted) if quoted else Passage(words=()))
        number = numbers[key]
        known = placed[number]
        if evidence is not None and evidence not in known.evidence:
            placed[number] = replace(known, evidence=(*known.evidence, evidence))
        return number

    for claim in claims_of(policy):
        for evidence in _naming_evidence(claim) or (None,):
            claims.setdefault(place(evidence, claim), {})[claim] = None
    passages = tuple(replace(p, claims=tuple(claims.get(number, ()))) for number, p in enumerate(placed))
    return Version(
        passages=passages,
        is_telling=is_telling,
        keys=frozenset((p.lead_in, p.words) for p in passages),
        text=f" {' '.join(word for p in passages for word in p.words)} ",
    )


def _naming_evidence(claim: Claim) -> tuple[Evidence, ...]:
    """Return the words of the claim that hold those which name it, or else all of them."""
    span = claim.span
    if span is None:
        return claim.evidence
    return tuple(e for e in claim.evidence if e.span and span in e.span) or claim.evidence


def _prose(clauses: Sequence[Clause]) -> list[Passage]:
    texts = {clause.span: clause.text for clause in clauses}
    return [
        Passage(
            words=words_of(clause.text),
            lead_in=words_of(_text(clause.lead_in, texts)),
            section=clause.headings,
            is_heading=clause.kind is BlockKind.HEADING,
            evidence=(Evidence(span=clause.span, exact=clause.text, lead_in=_text(clause.lead_in, texts)),),
        )
        for clause in clauses
    ]


def _text(span: Span | None, texts: dict[Span, str]) -> str:
    return texts.get(span, "") if span is not None else ""


def _quoted(evidence: Evidence) -> Passage:
    return Passage(words=words_of(evidence.exact), lead_in=words_of(evidence.lead_in))
