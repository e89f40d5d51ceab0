"""Where the sentences of a block end.

A scan over final punctuation, and for each a look at the word before and the word behind. No
grammar and no model: it runs at tens of megabytes a second, and its abbreviations are data.
"""

from __future__ import annotations

import re

from policyglot.read.words import ReadingWords, reading_words

# Final punctuation with closing quotes and brackets, and white space behind it.
TERMINAL = re.compile(r"(?<![.?!…])[.?!…]++[\"'”’»)\]]*+\s+")

# A full stop whose space was lost: "your details.We collect". A word of three letters before it
# keeps "e.g.The" out; the word behind must be a sentence starter.
GLUED = re.compile(r"[.?!](?=([A-Z][a-z]*)\s)")

# Letters with full stops between them: "U.S", "p.m", "B.V", without the last stop.
DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")

# What joins the parts of a word.
PART = re.compile(r"[-–/(]")

# A section number or list letter at the start of a sentence: "1", "2.3", "iv", "(a)", "B".
LABEL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2})*|[ivxIVX]{1,5}|[A-Za-z])\)?")

# A brand that begins in lower case: "iPhone", "eBay".
CAMEL = re.compile(r"[a-z]{1,2}[A-Z]")

# The word behind a boundary, without quotes and brackets before it.
NEXT_WORD = re.compile(r"[\"'“‘«(\[]*([\w'’-]+)")


def sentence_ends(text: str) -> list[int]:
    """Return the offset behind every sentence of a block, the last being the block's end.

    Args:
        text: One block, its white space single spaces.

    Returns:
        Rising offsets; white space belongs to no sentence's start but may stand at its end.

    >>> sentence_ends("We use cookies, e.g. for logins. You may refuse.")
    [32, 48]
    """
    words = reading_words()
    ends: list[int] = []
    start = 0
    for found in TERMINAL.finditer(text):
        if found.end() < len(text) and _ends_here(text, start, found, words):
            ends.append(found.start() + len(found[0].rstrip()))
            start = found.end()
    glued = [
        found.end()
        for found in GLUED.finditer(text)
        if found[1].lower() in words.starters and text[max(0, found.start() - 3) : found.start()].isalpha()
    ]
    if glued:
        ends = sorted({*ends, *glued})
    ends.append(len(text))
    return ends


def _ends_here(text: str, start: int, found: re.Match[str], words: ReadingWords) -> bool:
    """Say whether a sentence that began at `start` ends at this punctuation."""
    behind = text[found.end()]
    if behind.islower() and not CAMEL.match(text, found.end()):
        return False
    mark = text[found.start()]
    if mark != "." or text[found.start() : found.start() + 2] == "..":
        return True
    space = max(text.rfind(" ", start, found.start()), start - 1)
    word = text[space + 1 : found.start()].lstrip("\"'“‘«([")
    if not word:
        return True
    return _word_ends(word, text, found, words=words, is_first=space < start)


def _word_ends(word: str, text: str, found: re.Match[str], *, words: ReadingWords, is_first: bool) -> bool:
    """Say whether the full stop behind `word` is more than part of an abbreviation or number."""
    if is_first and LABEL.fullmatch(word):
        return False
    # "EU-U.S.", "and/or": only what is behind the hyphen or slash counts.
    word = PART.split(word)[-1]
    low = word.lower()
    if low in words.abbreviations:
        return False
    behind = text[found.end()]
    if low in words.before_number:
        return not behind.isdigit()
    if low in words.may_end or DOTTED.fullmatch(word) or (len(word) == 1 and word.isupper()):
        following = NEXT_WORD.match(text, found.end())
        return following is not None and following[1].lower() in words.starters and behind.isupper()
    return True
