"""Reads a corrections file: every error says on which line, and what to write instead."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from policyglot.corrections.decision import (
    Claim,
    ClaimedRetention,
    Corrections,
    Named,
    PracticeDecision,
    ProvisionDecision,
    Verdict,
    Words,
    single_spaced,
)
from policyglot.corrections.terms import SCOPE, UnknownTermError, concept_of
from policyglot.corrections.toml_lines import TomlLines, stopped_at, toml_lines
from policyglot.errors import InputError
from policyglot.model import PROVISION_GROUPS, Assertion, Honoured, Identifiability, Modality, Party

_NAMED = ("data", "purposes", "recipients", "legal_bases", "data_sources")
# An ISO 8601 duration of whole numbers: "P30D", "P1Y6M", "PT24H".
DURATION = re.compile(r"P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?")
_CHOSEN: Mapping[str, type[StrEnum]] = {
    "assertion": Assertion,
    "modality": Modality,
    "party": Party,
    "identifiability": Identifiability,
}
_CLAIM = ("processing", *_CHOSEN, *_NAMED, "retention", "condition", "audiences")
_DECIDED = ("decision", "note", "confidence", "words")
_PRACTICE = (*_DECIDED, *_CLAIM, "correction")
_PROVISION = (*_DECIDED, "group", "concept", "assertion", "value", "honoured", "scope")
_WORDS = ("section", "lead_in", "quote")
ChosenT = TypeVar("ChosenT", bound=StrEnum)

Table = Mapping[str, Any]


def read_corrections(content: bytes, source: str) -> Corrections:
    """Read a corrections file.

    Args:
        content: TOML 1.0, UTF-8.
        source: The file's path, for messages.

    Returns:
        The decisions, in the file's order.

    Raises:
        InputError: The file is no TOML, a key or value is not what it must be, a term is in no
            vocabulary, or a decision has no words; with the line, and what to write instead.

    >>> read_corrections(b"", "corrections.toml").practices
    ()
    """
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise InputError("the corrections file is not UTF-8", source=source, advice="save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        line, column = stopped_at(error, text)
        said = str(error).partition(" (at ")[0]
        raise InputError(f"the corrections file is no TOML: {said}", source=source, line=line, column=column) from error
    lines = toml_lines(text)
    top = _Place(source=source, lines=lines)
    _refuse_unknown(table, ("practices", "provisions"), top)
    return Corrections(
        source=source,
        practices=tuple(_practice(t, at) for t, at in _tables(table, "practices", top)),
        provisions=tuple(_provision(t, at) for t, at in _tables(table, "provisions", top)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where in the file something is read.

    Attributes:
        source: The file.
        lines: Its lines.
        name: Name of the array of tables.
        number: Which of them, from 0.
        key: The key in it, "correction.data".
        prefix: What keys of a table inside it begin with: "correction.".
    """

    source: str
    lines: TomlLines
    name: str = ""
    number: int = 0
    key: str = ""
    prefix: str = ""

    def at(self, key: str) -> _Place:
        return replace(self, key=self.prefix + key)

    def member(self, key: str) -> _Place:
        """The place of a key of what is here: an inline table has no line but its own."""
        is_table = not self.key or f"{self.key}." == self.prefix
        return self.at(key) if is_table else self

    def below(self, key: str) -> _Place:
        return replace(self, key=self.prefix + key, prefix=f"{self.prefix}{key}.")

    @property
    def line(self) -> int | None:
        return self.lines.of(self.name, self.number, key=self.key)

    def error(self, message: str, *, advice: str | None = None, text: str = "") -> InputError:
        line = self.lines.of(self.name, self.number, key=self.key, text=text)
        return InputError(message, source=self.source, line=line, advice=advice)


def _tables(table: Table, name: str, top: _Place) -> list[tuple[Table, _Place]]:
    found = table.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise top.at(name).error(f"{name} must be tables", advice=f"write [[{name}]] on a line of its own")
    return [(each, replace(top, name=name, number=number)) for number, each in enumerate(found)]


def _refuse_unknown(table: Table, known: Sequence[str], at: _Place) -> None:
    for key in table:
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            advice = f"did you mean {close[0]}?" if close else f"its keys are {', '.join(known)}"
            raise at.member(key).error(f"there is no key {key!r} here", advice=advice)


