"""What a rule is, and what it yields.

A rule is one module in `rules/`: its docstring has What, Why, Fix and Source, and its
`RULE` is a `Rule` whose check yields problems. A check says what is wrong and where inside
its subject; the engine adds the rule's id, its severity and the file's name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from policyglot.findings import Severity
from policyglot.model import Document, Policy

Profile = Literal["strict", "tolerant"]
"""`strict` is the letter of the standards; `tolerant` forgives what user agents forgave."""

SubjectT = TypeVar("SubjectT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that a rule found, before the engine says which rule and which file.

    Attributes:
        message: One sentence, without a full stop at the end.
        hint: What to write or answer instead, or None.
        line: 1-based line, or None.
        column: 1-based column in code points, or None.
        pointer: Element path, JSON Pointer or focus node, or None.
        span: Half-open code point offsets into the prose, or None.
        source: File it is in where that is not the subject's own, or None.
        severity: Severity of this problem in the strict profile where it is not the rule's, or None.
        tolerant: The same for the tolerant profile.
    """

    message: str
    hint: str | None = None
    line: int | None = None
    column: int | None = None
    pointer: str | None = None
    span: tuple[int, int] | None = None
    source: str | None = None
    severity: Severity | None = None
    tolerant: Severity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[SubjectT]):
    """A rule: the value `RULE` of its module.

    Attributes:
        id: "PG101"; the module is `rules/pg101.py`. Ids are never used again.
        name: What it demands, two to six words in kebab case ("controller-is-named").
        severity: Severity in the strict profile.
        check: Yields the problems of one subject. What a subject is depends on the family:
            a `Subject` for PG1xx to PG4xx, the parsed file for PG5xx to PG7xx.
        tolerant: Severity in the tolerant profile, or None where it is the same.
        needs: For P3P files: names of elements of which a file must have one for the check to be
            worth running; empty where it always is.
    """

    id: str
    name: str
    severity: Severity
    check: Callable[[SubjectT], Iterator[Problem]]
    tolerant: Severity | None = None
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What the rules of PG1xx, PG2xx and PG3xx look at.

    Attributes:
        policy: The policy.
        document: The prose that it was extracted from, or None for a published file.
    """

    policy: Policy
    document: Document | None = None
