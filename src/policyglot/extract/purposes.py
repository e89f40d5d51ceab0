"""Purpose phrases: where in a clause a purpose can stand, named by the lexicon or not.

A purpose stands after "to", "in order to" or "for", at the head of an item that completes
"we use it to:", and after "and" or a comma where another such verb begins. The phrase is
whole: it keeps its objects, their lists and what describes them, and ends before the next
purpose, at punctuation, where a condition begins, or where the sentence goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from policyglot.extract.acts import (
    CONDITION,
    CONTRAST,
    EXCEPTION,
    FIRST_PARTY,
    MAY,
    PASSIVE,
    PURPOSE_LEAD,
    SECOND_PARTY,
    THIRD_PARTY,
)
from policyglot.extract.lexicon import CUES, Lexicon, Match
from policyglot.extract.reading import Reading
from policyglot.vocabulary import Vocabulary, iri

OPT_IN = iri("pg:cue-opt-in")
PURPOSE_VERB = iri("pg:purpose-verb")
_STOPS = frozenset([";", ".", ":", "?", "!", "(", ")", "[", "]"])
JOINTS = frozenset([",", "/", "and", "or"])
_LAST_JOINTS = frozenset(["and", "or"])
_LONGEST = 30
# Words of one element of a list inside a phrase: "the rights, property or safety of our guests".
_LONGEST_ELEMENT = 5
_ENDING_CUES = frozenset([CONDITION, EXCEPTION, CONTRAST])
_PARTIES = frozenset([FIRST_PARTY, SECOND_PARTY, THIRD_PARTY])
_VERBAL = frozenset([MAY, PASSIVE])
# Leads that inside a phrase may only join a noun to it: "information to you", "support for your account".
_PREPOSITIONS = frozenset(["to", "for"])
_SHORT_CLAUSE = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A run of tokens that may name a purpose.

    Attributes:
        first: Index of its first token.
        last: Index after its last token.
        opening: Key of the word that introduces it ("to", "for"), "item", "named" or "and".
    """

    first: int
    last: int
    opening: str


@cache
def word_list(lexicon: Lexicon, vocabulary: Vocabulary, concept: str) -> frozenset[str]:
    """Return the keys of the words that the vocabulary lists for a concept (IRI)."""
    return frozenset(lexicon.tokenize(word).keys[0] for word in vocabulary[concept].phrases)


