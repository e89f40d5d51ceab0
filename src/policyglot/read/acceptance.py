"""What is no policy that can be read: said with a reason, never guessed at.

Real policies must pass, short and clumsy ones too; what must not pass is a page that would
come out as a company that says nothing: an error page, a menu, an empty shell, another language.
"""

from __future__ import annotations

from dataclasses import replace

from policyglot.errors import NotAPolicyError
from policyglot.model import BlockKind, Document
from policyglot.read.language import guess_language
from policyglot.read.words import reading_words

# "We do not collect any data." is a policy, "Microsoft Privacy Statement" is an empty page.
_MIN_WORDS = 8
_MIN_WORDS_OF_PROSE = 5

# What a text is shows in its first so many characters.
_SAMPLE = 20_000

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
    source = document.source
    if not document.blocks:
        raise NotAPolicyError("there is no text in it", source=source, advice="check that the page was saved complete")
    if reason := _not_a_policy(document):
        raise NotAPolicyError(
            f"this is no privacy policy but {reason}", source=source, advice="check the address or the file"
        )
    return replace(document, language="en")


def _not_a_policy(document: Document) -> str | None:
    """Return what the document is instead of a policy, or None.

    Raises:
        NotAPolicyError: It is in a language that is not understood.
    """
    words = reading_words()
    low = document.text[:_SAMPLE].lower().replace("’", "'")
    count = len(low.split())
    _refuse_foreign(document)
    # Counting each is ten times as fast as one pattern of all.
    terms = sum(map(low.count, words.privacy_terms))
    if count <= _MAX_ERROR_WORDS and terms <= 1 + count // 40:
        page = f"{document.title} {low}".lower()
        for phrase, reason in words.error_pages:
            if phrase in page:
                return reason
    prose = _prose_words(document)
    if count < (_MIN_WORDS_OF_PROSE if prose and terms else _MIN_WORDS):
        return f"a text of {count} words"
    name = " ".join((document.title or "", _headings(document))).lower()
    if not terms and not words.policy_names.search(name):
        return "a text that does not speak of privacy"
    if prose * 4 < count and terms * 50 < count:
        return "a page of links and menus"
    return None


def _refuse_foreign(document: Document) -> None:
    """Raise NotAPolicyError for a text that is not in English, nor in good part so.

    Raises:
        NotAPolicyError: It says which language was found.
    """
    guess = guess_language(document.text)
    if guess.tag not in ("en", "und") and guess.english < _MIN_ENGLISH:
        raise NotAPolicyError(
            f"this is in {guess.name}; only English is understood",
            source=document.source,
            advice="give the English version of the policy",
        )


def _headings(document: Document) -> str:
    """Return the words of the headings."""
    return " ".join(b.span.of(document.text) for b in document.blocks[:500] if b.kind is BlockKind.HEADING)


def _prose_words(document: Document) -> int:
    """Return how many words of the sample stand in blocks that are sentences, by their length and end."""
    total = 0
    for block in document.blocks:
        if block.span.start > _SAMPLE:
            break
        if block.kind is not BlockKind.HEADING:
            text = block.span.of(document.text)
            length = len(text.split())
            if length >= 12 or (length >= 5 and text[-1] in ".:;?!"):
                total += length
    return total
