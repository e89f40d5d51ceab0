"""Findings as SARIF 2.1.0, which GitHub, GitLab and editors show beside the line.

Source: OASIS Static Analysis Results Interchange Format 2.1.0, sections 3.13 (sarifLog),
3.14 (run), 3.19 (toolComponent), 3.27 (result), 3.28 (location), 3.30 (region).
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Sequence
from pathlib import PurePath
from urllib.parse import quote

from policyglot.findings import Finding
from policyglot.validate.engine import explanations

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

# A URL with its scheme, which is a URI already; anything else is a path. One letter is a drive.
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


def render_sarif(findings: Sequence[Finding]) -> str:
    """Return findings as a SARIF log with one run, indented.

    Spans are offsets into the prose that was read out of a file, not into the file itself,
    so they are a property of the result and not its region.
    """
    ids = sorted({finding.rule for finding in findings})
    known = {rule.id: (rule, inspect.cleandoc(said)) for rule, said in explanations()} if ids else {}
    rules: list[dict[str, object]] = []
    for name in ids:
        entry: dict[str, object] = {"id": name}
        if name in known:
            rule, said = known[name]
            entry["name"] = rule.name
            entry["shortDescription"] = {"text": said.split("\n", 1)[0]}
            entry["fullDescription"] = {"text": said}
            entry["defaultConfiguration"] = {"level": rule.severity.value}
        rules.append(entry)
    run = {
        "tool": {"driver": {"name": "policyglot", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, index=ids.index(finding.rule)) for finding in findings],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _result(finding: Finding, *, index: int) -> dict[str, object]:
    text = finding.message if not finding.hint else f"{finding.message}. {finding.hint}"
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity.value,
        "message": {"text": text},
        "locations": [_location(finding)],
    }
    if finding.location.span:
        result["properties"] = {"textSpan": list(finding.location.span)}
    return result


def _location(finding: Finding) -> dict[str, object]:
    place = finding.location
    physical: dict[str, object] = {"artifactLocation": {"uri": _uri(place.source)}}
    if place.line is not None:
        region = {"startLine": place.line}
        if place.column is not None:
            region["startColumn"] = place.column
        physical["region"] = region
    location: dict[str, object] = {"physicalLocation": physical}
    if place.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": place.pointer}]
    return location


def _uri(source: str) -> str:
    """A source as a URI reference: URLs as they are, paths with `/` and percent-encoded."""
    if _URL.match(source):
        return quote(source, safe=":/?#[]@!$&'()*+,;=%-._~")
    path = PurePath(source)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
