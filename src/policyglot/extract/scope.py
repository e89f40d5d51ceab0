"""The scope of extraction: a document, and how its words become mentions and evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policyglot.extract.lexicon import Match
from policyglot.extract.parties import evidence_at
from policyglot.model import Clause, Document, Evidence, Mention, Span
from policyglot.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where a document's mentions come from, and what they mean.

    Attributes:
        document: The document.
        vocabulary: The vocabulary.
        controller: Name of the policy's author, which is no recipient, or None.
    """

    document: Document
    vocabulary: Vocabulary
    controller: str | None


def clause_evidence(scope: Scope, clause: Clause) -> Evidence:
    """Return the whole clause as evidence, with the list introduction that it completes."""
    return evidence_at(scope.document, clause.span, lead_in=clause.lead_in)


def mention(scope: Scope, match: Match) -> Mention:
    """Return the mention of a concept at the words that name it."""
    exact = scope.document.text[match.start : match.end]
    proper = match.scheme == "recipients" and _is_proper(exact) and not _is_generic(scope, match, exact)
    return Mention(
        concept=match.concept, span=Span(match.start, match.end), exact=exact, name=exact if proper else None
    )


def mentions(scope: Scope, matches: Iterable[Match]) -> tuple[Mention, ...]:
    """Return one mention for each match, in order."""
    return tuple(mention(scope, m) for m in matches)


def _is_proper(words: str) -> bool:
    return all(word[:1].isupper() or not word[:1].isalpha() for word in words.split())


def _is_generic(scope: Scope, match: Match, exact: str) -> bool:
    """Say whether capitals only decorate a common noun: its label is written small in the vocabulary."""
    labels = scope.vocabulary.concepts[match.concept].phrases
    return not any(label.lower() == exact.lower() and label[:1].isupper() for label in labels)
