"""Which passage of one version is which of the other, where the words are not the same.

Every pair is scored by the words that both have, rare ones counting more, and by the facts that both state. Of all
ways to pair them the one with the greatest sum of scores is taken. The score does not know which version is older.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from policyglot.compare.version import Passage

# Below this score two passages have nothing to do with one another.
_ALIKE = 0.5
# A passage is held against so many of the other version that share most with it.
_CANDIDATES = 6
# A word of more passages than this finds no candidates: it would find all.
_COMMON = 60
# Beyond so many passages that hang together by candidates, the best pairs are taken one by one.
_LARGEST = 120
# What the parts of the score weigh: the words, the facts, the words around.
_WORDS, _FACTS, _AROUND = 0.6, 0.25, 0.15
# Makes the pair that stands at about the same place win among equals.
_PLACE = 1e-6

Scores = Mapping[tuple[int, int], float]


def pair_up(old: Sequence[Passage], new: Sequence[Passage]) -> dict[int, int]:
    """Return the numbers of new passages with those of the old ones that they came from; many have none.

    >>> told = [Passage(words=("we", "sell", "your", "name"))]
    >>> pair_up(told, [Passage(words=("hello",)), Passage(words=("we", "never", "sell", "your", "name"))])
    {1: 0}
    """
    weights = _weights([*old, *new])
    scores: dict[tuple[int, int], float] = {}
    for i, j in _candidates(old, new, weights):
        score = _score(old[i], new[j], weights)
        if score >= _ALIKE:
            scores[i, j] = score + _PLACE * (1 - abs((i + 1) / len(old) - (j + 1) / len(new)))
    found: dict[int, int] = {}
    for part in _parts(scores):
        found.update({j: i for i, j in _best(part)})
    return dict(sorted(found.items()))


def _weights(passages: Sequence[Passage]) -> dict[str, float]:
    """Return what each word counts: the fewer passages have it, the more."""
    count = Counter(word for passage in passages for word in set(passage.words))
    return {word: math.log(1 + len(passages) / number) for word, number in count.items()}


def _candidates(
    old: Sequence[Passage], new: Sequence[Passage], weights: Mapping[str, float]
) -> Sequence[tuple[int, int]]:
    """Return the pairs that share most, seen from either side, by an index of words and concepts."""
    index: dict[object, list[int]] = defaultdict(list)
    for i, passage in enumerate(old):
        for sign in _signs(passage):
            index[sign].append(i)
    shared: dict[tuple[int, int], float] = defaultdict(float)
    for j, passage in enumerate(new):
        for sign in _signs(passage):
            holders = index.get(sign, ())
            if len(holders) <= _COMMON:
                for i in holders:
                    shared[i, j] += weights.get(sign, 1.0) if isinstance(sign, str) else 1.0
    by_old: dict[int, list[tuple[float, tuple[int, int]]]] = defaultdict(list)
    by_new: dict[int, list[tuple[float, tuple[int, int]]]] = defaultdict(list)
    for pair, weight in shared.items():
        share = weight / (len(old[pair[0]].words) + len(new[pair[1]].words) + 1)
        by_old[pair[0]].append((share, pair))
        by_new[pair[1]].append((share, pair))
    kept = {
        pair
        for side in (by_old, by_new)
        for pairs in side.values()
        for _, pair in heapq.nlargest(_CANDIDATES, pairs, key=lambda found: (found[0], [-n for n in found[1]]))
    }
    return sorted(kept)


def _signs(passage: Passage) -> Sequence[object]:
    """Return the words, or without words the concepts, each as a tuple of one."""
    return sorted(set(passage.words)) or sorted({(claim.fact.concept,) for claim in passage.claims})


def _score(one: Passage, other: Passage, weights: Mapping[str, float]) -> float:
    """Return how alike two passages are, 0 to 1."""
    if one.is_heading is not other.is_heading:
        return 0.0
    if not one.words or not other.words:
        return _topics_alike(one, other) if not one.words and not other.words else 0.0
    facts = _facts_alike(one, other)
    around = _words_alike((*one.section[-1:], *one.lead_in), (*other.section[-1:], *other.lead_in), {})
    words = _words_alike(one.words, other.words, weights)
    if facts is None:
        return (_WORDS + _FACTS) * words + _AROUND * around
    return _WORDS * words + _FACTS * facts + _AROUND * around


def _words_alike(one: Sequence[str], other: Sequence[str], weights: Mapping[str, float]) -> float:
    """Return the share of the words that both have (Dice's coefficient over multisets)."""
    here, there = Counter(one), Counter(other)
    total = sum(weights.get(word, 1.0) * number for side in (here, there) for word, number in side.items())
    both = sum(weights.get(word, 1.0) * min(number, there[word]) for word, number in here.items())
    return 2 * both / total if total else 1.0


def _facts_alike(one: Passage, other: Passage) -> float | None:
    """Return the share of the facts that both have, or None where one of them has none."""
    here, there = ({(c.assertion, c.fact) for c in passage.claims} for passage in (one, other))
    return len(here & there) / len(here | there) if here and there else None


def _topics_alike(one: Passage, other: Passage) -> float:
    """Return the share of what the facts are about that both have; details are left out."""
    here, there = (
        {(c.assertion, c.fact.aspect, c.fact.processing, c.fact.concept) for c in passage.claims}
        for passage in (one, other)
    )
    return len(here & there) / len(here | there) if here and there else 0.0


def _parts(scores: Scores) -> list[Scores]:
    """Split the pairs into parts that have no passage in common."""
    neighbours: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    for i, j in scores:
        neighbours["old", i].append(("new", j))
        neighbours["new", j].append(("old", i))
    part_of: dict[tuple[str, int], int] = {}
    for first in sorted(neighbours):
        if first not in part_of:
            number, waiting = len(part_of), [first]
            while waiting:
                node = waiting.pop()
                if node not in part_of:
                    part_of[node] = number
                    waiting += neighbours[node]
    parts: dict[int, dict[tuple[int, int], float]] = defaultdict(dict)
    for pair, score in scores.items():
        parts[part_of["old", pair[0]]][pair] = score
    return list(parts.values())


def _best(scores: Scores) -> list[tuple[int, int]]:
    """Return the pairs, no passage twice, whose scores have the greatest sum."""
    rows, columns = (sorted({pair[side] for pair in scores}) for side in (0, 1))
    if len(rows) + len(columns) > _LARGEST:
        return _greedy(scores)
    if len(rows) > len(columns):
        return [(i, j) for j, i in _best({(j, i): score for (i, j), score in scores.items()})]
    chosen = _assignment([[-scores.get((i, j), 0.0) for j in columns] for i in rows])
    return [(i, columns[c]) for i, c in zip(rows, chosen, strict=True) if (i, columns[c]) in scores]


def _greedy(scores: Scores) -> list[tuple[int, int]]:
    taken: tuple[set[int], set[int]] = (set(), set())
    found = []
    for (i, j), _ in sorted(scores.items(), key=lambda said: (-said[1], said[0])):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            found.append((i, j))
    return found


def _assignment(costs: Sequence[Sequence[float]]) -> list[int]:
    """Return the column of each row so that the sum of costs is least; at least as many columns as rows.

    Source: H. W. Kuhn, The Hungarian method for the assignment problem (1955), with potentials, in rows² × columns.
    """
    count = len(costs[0])
    row_of = [-1] * (count + 1)  # the last column stands for the row that looks for its own
    rising, falling = [0.0] * len(costs), [0.0] * (count + 1)
    for row in range(len(costs)):
        row_of[count], column = row, count
        least, came_from, done = [math.inf] * count, [count] * count, [False] * (count + 1)
        while row_of[column] != -1:
            done[column], current = True, row_of[column]
            step, following = math.inf, count
            for c in range(count):
                if done[c]:
                    continue
                cost = costs[current][c] - rising[current] - falling[c]
                if cost < least[c]:
                    least[c], came_from[c] = cost, column
                if least[c] < step:
                    step, following = least[c], c
            for c in range(count + 1):
                if done[c]:
                    rising[row_of[c]] += step
                    falling[c] -= step
                elif c < count:
                    least[c] -= step
            column = following
        while column != count:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    found = [-1] * len(costs)
    for c in range(count):
        if row_of[c] != -1:
            found[row_of[c]] = c
    return found
