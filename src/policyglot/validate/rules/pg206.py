"""There is one answer to a preference signal.

What: The policy does not say of the same signal both that it is honoured and that it is not.
Why: People who set Do Not Track or Global Privacy Control must know what it does.
Fix: Say it once, for each signal by its name.
Source: California CalOPPA, section 22575(b)(5); CCPA Regulations, section 7025.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.model import Honoured
from policyglot.validate.contradictions import severity_of
from policyglot.validate.evidence import first_span, quoted
from policyglot.validate.rule import Problem, Rule, Subject


def _check(subject: Subject) -> Iterator[Problem]:
    honoured = {s.concept: s for s in subject.policy.signals if s.honoured is Honoured.HONOURED}
    for number, signal in enumerate(subject.policy.signals):
        if signal.honoured is Honoured.NOT_HONOURED and signal.concept in honoured:
            yield Problem(
                message="says that a signal is honoured and that it is not: "
                f"{quoted(honoured[signal.concept].evidence)} against {quoted(signal.evidence)}",
                hint="say once what is done when a browser sends the signal",
                span=first_span(signal.evidence),
                pointer=f"signals/{number}",
                severity=severity_of(honoured[signal.concept].confidence, signal.confidence),
            )


RULE: Rule[Subject] = Rule(id="PG206", name="one-answer-to-a-signal", severity=Severity.WARNING, check=_check)