def _practice(table: Table, at: _Place) -> PracticeDecision:
    _refuse_unknown(table, _PRACTICE, at)
    verdict = _verdict(table, at, tuple(Verdict))
    claim = _claim(table, at, base=Claim())
    words = _words(table, at)
    if verdict is Verdict.ADD and not claim.processing:
        raise at.at("processing").error("what is added needs processing", advice='such as processing = ["collect"]')
    correction = table.get("correction")
    if (correction is not None) is not (verdict is Verdict.CORRECT):
        raise _mismatch(verdict, at)
    corrected: Claim | None = None
    corrected_words: tuple[Words, ...] = ()
    if correction is not None:
        below = at.below("correction")
        if not isinstance(correction, dict) or not correction:
            raise below.error(
                "a correction must say what changes", advice="write [practices.correction] and the keys that change"
            )
        _refuse_unknown(correction, (*_CLAIM, "words"), below)
        corrected = _claim(correction, below, base=claim)
        corrected_words = _words(correction, below) if "words" in correction else ()
        if not corrected.processing:
            raise below.at("processing").error(
                "a correction cannot take all processing away", advice='reject it with decision = "reject"'
            )
    return PracticeDecision(
        verdict=verdict,
        claim=claim,
        words=words,
        corrected=corrected,
        corrected_words=corrected_words,
        note=_optional(table, "note", at),
        confidence=_confidence(table, at),
        line=at.line,
    )


def _mismatch(verdict: Verdict, at: _Place) -> InputError:
    if verdict is Verdict.CORRECT:
        message, advice = "a correction is missing", "say below it, in [practices.correction], what is right"
    else:
        message = f"there is a correction and the decision is {verdict.value!r}"
        advice = 'write decision = "correct", or take the correction away'
    return at.at("decision").error(message, advice=advice)


def _provision(table: Table, at: _Place) -> ProvisionDecision:
    _refuse_unknown(table, _PROVISION, at)
    group = _text(table, "group", at)
    if group not in PROVISION_GROUPS:
        raise at.at("group").error(
            f"there is no group {group!r}", advice=f"choose one of {', '.join(PROVISION_GROUPS)}"
        )
    return ProvisionDecision(
        verdict=_verdict(table, at, (Verdict.ACCEPT, Verdict.REJECT, Verdict.UNDECIDED)),
        group=group,
        concept=_concept(_text(table, "concept", at), at.at("concept"), group),
        assertion=_chosen(table, "assertion", at, Assertion) or Assertion.STATED,
        value=_optional(table, "value", at),
        honoured=_chosen(table, "honoured", at, Honoured),
        scope=tuple(_concept(term, at.at("scope"), *SCOPE) for term in _texts(table, "scope", at)),
        words=_words(table, at),
        note=_optional(table, "note", at),
        confidence=_confidence(table, at),
        line=at.line,
    )


def _claim(table: Table, at: _Place, *, base: Claim) -> Claim:
    """The claim that a table makes of another one: the keys that it has replace those of the other."""
    changed: dict[str, Any] = {}
    for key in ("processing", "audiences"):
        if key in table:
            terms = [_concept(term, at.at(key), key) for term in _texts(table, key, at)]
            changed[key] = tuple(dict.fromkeys(terms))
    for key in _NAMED:
        if key in table:
            changed[key] = tuple(dict.fromkeys(_named(each, key, at.at(key)) for each in _list(table, key, at)))
    for key, values in _CHOSEN.items():
        if key in table:
            changed[key] = _chosen(table, key, at, values)
            if changed[key] is None and key != "identifiability":
                raise at.at(key).error(f"{key} cannot be empty", advice=f"choose one of {', '.join(values)}")
    if "retention" in table:
        changed["retention"] = _kept(table["retention"], at.at("retention"))
    if "condition" in table:
        changed["condition"] = single_spaced(_text(table, "condition", at)) or None
    return replace(base, **changed)


