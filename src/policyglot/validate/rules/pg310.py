"""The words of a decision stand in the policy.

What: The words that a decision of the corrections file quotes stand in the policy, in one place of the
    section that it names or in one place anywhere; a name that it adds stands in these words.
Why: A decision holds for the words that were reviewed. Where they are gone or changed, nobody has
    reviewed what stands there now, and the decision is not applied.
Fix: Look at what the policy says now and decide again; `policyglot review --corrections FILE` brings
    the file up to it.
Source: Web Annotation Data Model, section 4.2.4 (text quote selector).
"""

from __future__ import annotations

from collections.abc import Sequence

from policyglot.corrections.decision import Reason, Unapplied
from policyglot.findings import Severity
from policyglot.validate.corrections import problems_of
from policyglot.validate.rule import Rule

RULE: Rule[Sequence[Unapplied]] = Rule(
    id="PG310",
    name="reviewed-words-stand",
    severity=Severity.WARNING,
    check=problems_of(
        {
            Reason.WORDS_GONE: (
                "words of a {kind} that was {done} are not in the policy: {quote}",
                "{now}decide about what the policy says now",
            ),
            Reason.WORDS_AMBIGUOUS: (
                "words of a {kind} that was {done} stand in several places: {quote}",
                "name the section, or quote more of the sentence",
            ),
            Reason.NAME_NOT_IN_WORDS: (
                "{quote} is not in the words of the {kind} that was {done}",
                "quote the words that say it as well, or leave it out",
            ),
        }
    ),
)
