"""Policies side by side, and two versions of one: what they say, not how."""

from policyglot.compare.changes import Change, ChangeKind, Difference, diff
from policyglot.compare.facts import Aspect, Fact, facts_of
from policyglot.compare.matrix import Matrix, Row, Stance, compare
from policyglot.compare.themes import Theme

__all__ = [
    "Aspect",
    "Change",
    "ChangeKind",
    "Difference",
    "Fact",
    "Matrix",
    "Row",
    "Stance",
    "Theme",
    "compare",
    "diff",
    "facts_of",
]
