"""From one prose policy to all its published files, in memory.

Nothing is written here: `generate` returns the files as bytes, each one checked by our own
validators. A file that they reject is not among them; a finding says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from os import PathLike
from typing import Literal

from policyglot.answers import Answers, Question, apply_answers, fill_retention, questions
from policyglot.corrections import Corrected, Corrections, apply_corrections
from policyglot.errors import FormatError, InputError
from policyglot.extract import extract
from policyglot.findings import Finding, Location, Severity
from policyglot.formats import format_named, p3p
from policyglot.model import PROVISION_GROUPS, Document, Policy
from policyglot.report import write_report
from policyglot.validate import json_schema, shacl, validate
from policyglot.validate.corrections import check_corrections
from policyglot.validate.policy_file import check_policy
from policyglot.validate.report import render_json

P3PProfile = Literal["1.0", "1.1"]
Write = Callable[[], bytes]

FILES = ("policy.jsonld", "policy.ttl", "w3c/policy.xml", "w3c/p3p.xml", "headers.txt", "findings.json", "report.html")
"""Every path that `Generated.files` may have, in the order in which they are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """What came out of one prose policy.

    Attributes:
        document: The prose as it was read.
        policy: What it states, with the answers filled in.
        files: Path below the output folder ("w3c/policy.xml") to content; keys are some of
            `FILES`, and "findings.json" and "report.html" are always there.
        findings: What is wrong with the policy, what P3P loses or assumes, and why a file is missing.
        questions: What stays open, required ones first.
        extracted: What was read from the words, before corrections and answers.
        dropped: How many statements were left out as less certain than asked for.
        corrected: What became of the corrections, or None where none were given.
    """

    document: Document
    policy: Policy
    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    extracted: Policy
    dropped: int = 0
    corrected: Corrected | None = None


def generate(
    document: Document,
    *,
    site: str | None = None,
    answers: Answers | None = None,
    corrections: Corrections | None = None,
    p3p_profile: P3PProfile = "1.0",
    min_confidence: float = 0.0,
    engine: str = "classifier",
    model: str | PathLike[str] | None = None,
) -> Generated:
    """Compile a prose policy into JSON-LD, Turtle and P3P.

    Args:
        document: The prose, from `read_document`.
        site: Base URL of the site that the policy holds for, or None; it beats the answers' one.
        answers: From `read_answers`, or None.
        corrections: From `read_corrections`, or None; applied first.
        p3p_profile: Version of P3P to write.
        min_confidence: Statements below this confidence, 0 to 1, are left out and counted.
        engine: "classifier" or "rules", as in `extract`.
        model: Weights that `policyglot train` wrote, instead of those that ship.

    Returns:
        The files as bytes, with everything that there is to say about them.

    Raises:
        NotAPolicyError: The document is no privacy policy in a language that is understood.
        InputError: `model` cannot be read.
    """
    read = partial(extract, document, site=site, engine=engine, model=model)
    extracted, corrected, policy = _reviewed(document, read, corrections=corrections, min_confidence=min_confidence)
    policy, for_p3p = _answered(policy, answers, site=site)
    assumed = p3p.assess(for_p3p)
    findings = [*check_policy(policy, document=document), *assumed, *(answers.findings if answers else ())]
    findings += check_corrections(corrected.unapplied) if corrected else ()
    files, said = _files(_writers(policy, for_p3p, profile=p3p_profile), findings)
    findings += said
    asked = questions(for_p3p, findings=assumed)
    own = _for_the_operator(document, policy, files=files, findings=findings, asked=asked)
    return Generated(
        document=document,
        policy=policy,
        files=files | own,
        findings=tuple(findings),
        questions=asked,
        dropped=_statements(corrected.policy if corrected else extracted) - _statements(policy),
        extracted=extracted,
        corrected=corrected,
    )


def _for_the_operator(
    document: Document,
    policy: Policy,
    *,
    files: Mapping[str, bytes],
    findings: Sequence[Finding],
    asked: Sequence[Question],
) -> dict[str, bytes]:
    """The files that nobody publishes."""
    report = write_report(document, policy, files=files, findings=findings, questions=asked)
    return {"findings.json": render_json(findings).encode(), "report.html": report}


