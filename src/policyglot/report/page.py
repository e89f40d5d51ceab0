"""The report as one page that asks nobody for anything: style and script are inside, named by hash."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files as package_files
from string import Template

from policyglot.answers import Question
from policyglot.findings import Finding, Severity
from policyglot.model import Document, Policy
from policyglot.report.entries import PRACTICES, Entry, entries_of
from policyglot.report.label import build_label
from policyglot.report.label_table import label_section
from policyglot.report.markup import Html, element, join
from policyglot.report.practice_list import practice_list
from policyglot.report.published import files_section
from policyglot.report.still_open import found_section, open_section
from policyglot.report.words import text_of, words_of


def write_report(
    document: Document,
    policy: Policy,
    *,
    files: Mapping[str, bytes],
    findings: Sequence[Finding] = (),
    questions: Sequence[Question] = (),
) -> bytes:
    """Write the report of one policy.

    Args:
        document: The prose.
        policy: What was made of it; its spans are offsets into the document's text.
        files: Path below the output folder ("w3c/policy.xml") to content, of what is published.
        findings: What is wrong, lost or assumed.
        questions: What stays open, required ones first.

    Returns:
        An HTML document in UTF-8. Whatever the policy's words are, they are shown as text. The same
        arguments give the same bytes.
    """
    parts = report_parts(document, policy, files=files, findings=findings, questions=questions)
    style, script = _resource("page.css"), _resource("page.js")
    page = Template(_resource("page.html")).substitute(
        security=_security(style, script),
        style=style,
        script=script,
        symbols=symbols(),
        title=join([parts.title]),
        summary=parts.summary,
        label=parts.label,
        text=parts.text,
        practices=parts.practices,
        open=parts.open,
        files=parts.files,
    )
    return page.encode("utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportParts:
    """What a report is made of; the parts link to each other, so that they stand on one page.

    Attributes:
        title: The policy's title, as text.
        summary: A list of facts.
        label: The table, its legend, and the evidence of each cell.
        text: The policy's words in `<div id="policy-text">`, with highlights.
        practices: What it says, each with its words.
        open: Questions, assumptions, findings, losses.
        found: The same without the questions.
        files: The files to publish and what serves them, as files that lie beside the page.
    """

    title: str
    summary: Html
    label: Html
    text: Html
    practices: Html
    open: Html
    found: Html
    files: Html


def report_parts(
    document: Document,
    policy: Policy,
    *,
    files: Mapping[str, bytes],
    findings: Sequence[Finding] = (),
    questions: Sequence[Question] = (),
) -> ReportParts:
    """Return the parts of a report, for a page that has a frame of its own.

    They look as they should with `page.css`, do what they do with `page.js` in sections that have the ids of
    `page.html`, and need `symbols` on the page.

    Args:
        document: As in `write_report`.
        policy: As in `write_report`.
        files: As in `write_report`.
        findings: As in `write_report`.
        questions: As in `write_report`.
    """
    entries = entries_of(policy)
    words = words_of(document, entries)
    language = document.language if document.language != "und" else None
    return ReportParts(
        title=policy.title or document.title or (policy.controller and policy.controller.name) or "Privacy policy",
        summary=_summary(policy, entries, findings),
        label=label_section(build_label(policy), entries, words),
        text=element("div", {"lang": language, "id": "policy-text"}, text_of(words)),
        practices=practice_list(entries, words),
        open=open_section(policy, findings, questions, words),
        found=found_section(findings, words),
        files=files_section(files, is_draft=any(question.is_required for question in questions)),
    )


def symbols() -> Html:
    """Return the shapes that the parts of a report use, once for each page that has any."""
    return Html(_resource("symbols.svg").strip())


def _resource(name: str) -> str:
    return package_files("policyglot.report").joinpath(name).read_text(encoding="utf-8")


def _security(style: str, script: str) -> str:
    """The Content-Security-Policy: nothing is fetched, and no style or script runs but our own.

    Source: Content Security Policy Level 3, section 2.3.1 (hash sources).
    """
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src '{_hashed(style)}'",
            f"script-src '{_hashed(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hashed(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _summary(policy: Policy, entries: Sequence[Entry], findings: Sequence[Finding]) -> Html:
    facts = [
        element("div", None, element("dt", None, name), element("dd", None, value))
        for name, value in _facts(policy, entries, findings)
        if value
    ]
    return element("dl", {"class": "summary"}, *facts)


def _facts(policy: Policy, entries: Sequence[Entry], findings: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    yield "Published by", (policy.controller and policy.controller.name) or "not named"
    yield "Site", policy.site or ""
    yield "Date", policy.modified or policy.issued or ""
    yield "Read from", policy.source
    yield "Practices", f"{len(policy.stated)} stated, {len(policy.denied)} denied"
    others = sum(entry.group != PRACTICES for entry in entries)
    yield "Rights, measures and more", str(others) if others else ""
    counts = [(severity, sum(f.severity is severity for f in findings)) for severity in reversed(Severity)]
    yield "Findings", ", ".join(f"{n} {severity.value}{'s' if n > 1 else ''}" for severity, n in counts if n) or "none"
    yield "SHA-256 of the text", policy.sha256
