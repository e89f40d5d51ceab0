"""The catalogue of rules, from the docstrings of their modules: what `docs/rules.md` and the workbench show."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from policyglot.validate.engine import explanations
from policyglot.validate.rule import Rule

FAMILIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "1": ("PG1xx: completeness", "What a policy should say and does not."),
        "2": ("PG2xx: consistency", "What a policy says twice, in two ways."),
        "3": ("PG3xx: evidence", "Claims and the words that they rest on."),
        "4": ("PG4xx: what P3P loses or assumes", "Found while P3P is written, or converted into something else."),
        "5": ("PG5xx: P3P files", "Policies and data schemas, beyond what the XML schema says."),
        "6": ("PG6xx: compact policies", "The `P3P:` header and its tokens."),
        "7": ("PG7xx: reference files", "Which policy holds for which page and cookie."),
        "8": ("PG8xx: sites", "What a whole site publishes, found and fetched as an agent would."),
        "9": ("PG9xx: saying and doing", "What a published file declares against what the prose says."),
    }
)
"""Families of rules by the digit that their ids have in common: title, and what they are about."""

# "What: …" up to the next such word; the four parts of a rule's docstring.
PART = re.compile(r"^(What|Why|Fix|Source): (.*?)(?=^(?:What|Why|Fix|Source): |\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the catalogue says of a rule.

    Attributes:
        rule: The rule.
        summary: What it demands, one sentence.
        parts: "What", "Why", "Fix" and "Source", each with what it says.
    """

    rule: Rule[Any]
    summary: str
    parts: tuple[tuple[str, str], ...]

    @property
    def family(self) -> str:
        """The digit of its family, a key of `FAMILIES`."""
        return self.rule.id[2]


@cache
def catalogue() -> Mapping[str, Entry]:
    """Return every rule's entry by its id, sorted.

    >>> catalogue()["PG101"].summary
    'The controller is named.'
    """
    entries = {}
    for rule, text in explanations():
        said = inspect.cleandoc(text)
        parts = tuple((word, " ".join(words.split())) for word, words in PART.findall(said))
        entries[rule.id] = Entry(rule=rule, summary=said.splitlines()[0], parts=parts)
    return MappingProxyType(entries)
