"""A matrix of many policies, drawn so that it fits a terminal: a sign for each policy, in blocks of policies."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from policyglot.cli import console

if TYPE_CHECKING:
    from policyglot.compare import Row, Stance

# What a policy says of something, as a sign; the second of a pair where the output has no other letters than ASCII.
_SIGNS = {
    "stated": ("+", "+"),
    "denied": ("-", "-"),
    "stated and denied": ("±", "*"),
    "silent": ("·", "."),
}
# Columns of a policy, of how many state it, and of what it is about at least and at most.
_CELL, _COUNT, _NARROWEST, _WIDEST = 2, 5, 28, 44


def write_matrix(names: Sequence[str], rows: Sequence[Row]) -> None:
    """Write the names with their numbers, then what they say, a part for each kind of fact.

    Args:
        names: Names of the policies.
        rows: In an order in which facts of a kind stand together.
    """
    from policyglot.compare.wording import label

    width = max(40, shutil.get_terminal_size().columns - 1)
    for number, name in enumerate(names, 1):
        console.write(_fitted(f"{number:>4}  {name}", width) + "\n")
    signs = _signs()
    console.write("\n" + "   ".join(f"{sign} {stance}" for stance, sign in signs.items()) + "\n")
    # As few blocks as there can be, all about as wide, and the room that is left to what it is about.
    blocks = -(-len(names) * _CELL // max(_CELL, width - _COUNT - _NARROWEST))
    block = -(-len(names) // blocks)
    margin = min(_WIDEST, width - _COUNT - _CELL * block)
    for (aspect, act), some in groupby(rows, key=lambda row: (row.fact.aspect, row.fact.processing)):
        part = list(some)
        title = f"{aspect.value}: {label(act)}" if act else aspect.value
        for first in range(0, len(names), block):
            shown = range(first, min(first + block, len(names)))
            for line in _block(part, shown, title=title if first == 0 else "…", margin=margin, signs=signs):
                console.write(line.rstrip() + "\n")


def _block(rows: Sequence[Row], shown: range, *, title: str, margin: int, signs: Mapping[Stance, str]) -> Iterator[str]:
    """Yield the lines of some policies; the number of all that state it stands before them."""
    from policyglot.compare.wording import label

    yield ""
    numbers = [str(number + 1) for number in shown]
    digits = max(map(len, numbers))
    for place in range(digits):
        heads = "".join(f"{number.rjust(digits)[place]:>{_CELL}}" for number in numbers)
        said, count = (_fitted(title, margin), "all") if place == digits - 1 else ("", "")
        yield f"{said:{margin}}{count:>{_COUNT}}{heads}"
    for row in rows:
        stated = sum(stance.value.startswith("stated") for stance in row.stances)
        cells = "".join(f"{signs[row.stances[number]]:>{_CELL}}" for number in shown)
        yield f"{_fitted(f'  {label(row.fact.concept)}', margin):{margin}}{stated:>{_COUNT}}{cells}"


def _signs() -> dict[Stance, str]:
    from policyglot.compare import Stance

    encoding = sys.stdout.encoding or "utf-8"
    found = {}
    for stance in Stance:
        sign, plain = _SIGNS[stance.value]
        found[stance] = sign if sign.encode(encoding, "ignore") else plain
    return found


def _fitted(text: str, width: int) -> str:
    """Cut a text that is too long, and show that it is cut."""
    return text if len(text) <= width else text[: width - 1] + "…"