def purpose_verbs(lexicon: Lexicon, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the keys of the verbs that can open a purpose."""
    return word_list(lexicon, vocabulary, PURPOSE_VERB)


def purpose_phrases(reading: Reading, verbs: frozenset[str], ignorable: frozenset[str]) -> tuple[Phrase, ...]:
    """Return the phrases of a clause that may name purposes, in order, none overlapping.

    Args:
        reading: The clause.
        verbs: Keys of the words that purposes begin with.
        ignorable: Keys of determiners and the like.
    """
    return tuple(_Phrases(reading, verbs, ignorable).find())


class _Phrases:
    """Finds the purpose phrases of one clause."""

    def __init__(self, reading: Reading, verbs: frozenset[str], ignorable: frozenset[str]) -> None:
        self._keys = reading.tokens.keys
        self._words = reading.tokens.words
        self._verbs = verbs
        self._ignorable = ignorable
        cues = [m for m in reading.matches if m.scheme == CUES]
        self._leads = {m.first: m for m in sorted(cues, key=lambda m: m.last) if m.concept == PURPOSE_LEAD}
        self._ends = {m.first for m in cues if m.concept in _ENDING_CUES}
        self._ends |= {m.first for m in cues if m.concept == OPT_IN and self._keys[m.first] == "with"}
        self._parties = {m.first: m.last for m in cues if m.concept in _PARTIES}
        self._finite = {m.first for m in cues if m.concept in _VERBAL} | {a.at for a in reading.acts}
        named = reading.of("purposes")
        self._named = {m.first for m in named}
        # What the lexicon knows as one name is not divided.
        self._inside = {at for m in named for at in range(m.first + 1, m.last)}
        self._nouns = {m.first for m in reading.matches if m.scheme in ("recipients", "data-categories")}
        self._is_item = reading.lead_in is not None or len(self._keys) < _SHORT_CLAUSE

    def find(self) -> Iterator[Phrase]:
        starts = dict(self._starts())
        at = 0
        while at < len(self._keys):
            opening = starts.get(at)
            if opening is None:
                at += 1
                continue
            end = self._end(at, is_verbal=self._is_verbal(at, opening))
            last = end
            while last > at and self._keys[last - 1] in (*JOINTS, *_PREPOSITIONS):
                last -= 1
            if last > at:
                yield Phrase(first=at, last=last, opening=opening)
            at = max(end, at + 1)

    def _starts(self) -> Iterator[tuple[int, str]]:
        if self._is_item:
            first = self._first_word()
            if first not in self._leads:
                yield first, "item"
        yield from ((at, "named") for at in sorted(self._named))
        for lead in self._leads.values():
            if lead.last < len(self._keys) and (self._keys[lead.last - 1] != "to" or not self._is_preposition(lead)):
                yield lead.last, self._keys[lead.last - 1]
        for at, key in enumerate(self._keys):
            is_letter = key == ")" and at > 1 and self._keys[at - 2] == "("
            if (key in JOINTS or is_letter) and self._begins_with_verb(at + 1):
                yield at + 1, "and"

    def _first_word(self) -> int:
        """Return the index of the first word that is no number or letter of a list, nor a determiner."""
        words = (i for i, word in enumerate(self._words) if word[:1].isalpha() and len(word) > 1)
        return next((i for i in words if self._keys[i] not in self._ignorable), 0)

    def _begins_with_verb(self, at: int) -> bool:
        """Say whether a verb of purposes stands at a token, as an infinitive or a gerund."""
        if at >= len(self._keys) or self._keys[at] not in self._verbs:
            return False
        word = self._words[at]
        return not word.endswith("ed") and (not word.endswith("s") or word.endswith("ss"))

    def _is_verbal(self, at: int, opening: str) -> bool:
        """Say whether a phrase begins with a verb, so that nouns after "and" are objects of it."""
        if opening in ("to", "us", "can"):
            return True
        after = self._keys[at + 1] if at + 1 < len(self._keys) else ""
        if self._words[at].endswith("ing"):
            return bool(after) and after not in JOINTS and after not in _STOPS
        return self._begins_with_verb(at) and (after in self._ignorable or at + 1 in self._parties)

    def _end(self, first: int, *, is_verbal: bool) -> int:
        """Return the index after the last token that belongs to the phrase that begins at a token."""
        keys = self._keys
        at = first
        while at < len(keys) and at - first < _LONGEST:
            if at > first and at in self._inside:
                at += 1
                continue
            if keys[at] in _STOPS or (at > first and at in self._ends):
                break
            if keys[at] in JOINTS:
                if not self._goes_on(first, at, is_verbal=is_verbal):
                    break
            elif at > first and self._introduces(at, is_verbal=is_verbal):
                break
            at += 1
        return at

    def _goes_on(self, first: int, joint: int, *, is_verbal: bool) -> bool:
        """Say whether what follows a comma, "and" or "or" still belongs to the phrase."""
        at = joint + 1
        while at < len(self._keys) and self._keys[at] in JOINTS:
            at += 1
        if at >= len(self._keys) or at in self._ends or at in self._leads:
            return False
        if self._begins_with_verb(at):
            so_far = self._keys[first:joint]
            # "maintain and improve the site" is one phrase, and so is "improve our services and features".
            if all(key in self._verbs or key in JOINTS for key in so_far) and self._keys[joint] != ",":
                return True
            is_gerund = self._words[at].endswith("ing")
            if not is_verbal or is_gerund == self._words[first].endswith("ing"):
                return False
        elif at in self._named and not is_verbal:
            return False
        if self._keys[joint] == ",":
            return self._lists(joint)
        return at not in self._finite and not self._is_subject(at)

    def _lists(self, comma: int) -> bool:
        """Say whether a comma stands in a list of short elements that "and" or "or" completes."""
        length = 0
        for at in range(comma + 1, len(self._keys)):
            key = self._keys[at]
            if key in _LAST_JOINTS:
                return True
            if key in _STOPS or at in self._ends or self._is_subject(at):
                return False
            length = 0 if key in JOINTS else length + 1
            if length > _LONGEST_ELEMENT:
                return False
        return False

    def _introduces(self, at: int, *, is_verbal: bool) -> bool:
        """Say whether a lead at a token introduces a purpose, rather than joins a noun to the phrase before."""
        lead = self._leads.get(at)
        if lead is None:
            return False
        if (
            self._keys[at] == "for"
            and not is_verbal
            and not self._named.isdisjoint(range(at + 1, at + 1 + _LONGEST_ELEMENT))
        ):
            return True
        return not self._is_preposition(lead)

    def _is_subject(self, at: int) -> bool:
        """Say whether a party stands at a token that does something: "we keep", "you may"."""
        verb = self._parties.get(at)
        return verb is not None and (verb in self._finite or self._begins_with_verb(verb))

    def _is_preposition(self, lead: Match) -> bool:
        """Say whether "to", "for" or "in connection with" joins a noun to the phrase before it."""
        key = self._keys[lead.last - 1]
        if lead.last >= len(self._keys):
            return True
        if key == "with":
            return True
        if lead.last - lead.first > 1 or key not in _PREPOSITIONS:
            return False
        at = lead.last
        word = self._words[at]
        if key == "for":
            return not word.endswith("ing") and at not in self._named
        return (
            self._keys[at] in self._ignorable
            or at in self._parties
            or at in self._nouns
            or word.endswith(("ing", "ed"))
            or (word.endswith("s") and not word.endswith("ss"))
            or not word[:1].isalpha()
        )
