"""A quote is what stands at its offsets.

What: The text between the offsets of every piece of evidence is the quote, letter for letter;
    without the text, the quote is as long as its span.
Why: Evidence that does not match is evidence of nothing.
Fix: Offsets count code points of the text, from 0, the end not included. Extract again after the
    text has changed.
Source: Web Annotation Data Model, sections 4.2.4 (text quote) and 4.2.5 (text position).
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.model import Evidence
from policyglot.validate.evidence import holders
from policyglot.validate.rule import Problem, Rule, Subject


def _check(subject: Subject) -> Iterator[Problem]:
    text = None if subject.document is None else subject.document.text
    for holder in holders(subject.policy):
        for evidence in holder.evidence:
            reason = _reason(evidence, text)
            if reason is not None and evidence.span is not None:
                yield Problem(
                    message=reason,
                    hint="offsets count code points from 0, the end not included",
                    pointer=holder.pointer,
                    span=(evidence.span.start, evidence.span.end),
                )


def _reason(evidence: Evidence, text: str | None) -> str | None:
    """What is wrong with a piece of evidence, or None."""
    if evidence.span is None:
        return None
    start, end = evidence.span.start, evidence.span.end
    if not 0 <= start < end:
        return f"the offsets {start} to {end} hold no words"
    if end - start != len(evidence.exact):
        return f"the quote has {len(evidence.exact)} characters and its offsets {end - start}"
    return None if text is None else _difference(evidence, text, start=start, end=end)


def _difference(evidence: Evidence, text: str, *, start: int, end: int) -> str | None:
    """What the evidence says of the text that is not so, or None."""
    if text[start:end] != evidence.exact:
        return "the quote is not what stands at its offsets"
    if not (text[:start].endswith(evidence.prefix) and text[end:].startswith(evidence.suffix)):
        return "what stands around the quote is not what the evidence says"
    if evidence.lead_in not in text:
        return "the introduction of the list is not in the text"
    return None


RULE: Rule[Subject] = Rule(id="PG302", name="quote-equals-text", severity=Severity.ERROR, check=_check)
