"""The lexicon: the vocabulary's labels compiled for matching, and the matcher.

Literal labels go into a trie over inflection keys; patterns (labels with gaps,
alternatives or optional words) are tried where one of their first words stands, if their
rarest word stands in the text at all.
Determiners and possessives are skipped in labels and in texts, but not in cues,
where they carry meaning ("this information"). Phrases in which the words of a scheme name
nothing ("legitimate interest" is no interest) compete with its terms and then fall away.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from policyglot.extract.inflection import Inflections
from policyglot.extract.tokens import Tokens, tokenize
from policyglot.vocabulary import Concept, Vocabulary, iri, load_vocabulary

CUES = "cues"
_COEXISTING = (CUES, "rights")
# Schemes whose labels are for people or other parts, not phrases to look for in prose.
_UNSPOKEN = ("p3p", "statements", "names", "annotation-keys", "label")
_LONGEST_GAP = 4
_BREAKS = frozenset(",;:.?!()[]/")
_END = ""
_IRREGULAR = iri("pg:irregular")
_COMPOUND = iri("pg:compound")
_IGNORABLE = iri("pg:cue-ignorable")
_PURPOSE_VERB = iri("pg:purpose-verb")
# Concepts of the scheme of cues that steer the reading of single words and are no cues in texts.
_WORD_LISTS = frozenset([_IRREGULAR, _COMPOUND, _IGNORABLE, _PURPOSE_VERB, iri("pg:preposition")])
_BLOCKS = iri("pg:blocks")
_GAP: frozenset[str] = frozenset()

Trie = dict[str, Any]  # key to Trie; _END to a tuple of concepts


class Match(NamedTuple):
    """A concept named in a text; a tuple because there are hundreds a policy.

    Attributes:
        concept: IRI.
        scheme: Local name of its scheme.
        first: Index of its first token.
        last: Index after its last token.
        start: Offset of its first code point.
        end: Offset after its last code point.
    """

    concept: str
    scheme: str
    first: int
    last: int
    start: int
    end: int


class _Pattern(NamedTuple):
    """A label with gaps or alternatives: the keys that each element takes; those that are no gaps, rarest first."""

    concept: Concept
    elements: tuple[frozenset[str], ...]
    words: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """Patterns in the order of the vocabulary, indexed by their rarest word.

    Attributes:
        members: The patterns.
        numbers: Key to the indices of the patterns whose rarest word it can be.
    """

    members: tuple[_Pattern, ...]
    numbers: Mapping[str, tuple[int, ...]]

    def live(self, keys: Sequence[str]) -> Mapping[str, list[_Pattern]]:
        """Return the patterns of which every word stands somewhere among the keys, by first key."""
        present = set(keys)
        numbers = self.numbers
        found: defaultdict[str, list[_Pattern]] = defaultdict(list)
        for number in sorted({n for key in present if key in numbers for n in numbers[key]}):
            pattern = self.members[number]
            for word in pattern.words:
                if word.isdisjoint(present):
                    break
            else:
                for key in pattern.elements[0]:
                    if key in present:
                        found[key].append(pattern)
        return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """A vocabulary made ready for matching; build it with `compile_lexicon`, compare it by identity."""

    inflections: Mapping[str, str]
    compounds: Mapping[str, Mapping[str, str]]
    ignorable: frozenset[str]
    blocking: frozenset[str]
    terms: Trie
    cues: Trie
    patterns: Patterns
    cue_patterns: Patterns

    def tokenize(self, text: str, *, offset: int = 0) -> Tokens:
        """Split a text into tokens whose offsets start at `offset`."""
        return tokenize(text, inflections=self.inflections, compounds=self.compounds, offset=offset)

    def match(self, tokens: Tokens) -> list[Match]:
        """Find every concept that is named, the longest of each scheme at each place.

        Returns:
            Matches by first token; within one scheme they do not overlap.
        """
        found = self._terms(tokens, len(tokens))
        found += _scan(tokens, range(len(tokens)), self.cues, self.cue_patterns)
        return self._chosen(found)

    def match_beginning(self, tokens: Tokens, *, before: int) -> list[Match]:
        """Find the concepts, but no cues, whose names begin before a token.

        Args:
            tokens: A text's tokens.
            before: Index of a token.
        """
        return self._chosen(self._terms(tokens, before))

    def _terms(self, tokens: Tokens, before: int) -> list[Match]:
        ignorable = self.ignorable
        content = [i for i, key in enumerate(tokens.keys) if key not in ignorable]
        return _scan(tokens, content, self.terms, self.patterns, before=before)

    def _chosen(self, found: list[Match]) -> list[Match]:
        return [m for m in _longest(found) if m.concept not in self.blocking]


def _scan(
    tokens: Tokens,
    places: Sequence[int],
    trie: Trie,
    patterns: Patterns,
    *,
    before: int | None = None,
) -> list[Match]:
    """Find the phrases of a trie and the patterns at those of the tokens that count, `places`."""
    keys = [tokens.keys[i] for i in places]
    count = len(keys)
    live = patterns.live(keys)
    found: list[Match] = []
    for at, key in enumerate(keys):
        if before is not None and places[at] >= before:
            break
        node = trie.get(key)
        reach = at
        while node is not None:
            for concept in node.get(_END, ()):
                found.append(_found(concept, tokens, places[at], places[reach]))
            reach += 1
            node = node.get(keys[reach]) if reach < count else None
        for pattern in live.get(key, ()):
            stop = _reach(pattern.elements, keys, at)
            if stop is not None:
                found.append(_found(pattern.concept, tokens, places[at], places[stop - 1]))
    return found


def _found(concept: Concept, tokens: Tokens, first: int, final: int) -> Match:
    return Match(concept.iri, concept.scheme, first, final + 1, tokens.starts[first], tokens.ends[final])


def _reach(elements: Sequence[frozenset[str]], keys: Sequence[str], at: int) -> int | None:
    """Return the index after the shortest run of keys from `at` that fits the elements, or None."""
    for number, element in enumerate(elements):
        if element is _GAP:
            rest = elements[number + 1 :]
            for skipped in range(_LONGEST_GAP + 1):
                stop = _reach(rest, keys, at + skipped)
                if stop is not None:
                    return stop
                if at + skipped < len(keys) and keys[at + skipped] in _BREAKS:
                    return None
            return None
        if at >= len(keys) or keys[at] not in element:
            return None
        at += 1
    return at


def _longest(found: list[Match]) -> list[Match]:
    """Keep, within each scheme, the longest of overlapping matches.

    Cues of different kinds coexist, and so do rights: "review, correct or delete" names three.
    """
    found.sort(key=lambda m: (m.first - m.last, m.first))
    taken: defaultdict[str, set[int]] = defaultdict(set)
    kept: list[Match] = []
    for match in found:
        lane = taken[match.concept if match.scheme in _COEXISTING else match.scheme]
        places = range(match.first, match.last)
        if lane.isdisjoint(places):
            lane.update(places)
            kept.append(match)
    kept.sort(key=lambda m: (m.first, m.last))
    return kept


def _pairs(vocabulary: Vocabulary, term: str) -> Iterator[tuple[str, str]]:
    for phrase in vocabulary.concepts[term].alternatives if term in vocabulary.concepts else ():
        form, _, base = phrase.partition("=")
        yield form.strip(), base.strip()


def _elements(pattern: str, inflections: Mapping[str, str]) -> Iterator[tuple[frozenset[str], ...]]:
    """Yield the element sequences of a pattern, one for each choice of its optional words."""
    options: list[tuple[frozenset[str] | None, ...]] = []
    for word in pattern.lower().split():
        if word == "*":
            options.append((_GAP,))
            continue
        needed = word.removesuffix("?")
        element = frozenset(inflections[w] for w in needed.split("|") if w)
        options.append((element, None) if needed != word else (element,))
    for chosen in product(*options):
        yield tuple(element for element in chosen if element is not None)


def _is_pattern(phrase: str) -> bool:
    return any(mark in phrase for mark in "*|?")


class _Builder:
    """Collects the phrases of one kind (terms or cues) into a trie and patterns."""

    def __init__(
        self, *, inflections: Inflections, compounds: dict[str, dict[str, str]], skipped: frozenset[str]
    ) -> None:
        self.trie: Trie = {}
        self._patterns: list[tuple[Concept, tuple[frozenset[str], ...]]] = []
        self._inflections = inflections
        self._compounds = compounds
        self._skipped = skipped

    def add(self, concept: Concept) -> None:
        for phrase in concept.phrases:
            if _is_pattern(phrase):
                self._add_pattern(concept, phrase)
            else:
                self._add_literal(concept, phrase)

    def _add_literal(self, concept: Concept, phrase: str) -> None:
        tokens = tokenize(phrase, inflections=self._inflections, compounds=self._compounds)
        keys = [key for key in tokens.keys if key not in self._skipped]
        if not keys:
            return
        node = self.trie
        for key in keys:
            node = node.setdefault(key, {})
        if concept not in node.get(_END, ()):
            node[_END] = (*node.get(_END, ()), concept)

    def _add_pattern(self, concept: Concept, phrase: str) -> None:
        for elements in _elements(phrase, self._inflections):
            kept = tuple(e for e in elements if e is _GAP or not e <= self._skipped)
            if kept and kept[0] is not _GAP:
                self._patterns.append((concept, kept))

    def patterns(self) -> Patterns:
        """Return the patterns collected so far; long words that few of them have are taken to be rare in texts."""
        uses = Counter(key for _, elements in self._patterns for element in elements for key in element)

        def frequency(word: frozenset[str]) -> float:
            return sum(uses[key] / len(key) ** 2 for key in word)

        members: list[_Pattern] = []
        numbers: defaultdict[str, list[int]] = defaultdict(list)
        for number, (concept, elements) in enumerate(self._patterns):
            words = tuple(sorted((e for e in elements if e is not _GAP), key=frequency))
            members.append(_Pattern(concept, elements, words))
            for key in words[0]:
                numbers[key].append(number)
        return Patterns(members=tuple(members), numbers={key: tuple(found) for key, found in numbers.items()})


def compile_lexicon(vocabulary: Vocabulary) -> Lexicon:
    """Compile a vocabulary for matching.

    Args:
        vocabulary: P3P's own values and other concepts that prose never names are left out.

    Returns:
        A lexicon; it holds no reference to the text it is used on.
    """
    inflections = Inflections(dict(_pairs(vocabulary, _IRREGULAR)))
    compounds: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for form, joined in _pairs(vocabulary, _COMPOUND):
        first, _, second = form.partition(" ")
        compounds[inflections[first]][inflections[second]] = inflections[joined]
    ignorable = vocabulary.concepts.get(_IGNORABLE)
    skipped = frozenset(inflections[w] for w in ignorable.phrases) if ignorable else frozenset()
    terms = _Builder(inflections=inflections, compounds=compounds, skipped=skipped)
    cues = _Builder(inflections=inflections, compounds=compounds, skipped=frozenset())
    blocking: set[str] = set()
    for name, members in vocabulary.schemes.items():
        if not name.startswith(_UNSPOKEN):
            for concept in members:
                blocked = concept.properties.get(_BLOCKS, ())
                blocking.update([concept.iri] if blocked else [])
                for scheme in blocked:
                    terms.add(replace(concept, scheme=scheme.rpartition("#")[2]))
                if not blocked and concept.iri not in _WORD_LISTS:
                    (cues if name == CUES else terms).add(concept)
    return Lexicon(
        inflections=inflections,
        compounds=compounds,
        ignorable=skipped,
        blocking=frozenset(blocking),
        terms=terms.trie,
        cues=cues.trie,
        patterns=terms.patterns(),
        cue_patterns=cues.patterns(),
    )


@cache
def load_lexicon() -> Lexicon:
    """Return the lexicon of the vocabulary that ships with the package."""
    return compile_lexicon(load_vocabulary())
