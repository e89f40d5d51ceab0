"""What is no policy that can be read: said with a reason, never guessed at.

Real policies must pass, short and clumsy ones too; what must not pass is a page that would
come out as a company that says nothing: an error page, a menu, an empty shell, another language.
"""

from __future__ import annotations

from dataclasses import replace

from policyglot.errors import NotAPolicyError
from policyglot.model import BlockKind, Document
from policyglot.read.language import guess_language
from policyglot.read.words import ReadingWords, reading_words

_MIN_WORDS = 8

# Up to this many words a page that says "not found" is an error page, and not a policy that speaks of one.
_MAX_ERROR_WORDS = 300

# With at least this share of English in it, a text in two languages is read.
_MIN_ENGLISH = 0.35


def accepted(document: Document) -> Document:
    """Return the document with its language, if it is a privacy policy in English.

    Raises:
        NotAPolicyError: It is empty, too short, in another language, an error page, a menu, or
            speaks of no privacy.
    """
    words = reading_words()
    count = len(document.text.split())
    source = document.source
    if not count:
        raise NotAPolicyError("there is no text in it", source=source, advice="check that the page was saved complete")
    guess = guess_language(document.text)
    if guess.tag not in ("en", "und") and guess.english < _MIN_ENGLISH:
        raise NotAPolicyError(
            f"this is in {guess.name}; only English is understood",
            source=source,
            advice="give the English version of the policy",
        )
    if reason := _not_a_policy(document, count, words):
        raise NotAPolicyError(
            f"this is no privacy policy but {reason}", source=source, advice="check the address or the file"
        )
    return replace(document, language="en")


def _not_a_policy(document: Document, count: int, words: ReadingWords) -> str | None:
    """Return what the document is instead of a policy, or None."""
    text = document.text
    low = text[:20_000].lower().replace("’", "'")
    terms = len(words.privacy_terms.findall(text[:200_000]))
    named = words.policy_names.search(" ".join((document.title or "", _headings(document)))) is not None
    if count <= _MAX_ERROR_WORDS and terms * 60 < count:
        for phrase, reason in words.error_pages:
            if phrase in low:
                return reason
    sentences = _sentence_words(document)
    if count < _MIN_WORDS or (named and sentences == 0 and count < 40):
        return f"a text of {count} words"
    if not terms and not named:
        return "a text that does not speak of privacy"
    if sentences * 5 < count and terms * 100 < count and sentences < 200:
        return "a page of links and menus"
    return None


def _headings(document: Document) -> str:
    """Return the words of the headings."""
    return " ".join(b.span.of(document.text) for b in document.blocks if b.kind is BlockKind.HEADING)


def _sentence_words(document: Document) -> int:
    """Return how many words stand in blocks that are sentences, by their length and end."""
    total = 0
    for block in document.blocks:
        if block.kind is not BlockKind.HEADING:
            text = block.span.of(document.text)
            length = len(text.split())
            if length >= 12 or (length >= 5 and text[-1] in ".:;?!"):
                total += length
    return total
