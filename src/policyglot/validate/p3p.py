"""Checks P3P policy files, reference files and data schemas: the schema, then the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice

from policyglot.errors import SyntaxFault
from policyglot.findings import Finding, Location, Severity
from policyglot.formats.p3p.file_reader import read_file
from policyglot.formats.p3p.modernise import modernise
from policyglot.formats.p3p.namespaces import CANDIDATE
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.engine import rules_of, run
from policyglot.validate.rule import Problem, Profile, Rule
from policyglot.validate.xml_schema import check_extensions, check_schema

ROOTS = ("META", "POLICIES", "POLICY", "DATASCHEMA")

MAX_PROBLEMS = 100
"""Most findings of one rule for one file."""

MAX_FINDINGS = 300
"""Most findings for one file; a note says that there are more."""


def check(content: bytes, source: str, *, profile: Profile) -> tuple[Finding, ...]:
    """Check one P3P file.

    Args:
        content: The file's bytes.
        source: Path, URL or name for the findings' locations.
        profile: "strict" for the letter of the Recommendation; "tolerant" forgives old namespaces
            with the looser contents of their time, and what user agents did not mind.

    Returns:
        At most `MAX_FINDINGS` findings, by place in the file; where there are more, errors come
        first and a note is added.
    """
    try:
        file = read_file(content, source)
    except SyntaxFault as fault:
        place = Location(source=source, line=fault.line, column=fault.column)
        return (
            Finding(
                rule="syntax/p3p", severity=Severity.ERROR, message=fault.message, location=place, hint=fault.advice
            ),
        )
    return check_file(file, profile=profile)


def check_file(file: PublishedFile, *, profile: Profile) -> tuple[Finding, ...]:
    """Check a file that was read; see `check`."""
    wanted = [rule for rule in _rules() if not rule.needs or not rule.needs.isdisjoint(file.names)]
    findings = run(wanted, file, source=file.source, profile=profile)
    if file.kind in ROOTS:
        if profile == "tolerant":
            file = _as_forgiven(file)
        findings += check_schema(file) + check_extensions(file)
    return _limited_to_most(findings, file.source)


def _limited_to_most(findings: tuple[Finding, ...], source: str) -> tuple[Finding, ...]:
    """Return findings by place, errors before all others where there are too many, with a note on what is left out."""
    shown = findings
    if len(findings) > MAX_FINDINGS:
        shown = tuple(sorted(findings, key=lambda f: -f.severity.rank)[:MAX_FINDINGS])
    shown = tuple(sorted(shown, key=lambda f: (f.location.line or 0, f.location.column or 0)))
    counts = Counter("xsd" if f.rule.startswith("xsd/") else f.rule for f in findings)
    full = sorted(rule for rule, count in counts.items() if count >= MAX_PROBLEMS)
    if len(shown) == len(findings) and not full:
        return shown
    about = f", among them of {', '.join(full)}" if full else ""
    return (
        *shown,
        Finding(
            rule="validate/more-findings",
            severity=Severity.NOTE,
            message=f"there is more than these {len(shown)} findings{about}",
            location=Location(source=source),
            hint="put these right and check again",
        ),
    )


def check_conversion(content: bytes, source: str) -> tuple[Finding, ...]:
    """Say what of a P3P file is lost when it is converted.

    Args:
        content: The file's bytes.
        source: Path, URL or name for the findings' locations.

    Returns:
        Notes PG420, one for each element that has no place in `Policy`.

    Raises:
        SyntaxFault: The file cannot be read as XML.
    """
    file = read_file(content, source)
    return run(rules_of("PG42"), file, source=source)


def _as_forgiven(file: PublishedFile) -> PublishedFile:
    """Return a file as user agents took it: drafts in today's shape, blanks in empty elements not seen."""
    for element in file.root.iter("*"):
        if len(element) == 0 and element.text and not element.text.strip():
            element.text = None
    return modernise(file) if file.namespace in CANDIDATE else file


@cache
def _rules() -> tuple[Rule[PublishedFile], ...]:
    return tuple(_limited(rule) for rule in rules_of("PG5", "PG7"))


def _limited(rule: Rule[PublishedFile]) -> Rule[PublishedFile]:
    """Return a rule that stops after `MAX_PROBLEMS`."""

    def check_some(file: PublishedFile) -> Iterator[Problem]:
        return islice(rule.check(file), MAX_PROBLEMS)

    return replace(rule, check=check_some)
