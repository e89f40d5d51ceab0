"""Inflection: every form of a word to one key, and nothing else.

Only inflection is undone ("companies", "sharing", "shared"), never derivation: "provider"
and "provide", "person" and "personal" stay apart, which a stemmer would merge and thereby
turn "services provided" into service providers. The keys are no words for people; labels
and texts go through the same function, so they only have to agree.
"""

from __future__ import annotations

from collections.abc import Mapping

_VOWELS = frozenset("aeiouy")
_KEPT_DOUBLES = ("ll", "ss", "zz")
_KEPT_S = ("ss", "us", "is")
# More words than policies use; random strings and other languages must not fill the memory.
_MOST_WORDS = 100_000


class Inflections(dict[str, str]):
    """Lower-case word to its key; computed once a word, then a plain look-up.

    Args:
        irregular: Inflected form to base form, for words that the rules get wrong; taken as it stands,
            so that a word mapped to itself keeps its form ("settings" is no form of "set").
    """

    def __init__(self, irregular: Mapping[str, str]) -> None:
        super().__init__()
        self._irregular = dict(irregular)

    def __missing__(self, word: str) -> str:
        """Compute and remember the key of a word; all are forgotten when there are too many."""
        if len(self) >= _MOST_WORDS:
            self.clear()
        key = self[word] = _without_e(self._irregular.get(word) or regular_base(word))
        return key


def regular_base(word: str) -> str:
    """Undo -s, -es, -ies, -ing and -ed by rule.

    >>> regular_base("companies"), regular_base("shipped"), regular_base("addresses")
    ('company', 'ship', 'address')
    """
    word = word.removesuffix("'s").removesuffix("’s")
    if len(word) <= 3 or not word.isascii():
        return word
    if word[-1] == "s" and not word.endswith(_KEPT_S):
        word = _singular(word)
    for suffix in ("ing", "ed"):
        if word.endswith(suffix):
            return _verb_base(word, word[: -len(suffix)])
    return word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def _verb_base(word: str, stem: str) -> str:
    if len(stem) < 3 or not _VOWELS.intersection(stem):
        return word
    if word.endswith("ied"):
        return word[:-3] + "y"
    if len(stem) == 3:
        return stem + "e" if _lost_its_e(stem) else stem
    if stem[-1] == stem[-2] and not stem.endswith(_KEPT_DOUBLES) and stem[-1] not in _VOWELS:
        return stem[:-1]
    return stem


def _lost_its_e(stem: str) -> bool:
    """Say whether a stem of three letters comes from a verb in -e: "mak" does, "add" and "buy" do not."""
    first, middle, last = (letter in _VOWELS for letter in stem)
    return not first and middle and not last and stem[-1] not in "wx"


def _without_e(word: str) -> str:
    """Drop a final e, so that "share" and "shar-ing" agree; short words keep it ("note" is not "not")."""
    return word[:-1] if len(word) > 4 and word[-1] == "e" else word
