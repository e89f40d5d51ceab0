"""The long work of Generate: kept bytes, or a URL, to files and the parts of a page. Runs in a work's process."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from policyglot.answers import ENTITY_FIELDS, Answers, Question, questions, read_answers, values_of
from policyglot.corrections import Corrections, read_corrections
from policyglot.generation import FILES as GENERATED
from policyglot.generation import Generated, generate
from policyglot.model import Policy
from policyglot.read import read_document
from policyglot.report.page import report_parts
from policyglot.web.child import Report
from policyglot.web.kept import ANSWERS, CORRECTIONS, FILES, SHOWN, SOURCE, Kept
from policyglot.web.received import fetched
from policyglot.web.review_text import to_review

_STEPS = 4


def generate_kept(report: Report, *, folder: str, max_bytes: int, allow_private: bool) -> None:
    """Generate from a kept work into it.

    Args:
        report: Is told each step.
        folder: Of the kept work.
        max_bytes: Most bytes of what a URL answers.
        allow_private: Whether the URL's host may be one that is not on the public internet.

    Raises:
        FetchError: The URL cannot or must not be fetched.
        InputError: It is no policy in prose.
        OutputError: There is no room for what was made.
    """
    kept = Kept(id=Path(folder).name, folder=Path(folder))
    origin = kept.origin
    content = kept.read(SOURCE)
    if content is None:
        report("fetching the page", 0, _STEPS)
        found = fetched(origin.url or "", max_bytes=max_bytes, allow_private=allow_private)
        content = found.content
        origin = replace(origin, name=found.name, url=found.url, media_type=found.media_type, charset=found.charset)
        kept.write_origin(origin, source=content)
    report("reading the text", 1, _STEPS)
    document = read_document(
        content=content, name=origin.name, media_type=origin.media_type, charset=origin.charset, max_bytes=max_bytes
    )
    answers = _answers(kept)
    report("finding the practices, making and checking the files", 2, _STEPS)
    made = generate(
        document,
        site=None if answers and "site" in answers.given else origin.site,
        answers=answers,
        corrections=_corrections(kept),
    )
    report("laying out the page", 3, _STEPS)
    shown = shown_of(made, before=kept.shown())
    files = {f"{FILES}/{path}": file for path, file in made.files.items()}
    files |= to_review(made.document, made.extracted)
    known = [f"{FILES}/{path}" for path in GENERATED]
    kept.write({**files, SHOWN: json.dumps(shown).encode()}, known=known)
    kept.write_origin(replace(origin, title=shown["title"]))


def _answers(kept: Kept) -> Answers | None:
    content = kept.read(ANSWERS)
    return read_answers(content, ANSWERS) if content is not None else None


def _corrections(kept: Kept) -> Corrections | None:
    content = kept.read(CORRECTIONS)
    return read_corrections(content, CORRECTIONS) if content is not None else None


def shown_of(made: Generated, *, before: dict[str, Any] | None) -> dict[str, Any]:
    """Return the parts of the page that shows what was made, as JSON can say them.

    Args:
        made: What was made.
        before: The same of the last time: what was asked then is asked again, so that answers can be changed.
    """
    parts = report_parts(
        made.document,
        made.policy,
        files={},
        findings=made.findings,
        questions=made.questions,
    )
    still_open = [question.key for question in made.questions]
    return {
        "title": parts.title,
        "summary": parts.summary,
        "label": parts.label,
        "text": parts.text,
        "practices": parts.practices,
        "found": parts.found,
        "questions": [asdict(question) for question in _asked(made.questions, before)],
        "open": still_open,
        "controller_keys": [f"controller.{key}" for key in ENTITY_FIELDS],
        "is_draft": any(question.is_required for question in made.questions),
        "dispute_types": values_of("p3p-resolutions"),
        "dispute_remedies": values_of("p3p-remedies"),
    }


def _asked(now: tuple[Question, ...], before: dict[str, Any] | None) -> list[Question]:
    """What is asked now or was asked before, in the order of the answers file."""
    found = {question.key: question for question in now}
    for said in (before or {}).get("questions", ()):
        found.setdefault(said["key"], Question(**said))
    # What a policy that says nothing at all would be asked has the order, and what was answered at the start.
    everything = questions(Policy(source="", sha256="0" * 64))
    for question in everything:
        if question.key == "site":
            found.setdefault("site", replace(question, is_required=False))
    order = {question.key: place for place, question in enumerate(everything)}
    return sorted(found.values(), key=lambda question: order.get(question.key, len(order)))
