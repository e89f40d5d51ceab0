"""The words that the readers know, from `vocab/reading.json`, ready for use."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from policyglot.resources import read_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingWords:
    """Word lists of the readers, all in lower case.

    Attributes:
        abbreviations: Never end a sentence; without their final full stop.
        before_number: Abbreviations only before a number ("No. 5").
        may_end: End a sentence only where a sentence starter follows.
        starters: Words with which sentences start.
        dangling: Matches a line that cannot be over, at its end.
        unfinished: Words after which a sentence must go on, even behind a colon.
        introductions: Matches, in lower case, the words with which a sentence announces a list.
        privacy_terms: What policies speak of.
        policy_names: Matches, in lower case, what policies are called.
        error_pages: Phrase of an error page to what such a page is.
        furniture: Parts of class and id names of menus, footers, banners.
        doubtful: Parts of class and id names of boxes that may hold a section of the policy as well.
    """

    abbreviations: frozenset[str]
    before_number: frozenset[str]
    may_end: frozenset[str]
    starters: frozenset[str]
    dangling: re.Pattern[str]
    unfinished: frozenset[str]
    introductions: re.Pattern[str]
    privacy_terms: tuple[str, ...]
    policy_names: re.Pattern[str]
    error_pages: tuple[tuple[str, str], ...]
    furniture: frozenset[str]
    doubtful: frozenset[str]


@cache
def reading_words() -> ReadingWords:
    """Return the readers' words, read once."""
    lists = json.loads(read_text("vocab", "reading.json"))
    return ReadingWords(
        abbreviations=frozenset(lists["abbreviations"]),
        before_number=frozenset(lists["abbreviations_before_number"]),
        may_end=frozenset(lists["abbreviations_that_may_end"]),
        starters=frozenset(lists["sentence_starters"]),
        dangling=re.compile(rf"(?:[,(\[–—/&]|(?<=\w)-|\b{_any(lists['dangling_words'])})$"),
        unfinished=frozenset(lists["unfinished_words"]),
        # Without IGNORECASE, which costs three times the time: the texts are put in lower case.
        introductions=re.compile(rf"\b{_any(lists['list_introductions'])}\b"),
        privacy_terms=tuple(lists["privacy_terms"]),
        policy_names=re.compile(rf"\b{_any(lists['policy_names'])}\b"),
        error_pages=tuple((page["phrase"], page["reason"]) for page in lists["error_pages"]),
        furniture=frozenset(lists["page_furniture"]),
        doubtful=frozenset(lists["page_furniture_without_prose"]),
    )


def _any(phrases: Iterable[str]) -> str:
    """Return a pattern for any of the phrases, the longer ones first."""
    return "(?:" + "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True)) + ")"
