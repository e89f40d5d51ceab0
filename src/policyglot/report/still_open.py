"""What stays open: questions for the site's operator, assumptions, and everything else that was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from policyglot.answers import Question, write_questions
from policyglot.findings import Finding, Severity
from policyglot.model import Policy, Span
from policyglot.report.markup import Attributes, Html, element, join, text
from policyglot.report.published import copied
from policyglot.report.words import Words

# What P3P demands and the policy does not say, and what P3P has no words for: two halves of PG4xx.
ASSUMPTION = re.compile(r"PG40\d")
LOSS = re.compile(r"PG4[1-9]\d")
_OF_CONTROLLER = "controller."
# What the messages of one rule begin with is worth saying from this length on.
_SHORTEST = 12


def open_section(policy: Policy, findings: Sequence[Finding], questions: Sequence[Question], words: Words) -> Html:
    """Return the questions, the assumptions, the findings, and what P3P cannot say.

    Args:
        policy: What the questions are about.
        findings: All that there is to say.
        questions: What stays open, required ones first.
        words: The policy's words, for the places of findings.
    """
    asked = [element("h3", None, "Questions"), _questions(policy, questions)]
    return join([*asked, found_section(findings, words)])


def found_section(findings: Sequence[Finding], words: Words) -> Html:
    """Return the assumptions, the findings, and what P3P cannot say: all that is no question.

    Args:
        findings: All that there is to say.
        words: The policy's words, for the places of findings.
    """
    assumed = [f for f in findings if ASSUMPTION.fullmatch(f.rule)]
    lost = [f for f in findings if LOSS.fullmatch(f.rule)]
    others = [f for f in findings if not (ASSUMPTION.fullmatch(f.rule) or LOSS.fullmatch(f.rule))]
    return join(
        [
            element("h3", None, "Assumptions"),
            _findings(assumed, words, none="P3P needed no assumption."),
            element("h3", None, "Findings"),
            _findings(others, words, none="Nothing was found wrong."),
            element("h3", None, "What P3P cannot say"),
            _findings(lost, words, none="P3P can say all of it."),
        ]
    )


def _questions(policy: Policy, questions: Sequence[Question]) -> Html:
    if not questions:
        return element("p", {"class": "empty"}, "No question stays open.")
    own = [q for q in questions if q.key.startswith(_OF_CONTROLLER)]
    asked = [element("li", None, *_question(q)) for q in questions if q not in own]
    if own:
        fields = element("ul", None, *(element("li", None, *_question(q)) for q in own))
        asked.append(element("li", None, "About the organisation:", fields))
    how = "Save this as answers.toml, fill in what you know, and generate again with --answers answers.toml."
    answers = copied("answers", "the answers file", write_questions(policy, questions))
    file = element("details", None, element("summary", None, "The answers file"), element("p", None, how), answers)
    return join([element("ul", {"class": "questions"}, *asked), file])


def _question(question: Question) -> Iterable[Html]:
    if question.is_required:
        yield element("strong", {"class": "badge error"}, "needed")
        yield text(" ")
    yield text(question.text)
    yield text(" ")
    yield element("code", None, question.key)


def _findings(findings: Sequence[Finding], words: Words, *, none: str) -> Html:
    if not findings:
        return element("p", {"class": "empty"}, none)
    by_rule: dict[tuple[int, str], list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault((-finding.severity.rank, finding.rule), []).append(finding)
    return join([_rule(rule, own, words) for (_, rule), own in sorted(by_rule.items(), key=lambda pair: pair[0])])


def _rule(rule: str, findings: Sequence[Finding], words: Words) -> Html:
    severity = findings[0].severity
    badge = element("span", {"class": f"badge {severity.value}"}, severity.value)
    code, times = element("code", None, rule), f" ({len(findings)} times)" if len(findings) > 1 else ""
    messages = [finding.message for finding in findings]
    summary = element("summary", None, badge, " ", code, f" {_gist(messages)}{times}")
    hints = dict.fromkeys(finding.hint for finding in findings if finding.hint)
    hint = [element("p", {"class": "hint"}, f"What to do: {hint}") for hint in hints]
    # One message alone stands in the summary.
    said = [[text(finding.message)] if len(findings) > 1 else [] for finding in findings]
    places = [join([*own, *_place(finding, words)], " ") for own, finding in zip(said, findings, strict=True)]
    shown: Attributes = {"class": "finding", "open": severity is not Severity.NOTE}
    places = [element("li", None, place) for place in places if place]
    return element("details", shown, summary, *hint, element("ul", None, *places) if places else "")


def _gist(messages: Sequence[str]) -> str:
    """What all messages begin with, in whole words, or the first of them where that is too little."""
    if len(messages) == 1:
        return messages[0]
    first, last = min(messages), max(messages)
    same = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    start = first[:same] if same == len(first) else first[:same].rpartition(" ")[0]
    return f"{start} …" if len(start) >= _SHORTEST else f"{messages[0]} …"


def _place(finding: Finding, words: Words) -> Iterable[Html]:
    location = finding.location
    if location.span is not None and location.span[1] <= len(words.document.text):
        yield words.quote(Span(*location.span))
    elif location.source != words.document.source:
        line = f", line {location.line}" if location.line is not None else ""
        yield element("span", {"class": "where"}, f"{location.source}{line}")
