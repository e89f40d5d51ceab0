"""Purpose phrases: where in a clause a purpose can stand, named by the lexicon or not.

A purpose stands after "to", "in order to" or "for", at the head of an item that completes
"we use it to:", and after "and" or a comma where another such verb begins. The phrase ends
before the next one, at punctuation, or where a condition begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from policyglot.extract.acts import CONDITION, CONTRAST, EXCEPTION, PURPOSE_LEAD, RELATIVE
from policyglot.extract.lexicon import Lexicon
from policyglot.extract.reading import Reading
from policyglot.vocabulary import Vocabulary

_STOPS = frozenset([";", ".", ":", "?", "!", "(", ")", "[", "]"])
JOINTS = frozenset([",", "/", "and", "or"])
_LONGEST = 24
_ENDING_CUES = frozenset([CONDITION, EXCEPTION, CONTRAST, RELATIVE])


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A run of tokens that may name a purpose.

    Attributes:
        first: Index of its first token.
        last: Index after its last token.
        opening: Key of the word that introduces it ("to", "for"), "item" or "and".
    """

    first: int
    last: int
    opening: str


@cache
def purpose_verbs(lexicon: Lexicon, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the keys of the words that purposes begin with, by the labels of the vocabulary."""
    firsts = set()
    for concept in vocabulary.scheme("purposes"):
        for phrase in concept.phrases:
            words = [w for w in phrase.replace("*", " ").split() if w]
            for word in words[0].rstrip("?").split("|") if len(words) > 1 else ():
                firsts.update(lexicon.tokenize(word).keys[:1])
    return frozenset(firsts) - lexicon.ignorable


def purpose_phrases(reading: Reading, verbs: frozenset[str]) -> tuple[Phrase, ...]:
    """Return the phrases of a clause that may name purposes, in order, none overlapping."""
    keys = reading.tokens.keys
    starts = dict(_starts(reading, verbs))
    ends = _ends(reading)
    found: list[Phrase] = []
    for first in sorted(starts):
        if found and first < found[-1].last:
            continue
        last = first
        while last < len(keys) and last - first < _LONGEST and not (last > first and (last in ends or last in starts)):
            if keys[last] in _STOPS:
                break
            last += 1
        while last > first and keys[last - 1] in (*JOINTS, "to", "for"):
            last -= 1
        if last > first:
            found.append(Phrase(first=first, last=last, opening=starts[first]))
    return tuple(found)


def _starts(reading: Reading, verbs: frozenset[str]) -> Iterator[tuple[int, str]]:
    keys = reading.tokens.keys
    if reading.lead_in is not None or len(keys) < 9:
        yield 0, "item"
    for match in reading.of("purposes"):
        yield match.first, "named"
    leads = {m.last: keys[m.last - 1] for m in reading.matches if m.concept == PURPOSE_LEAD}
    yield from ((at, word) for at, word in leads.items() if at < len(keys))
    for at, key in enumerate(keys):
        if key in JOINTS and at + 1 < len(keys) and keys[at + 1] in verbs:
            yield at + 1, "and"


def _ends(reading: Reading) -> Mapping[int, str]:
    keys = reading.tokens.keys
    ends = {m.first: "cue" for m in reading.matches if m.concept in _ENDING_CUES}
    ends |= {at: "comma" for at, key in enumerate(keys) if key in (",", "/")}
    ends |= {m.first - 1: "lead" for m in reading.matches if m.concept == PURPOSE_LEAD and m.last - m.first == 1}
    return ends
