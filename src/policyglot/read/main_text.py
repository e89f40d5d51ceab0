"""The main text of a page: the policy without menus, banners, forms and footers.

A policy is nearly all of the prose on its page. So: what looks like furniture goes, unless most
of the prose is in it; the smallest element that holds nearly all of the rest is the policy; at
its edges only prose and headings stay.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from lxml import etree

from policyglot.model import BlockKind
from policyglot.read.flow import FlowBlock
from policyglot.read.layout import Piece, one_line
from policyglot.read.words import reading_words

# A block with so many words, most of them outside links, is prose.
_PROSE_WORDS = 12

# An element with this share of the prose is no furniture, whatever its name.
_TOO_MUCH_FOR_FURNITURE = 0.3

# The main element is the smallest that has this share of the prose.
_MAIN_SHARE = 0.97

# So many blocks beside the main element may belong to it.
_MAX_OUTSIDE = 3

# A line of so few words, so often on the page, is "Back to top" or "Advertisement".
_SCRAP_WORDS = 6
_SCRAP_TIMES = 3


def chosen(blocks: Sequence[FlowBlock]) -> list[Piece]:
    """Return the pieces of the main text.

    Args:
        blocks: All blocks of the page in order.
    """
    kept = _without_marked(blocks)
    kept = list(_trimmed(kept, _main_element(kept)))
    scraps = _repeated(kept)
    return [piece for block in kept if _scrap(block) not in scraps for piece in block.pieces]


def _prose(block: FlowBlock) -> int:
    """Return the number of words that count as prose."""
    own = block.words - block.linked
    return own if own >= _PROSE_WORDS and own * 2 > block.words else 0


def _without_marked(blocks: Sequence[FlowBlock]) -> list[FlowBlock]:
    """Return the blocks that are in no furniture and not hidden."""
    total = sum(map(_prose, blocks)) or 1
    inside: defaultdict[etree._Element, int] = defaultdict(int)
    for block in blocks:
        if words := _prose(block):
            for element in {*block.furniture, *block.doubtful, *block.hidden}:
                inside[element] += words
    big = {element for element, words in inside.items() if words > _TOO_MUCH_FOR_FURNITURE * total}
    return [
        block
        for block in blocks
        if big.issuperset(block.furniture)
        and big.issuperset(block.hidden)
        and (inside.keys() >= set(block.doubtful) or _is_heading(block))
    ]


def _scrap(block: FlowBlock) -> str | None:
    """Return the words of a block that is a short line without an end, as "Back to top" is, or None."""
    if len(block.pieces) != 1 or block.words > _SCRAP_WORDS:
        return None
    piece = block.pieces[0]
    text = one_line(piece.text)
    return text if piece.kind is BlockKind.PARAGRAPH and text[-1:] not in ".:;?!" else None


def _repeated(blocks: Sequence[FlowBlock]) -> frozenset[str]:
    """Return the short lines that stand so often between the paragraphs that they belong to the page."""
    counts = Counter(scrap for block in blocks if (scrap := _scrap(block)))
    return frozenset(scrap for scrap, count in counts.items() if count >= _SCRAP_TIMES)


def _main_element(blocks: Sequence[FlowBlock]) -> etree._Element | None:
    """Return the deepest element that holds nearly all prose, or None where there is none."""
    total = 0
    inside: defaultdict[etree._Element, int] = defaultdict(int)
    for block in blocks:
        words = _prose(block)
        if not words:
            continue
        total += words
        element: etree._Element | None = block.element
        while element is not None:
            inside[element] += words
            element = element.getparent()
    enough = [element for element, words in inside.items() if words >= _MAIN_SHARE * total]
    return max(enough, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def _is_inside(element: etree._Element, main: etree._Element) -> bool:
    """Say whether an element is the main element or below it."""
    here: etree._Element | None = element
    while here is not None:
        if here is main:
            return True
        here = here.getparent()
    return False


def _trimmed(blocks: Sequence[FlowBlock], main: etree._Element | None) -> Sequence[FlowBlock]:
    """Return the blocks of the main element, without links and scraps before the first and behind the last prose.

    A title above the element and an address below it belong to the policy too.
    """
    inside = [main is None or _is_inside(block.element, main) for block in blocks]
    solid = [k for k, block in enumerate(blocks) if inside[k] and _prose(block)]
    if not solid:
        return [block for k, block in enumerate(blocks) if inside[k]]
    start, end = solid[0], solid[-1] + 1
    outside = 0
    while start and _leads(blocks[start - 1]) and outside < _MAX_OUTSIDE:
        start -= 1
        outside += not inside[start]
    outside = 0
    while end < len(blocks) and _trails(blocks[end]) and outside < _MAX_OUTSIDE:
        outside += not inside[end]
        end += 1
    return [block for k, block in enumerate(blocks[start:end], start) if inside[k] or not solid[0] < k < solid[-1]]


def _leads(block: FlowBlock) -> bool:
    """Say whether a block before the first prose belongs to it: a heading, or a short text without links."""
    return _is_heading(block) or (block.linked == 0 and block.words > 1) or _names_policy(block)


def _is_heading(block: FlowBlock) -> bool:
    """Say whether there is a heading in a block."""
    return any(piece.kind is BlockKind.HEADING for piece in block.pieces)


def _names_policy(block: FlowBlock) -> bool:
    """Say whether a block has the name of a policy in it."""
    return any(reading_words().policy_names.search(piece.text.lower()) for piece in block.pieces)


def _trails(block: FlowBlock) -> bool:
    """Say whether a block behind the last prose belongs to it: an address, a date, a last item."""
    return block.linked * 2 <= block.words and block.words > 1