def _named(value: object, key: str, at: _Place) -> Named:
    if isinstance(value, dict):
        _refuse_unknown(value, ("concept", "name"), at)
        term = _text(value, "concept", at)
        return Named(concept=_concept(term, at, key), name=single_spaced(_optional(value, "name", at) or "") or None)
    if not isinstance(value, str):
        raise at.error(f"{key} must be texts, not {value!r}", advice='such as ["email address"]')
    return Named(concept=_concept(value, at, key))


def _kept(value: object, at: _Place) -> ClaimedRetention | None:
    if isinstance(value, dict):
        _refuse_unknown(value, ("concept", "duration"), at)
        term = _text(value, "concept", at)
        duration = _optional(value, "duration", at)
        if duration is not None and not DURATION.fullmatch(duration):
            raise at.error(f"{duration!r} is no duration", advice="write P30D for 30 days, P6M for six months, P2Y")
        return ClaimedRetention(concept=_concept(term, at, "retention"), duration=duration)
    if not isinstance(value, str):
        raise at.error(
            f"retention must be a text, not {value!r}",
            advice='or { concept = "stated retention period", duration = "P30D" }',
        )
    return ClaimedRetention(concept=_concept(value, at, "retention")) if value.strip() else None


def _words(table: Table, at: _Place) -> tuple[Words, ...]:
    pieces = _list(table, "words", at)
    at = at.at("words")
    if not pieces:
        raise at.error(
            "a decision needs the words that it is about", advice='such as words = [{ quote = "We log visits." }]'
        )
    found = []
    for piece in pieces:
        said = {"quote": piece} if isinstance(piece, str) else piece
        if not isinstance(said, dict):
            raise at.error("words must be tables", advice='such as words = [{ section = "Cookies", quote = "…" }]')
        _refuse_unknown(said, _WORDS, at)
        texts = {key: single_spaced(_text(said, key, at)) for key in _WORDS if key in said}
        if not texts.get("quote"):
            raise at.error("words without a quote", advice="quote what the policy says, letter for letter")
        found.append(Words(**texts))
    return tuple(dict.fromkeys(found))


def _concept(term: str, at: _Place, *keys: str) -> str:
    try:
        return concept_of(term, *keys)
    except UnknownTermError as error:
        raise at.error(error.message, advice=error.advice, text=term) from error


def _verdict(table: Table, at: _Place, allowed: Sequence[Verdict]) -> Verdict:
    said = _text(table, "decision", at).strip() if "decision" in table else ""
    if said not in allowed:
        names = ", ".join(verdict.value for verdict in allowed if verdict.value)
        raise at.at("decision").error(f"there is no decision {said!r}", advice=f'choose one of {names}, or ""')
    return Verdict(said)


def _chosen(table: Table, key: str, at: _Place, values: type[ChosenT]) -> ChosenT | None:
    said = _text(table, key, at) if key in table else ""
    if said and said not in list(values):
        raise at.at(key).error(f"{key} cannot be {said!r}", advice=f"choose one of {', '.join(values)}")
    return values(said) if said else None


def _confidence(table: Table, at: _Place) -> float | None:
    said = table.get("confidence")
    if said is None:
        return None
    if isinstance(said, bool) or not isinstance(said, int | float) or not 0 <= said <= 1:
        raise at.at("confidence").error(f"confidence must be a number from 0 to 1, not {said!r}")
    return float(said)


def _text(table: Table, key: str, at: _Place) -> str:
    said = table.get(key)
    if not isinstance(said, str):
        problem = f"{key} is missing" if said is None else f"{key} must be a text in quotes, not {said!r}"
        raise at.member(key).error(problem)
    return said


def _optional(table: Table, key: str, at: _Place) -> str | None:
    return _text(table, key, at) if key in table else None


def _list(table: Table, key: str, at: _Place) -> list[Any]:
    said = table.get(key, [])
    if not isinstance(said, list):
        raise at.at(key).error(f"{key} must be a list", advice=f'such as {key} = ["…"]')
    return said


def _texts(table: Table, key: str, at: _Place) -> list[str]:
    said = _list(table, key, at)
    if not all(isinstance(each, str) for each in said):
        raise at.at(key).error(f"{key} must be texts in quotes", advice=f'such as {key} = ["…"]')
    return said
