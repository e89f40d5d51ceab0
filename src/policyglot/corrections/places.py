"""Where quoted words stand in a policy, under which headings, and what introduces them."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policyglot.corrections.decision import Words, has_words, single_spaced
from policyglot.model import Clause, Document, Evidence, Span
from policyglot.read import segment

# White space as `str.split` sees it, which is what quotes lose: the four separators are in neither `\s` of ASCII.
SPACE = re.compile(r"[\s\x1c-\x1f]+")
# How many clauses at most are compared with words that are gone.
_COMPARED = 400
# How alike a clause is, 0 to 1, that is taken for what the words have become.
_ALIKE = 0.6
_AROUND = 32


@dataclass(frozen=True, slots=True)
class Places:
    """A document that words are looked up in.

    Attributes:
        document: The document.
        clauses: Its clauses, in order.
        plain: Its text with single spaces.
        offsets: For each code point of `plain`, and its end, the offset in the document's text.
    """

    document: Document
    clauses: tuple[Clause, ...]
    plain: str
    offsets: Sequence[int]

    def occurrences(self, words: Words) -> tuple[Span, ...]:
        """Return where words stand, in order; white space counts as one space, whatever it is.

        A quote is whole words: "name" is not found in "username". Where the words have a lead-in,
        only places count before which it stands.
        """
        found = tuple(self._span(at, at + len(words.quote)) for at in self._starts(words.quote))
        if not words.lead_in or not found:
            return found
        return tuple(span for span in found if self.lead_in_before(span, words.lead_in))

    def lead_in_before(self, span: Span, lead_in: str) -> Span | None:
        """Return the nearest place before a span where a lead-in stands, or None where it stands nowhere before."""
        ends = (self._span(at, at + len(lead_in)) for at in self._starts(lead_in))
        return max((place for place in ends if place.end <= span.start), default=None)

    def _starts(self, quote: str) -> Iterator[int]:
        at = self.plain.find(quote) if quote else -1
        while at >= 0:
            if not (_joins(self.plain, at) or _joins(self.plain, at + len(quote))):
                yield at
            at = self.plain.find(quote, at + 1)

    def _span(self, start: int, end: int) -> Span:
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def best(self, words: Words) -> tuple[Span, ...]:
        """Return where words stand in their section, or, where they are not there, in any other."""
        found = self.occurrences(words)
        return tuple(span for span in found if self.section_at(span) == words.section) or found

    def clause_at(self, span: Span) -> Clause | None:
        """Return the clause in which a span begins, or None where there are no clauses."""
        number = bisect_right(self.clauses, span.start, key=lambda clause: clause.span.start) - 1
        return self.clauses[number] if number >= 0 else None

    def section_at(self, span: Span) -> str:
        """Return the headings above a span, outermost first, without the document's title."""
        clause = self.clause_at(span)
        return section_of(clause, self.document) if clause else ""

    def words_at(self, evidence: Evidence) -> Words | None:
        """Return the words of a piece of evidence, or None where it has none."""
        if evidence.span is None or not has_words(evidence):
            return None
        return Words(
            quote=single_spaced(evidence.exact),
            section=self.section_at(evidence.span),
            lead_in=single_spaced(evidence.lead_in),
        )

    def evidence_at(self, span: Span, *, lead_in: str = "") -> Evidence:
        """Return a span as evidence: its words, up to 32 code points on each side, its lead-in.

        Args:
            span: Where the words are.
            lead_in: The introduction that they complete, or "" for that of the list in which they stand.
        """
        text = self.document.text
        clause = self.clause_at(span)
        before = self.lead_in_before(span, lead_in) if lead_in else clause and clause.lead_in
        return Evidence(
            span=span,
            exact=span.of(text),
            prefix=text[max(0, span.start - _AROUND) : span.start],
            suffix=text[span.end : span.end + _AROUND],
            lead_in=before.of(text) if before else "",
        )

    def become_of(self, words: Words) -> Clause | None:
        """Return the clause that most resembles words that are gone, of their section first; None where none does."""
        near = [c for c in self.clauses if section_of(c, self.document) == words.section]
        for clauses in (near, self.clauses):
            texts = {single_spaced(clause.text): clause for clause in clauses[:_COMPARED]}
            close = difflib.get_close_matches(words.quote, texts, n=1, cutoff=_ALIKE)
            if close:
                return texts[close[0]]
        return None


def places_of(document: Document) -> Places:
    r"""Return a document as something that words are looked up in.

    >>> document = Document(text="We  log\nvisits.", blocks=(), language="en", title=None, source="a", media_type="")
    >>> places_of(document).occurrences(Words(quote="We log visits."))
    (Span(start=0, end=15),)
    """
    parts: list[str] = []
    offsets: list[int] = []
    at = 0
    for space in SPACE.finditer(document.text):
        parts += [document.text[at : space.start()], " "]
        offsets += [*range(at, space.start()), space.start()]
        at = space.end()
    parts.append(document.text[at:])
    offsets += range(at, len(document.text))
    return Places(document, segment(document), "".join(parts), offsets)


def section_of(clause: Clause, document: Document) -> str:
    """Return the headings of a clause as one text, outermost first, without the document's title.

    >>> document = Document(text="", blocks=(), language="en", title="Privacy", source="a", media_type="")
    >>> section_of(Clause(span=Span(0, 1), text="x", headings=("Privacy", "Our app", "Cookies")), document)
    'Our app / Cookies'
    """
    headings = clause.headings
    if headings and headings[0] == document.title:
        headings = headings[1:]
    return " / ".join(map(single_spaced, headings))


def _joins(text: str, at: int) -> bool:
    """Say whether a place is inside a word."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
