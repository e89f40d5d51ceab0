"""Whole noun phrases: annotators of apps quote a name with its determiner and what describes it."""

from __future__ import annotations

import re

from policyglot.model import Span

# Determiners and the like before a name, up to it.
BEFORE = re.compile(r"(?:\b(?:your|the|other|any|certain|our|these|my|its|all|such|an?)\s+)+$", re.IGNORECASE)
# What describes a name: "of your visit", "that you use"; it ends before punctuation, "and" or "or".
AFTER = re.compile(
    r"\s+(?:of|about|on|from|that|which|you|when|used|who|under|with|we)\b(?:\s+[\w’'-]+){1,7}?(?=[,.;:()]|\s+and\b|\s+or\b|$)",
    re.IGNORECASE,
)


def noun_phrase(text: str, span: Span) -> Span:
    """Return the noun phrase around a name.

    >>> text = "We log the time and date of your visit, and more."
    >>> noun_phrase(text, Span(11, 24)).of(text)
    'the time and date of your visit'
    """
    before = BEFORE.search(text, 0, span.start)
    after = AFTER.match(text, span.end)
    return Span(before.start() if before else span.start, after.end() if after else span.end)
