"""Takes a `P3P:` header apart, keeping everything that is wrong with it.

Source: P3P 1.0, sections 2.2.2 and 4.2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from policyglot.formats.p3p.terms import Term, by_token

# The field name, which may be missing where only the value is given.
FIELD_NAME = re.compile(r"\s*P3P[ \t]*:", re.IGNORECASE)

# One directive: a name and a value in double quotes, single quotes (wrong) or none (wrong). It begins
# where a word begins, and gives nothing back, so that a header of one long word takes no square of its length.
DIRECTIVE = re.compile(r"""(?<![\w-])([A-Za-z][\w-]*+)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s",']*))""")

# A token as it should be: three capitals and at most one suffix.
TOKEN = re.compile(r"([A-Z]{3})([aio]?)")

LONGEST = 4
"""Characters of the longest token."""

# What stands between blanks.
WORD = re.compile(r"\S+")

# Tokens that stand for no value: the mark of disputes, of anonymous data, of a test.
MARKS = frozenset({"DSP", "NID", "TST"})

MAX_LENGTH = 16_384
"""Longest header that is taken apart; servers refuse much shorter ones."""


class FaultKind(StrEnum):
    """What can be wrong with a header's own syntax."""

    NO_COMMA = "no-comma"
    NO_QUOTES = "no-quotes"
    STRAY = "stray"
    REPEATED = "repeated"
    TOO_LONG = "too-long"
    BLANKS = "blanks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A place where a header breaks the syntax: kind, 0-based offset, and the text there."""

    kind: FaultKind
    offset: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompactToken:
    """One token of a compact policy.

    Attributes:
        text: As served.
        name: The three letters ("IVD"), or the whole text where it is no token.
        suffix: "a", "i", "o", or "" for none.
        term: The value that it stands for, or None for a mark or an unknown token.
        is_known: Whether the Recommendation has it.
        offset: 0-based offset in the header.
    """

    text: str
    name: str
    suffix: str
    term: Term | None
    is_known: bool
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CompactHeader:
    """A `P3P:` header, taken apart.

    Attributes:
        text: As served.
        policyref: Where the reference file is, or None.
        compact: The value of CP, or None where there is none.
        tokens: Its tokens, in order.
        faults: What is wrong with the syntax.
    """

    text: str
    policyref: str | None
    compact: str | None
    tokens: tuple[CompactToken, ...]
    faults: tuple[Fault, ...]


def parse_header(header: str) -> CompactHeader:
    """Take a header apart; never fails.

    Args:
        header: The header line, or its value: `policyref="…", CP="…"`.
    """
    if len(header) > MAX_LENGTH:
        fault = Fault(kind=FaultKind.TOO_LONG, offset=0, text=f"{len(header)} characters")
        return CompactHeader(text=header[:80], policyref=None, compact=None, tokens=(), faults=(fault,))
    faults: list[Fault] = []
    values: dict[str, tuple[str, int]] = {}
    name = FIELD_NAME.match(header)
    position = name.end() if name else 0
    first = True
    for match in DIRECTIVE.finditer(header, position):
        _separator(header, position, match.start(), first=first, faults=faults)
        group = next(i for i in (2, 3, 4) if match.group(i) is not None)
        key = match.group(1).lower()
        if group != 2:
            faults.append(Fault(kind=FaultKind.NO_QUOTES, offset=match.start(group), text=match.group(0)))
        if key in values:
            faults.append(Fault(kind=FaultKind.REPEATED, offset=match.start(), text=match.group(1)))
        values.setdefault(key, (match.group(group), match.start(group)))
        position, first = match.end(), False
    _rest(header, position, faults=faults)
    compact, offset = values.get("cp", (None, 0))
    if compact is not None and (compact != compact.strip() or "  " in compact or "\t" in compact or "\n" in compact):
        faults.append(Fault(kind=FaultKind.BLANKS, offset=offset, text=compact))
    return CompactHeader(
        text=header,
        policyref=values["policyref"][0] if "policyref" in values else None,
        compact=compact,
        tokens=_tokens(compact or "", offset),
        faults=tuple(faults),
    )


def _separator(header: str, start: int, end: int, *, first: bool, faults: list[Fault]) -> None:
    between = header[start:end]
    text = between.strip()
    if first:
        if text:
            faults.append(Fault(kind=FaultKind.STRAY, offset=start, text=text))
    elif not text:
        faults.append(Fault(kind=FaultKind.NO_COMMA, offset=start, text=header[max(0, start - 10) : end]))
    elif text != ",":
        faults.append(Fault(kind=FaultKind.STRAY, offset=start, text=text))


def _rest(header: str, position: int, *, faults: list[Fault]) -> None:
    text = header[position:].strip()
    if text:
        faults.append(Fault(kind=FaultKind.STRAY, offset=position, text=text))


def _tokens(compact: str, offset: int) -> tuple[CompactToken, ...]:
    return tuple(
        _token(text, offset + match.start()) if len(text) <= LONGEST else _unknown(text, offset + match.start())
        for match in WORD.finditer(compact)
        for text in (match.group(),)
    )


def _unknown(text: str, offset: int) -> CompactToken:
    return CompactToken(text=text, name=text, suffix="", term=None, is_known=False, offset=offset)


@lru_cache(maxsize=8192)
def _token(text: str, offset: int) -> CompactToken:
    """Return a token at its place; the same few come at the same places again and again."""
    shape = TOKEN.fullmatch(text)
    if shape is None or (shape.group(1) not in by_token() and shape.group(1) not in MARKS):
        return _unknown(text, offset)
    name, suffix = shape.groups()
    return CompactToken(text=text, name=name, suffix=suffix, term=by_token().get(name), is_known=True, offset=offset)
