"""Which decisions of a corrections file are not applied, as findings: the rules PG31x."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from policyglot.corrections.decision import Decision, PracticeDecision, Reason, Unapplied, Verdict
from policyglot.findings import Finding
from policyglot.validate.engine import rules_of, run
from policyglot.validate.rule import Problem

_DONE: Mapping[Verdict, str] = {
    Verdict.ACCEPT: "accepted",
    Verdict.REJECT: "rejected",
    Verdict.CORRECT: "corrected",
    Verdict.ADD: "added",
}
# How much of a quote a message has, in code points.
_SHOWN = 120


def check_corrections(unapplied: Sequence[Unapplied]) -> tuple[Finding, ...]:
    """Return a finding for each decision that is not applied, or not in full.

    Args:
        unapplied: From `apply_corrections`.
    """
    if not unapplied:
        return ()
    return run(rules_of("PG31"), unapplied, source=unapplied[0].source)


def problems_of(messages: Mapping[Reason, tuple[str, str]]) -> Callable[[Sequence[Unapplied]], Iterator[Problem]]:
    """Return the check of a rule of this family.

    Args:
        messages: Why a decision is not applied to the message and the hint; {done} is what was decided
            ("accepted"), {kind} what it is about, {quote} and {now} words in quotation marks.
    """

    def check(unapplied: Sequence[Unapplied]) -> Iterator[Problem]:
        for each in unapplied:
            if each.reason not in messages:
                continue
            message, hint = messages[each.reason]
            said = {
                "done": _DONE[each.decision.verdict],
                "kind": _kind(each.decision),
                "quote": _quoted(each.quote),
                "now": f"the nearest words now are {_quoted(each.now)}; " if each.now else "",
            }
            yield Problem(
                message=message.format(**said),
                hint=hint.format(**said),
                source=each.source,
                line=each.decision.line,
                span=each.span,
            )

    return check


def _kind(decision: Decision) -> str:
    return "practice" if isinstance(decision, PracticeDecision) else "provision"


def _quoted(words: str) -> str:
    return f"“{words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + '…'}”"
