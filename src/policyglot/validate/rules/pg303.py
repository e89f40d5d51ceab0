"""A named concept stands in the evidence.

What: The words that name a practice's data, purpose or recipient lie in the text that the practice
    quotes.
Why: A reader who checks the quote must find there what is claimed.
Fix: Quote the clause that names it as well.
Source: Web Annotation Data Model, section 4.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.validate.evidence import mentions
from policyglot.validate.rule import Problem, Rule, Subject
from policyglot.vocabulary import curie


def _check(subject: Subject) -> Iterator[Problem]:
    for number, practice in enumerate(subject.policy.practices):
        spans = [evidence.span for evidence in practice.evidence if evidence.span is not None]
        introduced = " ".join(evidence.lead_in for evidence in practice.evidence)
        for mention in mentions(practice):
            if mention.span is None or not spans or (mention.exact and mention.exact in introduced):
                continue
            if not any(mention.span.overlaps(span) for span in spans):
                yield Problem(
                    message=f"{curie(mention.concept)} is named outside of what the practice quotes",
                    hint="quote the clause that names it as well",
                    pointer=f"practices/{number}",
                    span=(mention.span.start, mention.span.end),
                )


RULE: Rule[Subject] = Rule(id="PG303", name="mention-stands-in-evidence", severity=Severity.NOTE, check=_check)
