"""Tokens: words by inflection key and punctuation, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

# URL or e-mail address, word (an apostrophe or the dot of a domain inside), or one punctuation character.
_ADDRESS = r"(?P<url>(?:https?://|www\.)[^\s<>()\[\]\"]*[\w/])|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
_PLAIN = r"(?P<word>[^\W_]+(?:(?:['’]|\.(?=[a-z0-9]))[^\W_]+)*)|(?P<mark>[^\w\s])"
_TOKEN = re.compile(f"{_ADDRESS}|{_PLAIN}")
# The same for a text that has no URL or e-mail address, in half the time.
_PLAIN_TOKEN = re.compile(_PLAIN)
_ADDRESS_SIGNS = ("@", "://", "www.")
URL = "<url>"
EMAIL = "<email>"
NUMBER = "<number>"
# Marks that neither separate words nor say anything: quotes, apostrophes, hyphens, asterisks.
_SILENT_MARKS = frozenset("'’‘\"“”„«»`´*_®™©-‐‑‒")
_SAME_MARKS = {"–": ",", "—": ",", "/": "/", "&": "and", "•": ";", "·": ";"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The tokens of a text, as parallel sequences.

    Attributes:
        keys: Inflection key of each word; URL, EMAIL or NUMBER; or the punctuation mark itself.
        starts: Offset of each token's first code point.
        ends: Offset after its last code point.
        words: Each word in lower case as it stands.
    """

    keys: list[str]
    starts: list[int]
    ends: list[int]
    words: list[str]

    def __len__(self) -> int:
        return len(self.keys)


def tokenize(
    text: str, *, inflections: Mapping[str, str], compounds: Mapping[str, Mapping[str, str]], offset: int = 0
) -> Tokens:
    """Split a text into tokens.

    Args:
        text: Any text.
        inflections: Lower-case word to key.
        compounds: First key to second key to the key that both together have ("web", "site").
        offset: Added to every offset, so that they refer to the document.

    Returns:
        The tokens in order; quotes and hyphens are no tokens.
    """
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    pattern = _TOKEN if any(sign in text for sign in _ADDRESS_SIGNS) else _PLAIN_TOKEN
    previous = ""
    for found in pattern.finditer(text):
        kind = found.lastgroup
        word = found[0]
        if kind == "word":
            word = word.lower().replace("’", "'")
            key = NUMBER if word.isdigit() else inflections[word]
            if previous in compounds and key in compounds[previous] and found.start() + offset - ends[-1] <= 1:
                previous = keys[-1] = compounds[previous][key]
                ends[-1], words[-1] = found.end() + offset, words[-1] + word
                continue
        elif kind == "mark":
            if word in _SILENT_MARKS:
                continue
            key = _SAME_MARKS.get(word, word)
        else:
            key = URL if kind == "url" else EMAIL
        previous = key
        keys.append(key)
        words.append(word)
        starts.append(found.start() + offset)
        ends.append(found.end() + offset)
    return Tokens(keys=keys, starts=starts, ends=ends, words=words)
