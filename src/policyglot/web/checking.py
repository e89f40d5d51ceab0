"""The work of a check: what was given or is at a URL, checked, judged and repaired, and kept for its page.

A kept check has `given.json` and, but for a URL, `source.bin` before the work; `checked.json`,
`findings.json`, `findings.sarif` and `repaired-N` after it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from policyglot.errors import PolicyglotError
from policyglot.findings import Finding
from policyglot.formats import sniff
from policyglot.url_check import CheckedUrl, check_url
from policyglot.validate import Profile, validate
from policyglot.validate.report import render_json, render_sarif
from policyglot.validate.report.source_text import source_text
from policyglot.validate.site import Step
from policyglot.web.check_agents import Judged, RulingRow, judged, ruled
from policyglot.web.check_parts import KINDS, MOST_PARTS, Part, parts_of, placed
from policyglot.web.check_repair import RepairView, repaired
from policyglot.web.check_view import FileView, counts, file_views
from policyglot.web.child import Report
from policyglot.web.kept import SOURCE, Kept

GIVEN, RULES = "given.json", "rules.xml"
CHECKED, AS_JSON, AS_SARIF = "checked.json", "findings.json", "findings.sarif"

# A file's name that can be sent in a header and saved anywhere.
FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,80}\.[A-Za-z0-9]{1,8}")
_NAMES = dict(KINDS)
# More parts of what was given are counted, not named.
_NAMED_PARTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is to be checked, and how.

    Attributes:
        name: Its name, or the URL.
        is_url: Whether it is fetched: a file, or the site that it is a page of.
        profile: "strict" or "tolerant".
        kind: What it is, a key of `policyglot.validate.CHECKERS`, or None to find out.
        rules: Name of the APPEL rule set that came with it, or None.
    """

    name: str
    is_url: bool
    profile: Profile
    kind: str | None = None
    rules: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairedFile:
    """A repair with the name of the file that it is of, and of the one that is downloaded."""

    source: str
    name: str
    kept: str
    repair: RepairView


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of a check.

    Attributes:
        given: What was checked.
        counts: Severity to number of findings.
        files: The files with their findings.
        steps: The steps of the check of a site; none for a single file.
        judged: What user agents would have done.
        rulings: What the APPEL rule set decides.
        rules_fault: Why it decides nothing, or None.
        repairs: What can be put right.
    """

    given: Given
    counts: Mapping[str, int]
    files: tuple[FileView, ...]
    steps: tuple[Step, ...]
    judged: tuple[Judged, ...]
    rulings: tuple[RulingRow, ...]
    rules_fault: str | None
    repairs: tuple[RepairedFile, ...]


def given_files(given: Given, *, rules: bytes | None = None) -> dict[str, bytes]:
    """Return the files that a kept check needs beside what was given itself."""
    files = {GIVEN: json.dumps(asdict(given)).encode()}
    return files if rules is None else files | {RULES: rules}


def check_kept(report: Report, *, folder: str, max_bytes: int, allow_private: bool) -> None:
    """Do the work of a kept check; called by `policyglot.web.work`.

    Args:
        report: Is told how far it is.
        folder: Where the check is kept.
        max_bytes: Largest file that is fetched.
        allow_private: Whether hosts beyond the public internet may be asked.

    Raises:
        InputError: Nothing of what was given can be checked.
        FetchError: Nothing at the URL can be fetched.
        OutputError: What came of it cannot be kept.
    """
    kept = Kept(id=Path(folder).name, folder=Path(folder))
    given = Given(**json.loads(kept.read(GIVEN) or b"{}"))
    rules = kept.read(RULES)
    if given.is_url:
        asked: list[str] = []

        def told(url: str) -> None:
            asked.append(url)
            report(f"fetching {url}", len(asked), 0)

        at_url = check_url(
            given.name,
            profile=given.profile,
            kind=given.kind,
            max_bytes=max_bytes,
            allow_private=allow_private,
            told=told,
        )
        report("putting it together", len(asked), 0)
        checked, findings = _of_url(given, at_url, rules)
    else:
        report("checking", 0, 0)
        checked, findings = check_given(given, kept.read(SOURCE) or b"", rules=rules)
    kept.write(_files(checked, findings))


def check_given(given: Given, content: bytes, *, rules: bytes | None = None) -> tuple[Checked, tuple[Finding, ...]]:
    """Check one file, header, or whatever holds some.

    Raises:
        InputError: Nothing in it can be checked.
    """
    parts = parts_of(content, given.name, kind=given.kind)
    text = _shown_text(content, parts)
    findings = tuple(
        replace(finding, location=placed(finding.location, part, text))
        for part in parts
        for finding in validate(part.content, given.name, profile=given.profile, kind=part.kind)
    )
    note = _note([part.found for part in parts if part.found])
    kinds = {given.name: " and ".join(dict.fromkeys(_NAMES.get(part.kind, part.kind) for part in parts))}
    repairs = _repairs([(given.name, part.content) for part in parts])
    checked = _checked(
        given,
        findings,
        files=file_views({given.name: text}, findings, kinds=kinds, notes={given.name: note}),
        parts=parts,
        repairs=repairs,
        rules=rules,
    )
    return checked, findings


def _note(found: Sequence[str]) -> str:
    """What is said of the parts that were found in something else."""
    if len(found) <= _NAMED_PARTS:
        return ", ".join(found)
    rest = ", more are not looked at" if len(found) >= MOST_PARTS else ""
    return f"{found[0]} and {len(found) - 1} other headers and scripts{rest}"


def _shown_text(content: bytes, parts: Sequence[Part]) -> str:
    """The text that lines and columns count in; tokens alone are shown in the header that is made of them."""
    (first, *others) = parts
    if first.kind == "compact" and not first.found and not first.has_columns and not others:
        return first.content.decode("latin-1")
    return source_text(content)


def _of_url(given: Given, at_url: CheckedUrl, rules: bytes | None) -> tuple[Checked, tuple[Finding, ...]]:
    faulty = {finding.location.source for finding in at_url.findings}
    sniffed = {name: sniff(content, name) for name, content in at_url.contents.items()}
    shown = {
        name: source_text(content)
        for name, content in at_url.contents.items()
        if content and (name in faulty or sniffed[name] is not None)
    }
    kinds = {name: _NAMES.get(found.name, found.name) for name, found in sniffed.items() if found is not None}
    parts = [
        Part(kind=found.name, content=at_url.contents[name], found=name if found.name == "compact" else "")
        for name, found in sniffed.items()
        if found is not None
    ]
    checked = _checked(
        given,
        at_url.findings,
        files=file_views(shown, at_url.findings, kinds=kinds, notes={}),
        parts=parts,
        repairs=_repairs([(name, at_url.contents[name]) for name, found in sniffed.items() if found is not None]),
        rules=rules,
    )
    return replace(checked, steps=at_url.steps), at_url.findings


def _checked(
    given: Given,
    findings: Sequence[Finding],
    *,
    files: tuple[FileView, ...],
    parts: Sequence[Part],
    repairs: tuple[RepairedFile, ...],
    rules: bytes | None,
) -> Checked:
    rulings: tuple[RulingRow, ...] = ()
    fault = None
    if rules is not None:
        try:
            rulings = ruled(rules, given.rules or RULES, parts=parts, name=given.name)
        except PolicyglotError as error:
            fault = str(error)
        if not rulings and fault is None:
            fault = "rule sets are about full policies, and none was given"
    return Checked(
        given=given,
        counts=counts(findings),
        files=files,
        steps=(),
        judged=judged(parts, given.name),
        rulings=rulings,
        rules_fault=fault,
        repairs=repairs,
    )


def _repairs(files: Sequence[tuple[str, bytes]]) -> tuple[RepairedFile, ...]:
    """The repairs of files; a reference file gets the name of the policy where one file with policies is there."""
    kinds = [found.name if (found := sniff(content, name)) is not None else "" for name, content in files]
    policy_files = [content for kind, (_, content) in zip(kinds, files, strict=True) if kind == "p3p"]
    held = policy_files[0] if len(policy_files) == 1 else None
    repairs: list[RepairedFile] = []
    for kind, (name, content) in zip(kinds, files, strict=True):
        repair = repaired(content, name, policy_file=held if kind == "p3p-reference" else None)
        if repair is not None:
            kept = f"repaired-{len(repairs) + 1}"
            repairs.append(RepairedFile(source=name, name=_file_name(name, kind), kept=kept, repair=repair))
    return tuple(repairs)


def _file_name(source: str, kind: str) -> str:
    """What the repaired file is called where it is saved."""
    if kind == "compact":
        return "headers.txt"
    last = source.rsplit("/", 1)[-1].partition("?")[0]
    if FILE_NAME.fullmatch(last):
        return last
    return "p3p.xml" if kind == "p3p-reference" else "policy.xml"


def _files(checked: Checked, findings: Sequence[Finding]) -> dict[str, bytes]:
    said: dict[str, Any] = asdict(replace(checked, steps=()))
    said["steps"] = [
        {"name": step.name, "done": list(step.done), "counts": counts(step.findings)} for step in checked.steps
    ]
    for repair in said["repairs"]:
        del repair["repair"]["content"]
    return {
        CHECKED: json.dumps(said).encode(),
        AS_JSON: render_json(findings).encode(),
        AS_SARIF: render_sarif(findings).encode("utf-8", "replace"),
        **{one.kept: one.repair.content for one in checked.repairs},
    }