def _answered(policy: Policy, answers: Answers | None, *, site: str | None) -> tuple[Policy, Policy]:
    """The policy with the answers filled in, and as P3P is made of it."""
    if answers is None:
        return policy, policy
    answered = apply_answers(policy, answers)
    policy = replace(answered, site=site or answered.site)
    return policy, fill_retention(policy, answers)


def _reviewed(
    document: Document, read: Callable[..., Policy], *, corrections: Corrections | None, min_confidence: float
) -> tuple[Policy, Corrected | None, Policy]:
    """All that was read, what the corrections made of it, and what is left of it that is certain enough."""
    extracted = read()
    if corrections is None:
        return extracted, None, read(min_confidence=min_confidence) if min_confidence > 0 else extracted
    # Before anything is left out: what a reviewer accepts is certain.
    corrected = apply_corrections(extracted, corrections, document=document)
    return extracted, corrected, _certain(corrected.policy, min_confidence)


def _certain(policy: Policy, min_confidence: float) -> Policy:
    """Return the policy without the practices and provisions that are less certain than asked for."""
    groups = {
        group: tuple(said for said in getattr(policy, group) if said.confidence >= min_confidence)
        for group in ("practices", *PROVISION_GROUPS)
    }
    return replace(policy, **groups)  # type: ignore[arg-type] # names of the groups


def _statements(policy: Policy) -> int:
    """Return how many practices and provisions a policy states."""
    return len(policy.practices) + sum(len(getattr(policy, group)) for group in PROVISION_GROUPS)


def _files(writers: Iterable[tuple[str, Write]], findings: Sequence[Finding]) -> tuple[dict[str, bytes], list[Finding]]:
    """The files that pass their checks, and what the checks say."""
    # A claim without its words spoils every file: each of them makes the claim.
    unfounded = next((f for f in findings if f.rule.startswith("PG3") and f.severity is Severity.ERROR), None)
    files: dict[str, bytes] = {}
    said: list[Finding] = []
    for path, write in writers:
        if unfounded is not None:
            said.append(_rejected(path, f"{unfounded.rule}: {unfounded.message}", hint=unfounded.hint))
            continue
        content, found = _written(path, write)
        said += found
        if content is not None:
            files[path] = content
    return files, said


def _writers(policy: Policy, for_p3p: Policy, *, profile: P3PProfile) -> Iterator[tuple[str, Write]]:
    for path, name in (("policy.jsonld", "jsonld"), ("policy.ttl", "turtle")):
        write = format_named(name).write
        if write is not None:
            yield path, partial(write, policy)
    yield "w3c/policy.xml", lambda: p3p.write_policy(for_p3p, profile=profile)
    yield "w3c/p3p.xml", lambda: p3p.write_reference(for_p3p)
    yield "headers.txt", lambda: p3p.write_compact(for_p3p).encode("ascii") + b"\n"


def _written(path: str, write: Write) -> tuple[bytes | None, list[Finding]]:
    """Content of one file and what its validator says; no content where that has an error."""
    try:
        content = write()
        said = _checked(path, content)
    except (FormatError, InputError) as error:
        return None, [_rejected(path, error.message, hint=error.advice)]
    errors = [finding for finding in said if finding.severity is Severity.ERROR]
    if errors:
        reason = f"its own check found {errors[0].rule}: {errors[0].message}"
        return None, [*said, _rejected(path, reason, hint=errors[0].hint)]
    return content, list(said)


def _checked(path: str, content: bytes) -> tuple[Finding, ...]:
    """What the validators say of a file's shape; what they say of the policy in it is known already.

    JSON-LD and Turtle are one graph, which the tests of the formats hold: SHACL, the slowest
    of the validators, looks at it once.
    """
    if path.endswith(".jsonld"):
        return json_schema.check(content, path)
    if path.endswith(".ttl"):
        return shacl.check(content, path, media_type=format_named("turtle").media_type)
    return validate(content, path)


def _rejected(path: str, reason: str, *, hint: str | None) -> Finding:
    return Finding(
        rule="generate/not-written",
        severity=Severity.ERROR,
        message=f"{path} is not written: {reason}",
        location=Location(source=path),
        hint=hint,
    )
