"""The verdicts of people about P3P files and compact policies that sites published."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from policyglot.findings import Finding, Severity, worst
from policyglot.validate import validate
from policyglot.validate.compact import check_header
from policyglot.validate.rule import Profile

pytestmark = pytest.mark.shared

# Codes of the reference to the rules of ours that say the same; "xsd" stands for the schema.
RULES = {
    "G2": "PG501",
    "G2L": "PG501",
    "G3": "xsd",
    "G4": "xsd",
    "G5": "xsd",
    "P1": "xsd",
    "P2": "xsd",
    "P3": "PG504",
    "P4": ("PG505", "PG506"),
    "P9": "PG507",
    "P10": "PG508",
    "P15": "PG502",
    "R0": "PG701",
    "R3": "PG702",
    "R4": "PG704",
    "R6": "PG511",
    "S1": "PG528",
    "T1": "PG601",
    "T2": "PG602",
    "T5": ("PG605", "PG606"),
    "T7": "PG607",
    "T9": "PG603",
    "W2": "PG705",
    "W3": "PG523",
    "W8": "PG519",
    "W9": "PG525",
    "W11": "PG510",
    "W12": "PG516",
    "W13": "PG517",
    "W14": "PG512",
    "W15": "PG513",
    "W17": "PG515",
    "W18": "PG707",
    "W19": "PG518",
    "X2": "PG520",
    "X3": "PG521",
}

# (file, code): why the label is wrong.
WRONG_LABELS = {
    (
        "Mamook__Mamook__public__w3c__p3p.xml",
        "W18",
    ): "framework.dev is no placeholder: .dev is a public top-level domain",
    (
        "seedr07__Rails_Recogmaster__public__w3c__p3p.xml",
        "W14",
    ): "a date that is no HTTP date (R6) cannot be compared with another",
}


def rows(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "p3p-real" / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def verdict(findings: tuple[Finding, ...]) -> str:
    return "invalid" if worst(findings) is Severity.ERROR else "valid"


def missing(findings: tuple[Finding, ...], reasons: str, *, name: str = "") -> list[str]:
    said = {finding.rule.partition("/")[0] for finding in findings}
    codes = [reason.strip().split()[0] for reason in reasons.split("|") if reason.strip()]
    return [
        code
        for code in codes
        if (name, code) not in WRONG_LABELS
        and not said.intersection([RULES[code]] if isinstance(RULES[code], str) else RULES[code])
    ]


@pytest.mark.parametrize(("profile", "label"), [("strict", "label"), ("tolerant", "label_legacy_tolerant")])
def test_published_files_are_judged_as_labelled(shared: Path, profile: Profile, label: str) -> None:
    wrong = {}
    for row in rows(shared, "manifest.csv"):
        findings = validate((shared / "p3p-real" / row["file"]).read_bytes(), row["path"], profile=profile, kind="p3p")
        if verdict(findings) != row[label]:
            wrong[row["file"]] = [f for f in findings if f.severity is Severity.ERROR]
    assert wrong == {}


def test_reasons_and_warnings_of_published_files_are_found(shared: Path) -> None:
    wrong = {}
    for row in rows(shared, "manifest.csv"):
        findings = validate((shared / "p3p-real" / row["file"]).read_bytes(), row["path"], kind="p3p")
        lacking = missing(findings, f"{row['reasons']}|{row['warnings']}", name=row["file"])
        if lacking:
            wrong[row["file"]] = lacking
    assert wrong == {}


@pytest.mark.parametrize(("profile", "label"), [("strict", "label"), ("tolerant", "label_CURa_tolerated")])
def test_published_compact_policies_are_judged_as_labelled(shared: Path, profile: Profile, label: str) -> None:
    wrong = {}
    for row in rows(shared, "compact.csv"):
        findings = check_header(row["string"], profile=profile)
        if verdict(findings) != row[label] or (profile == "strict" and missing(findings, row["reasons"])):
            wrong[row["string"]] = findings
    assert wrong == {}


def test_every_finding_of_published_files_has_its_place_and_a_hint(shared: Path) -> None:
    for row in rows(shared, "manifest.csv"):
        content = (shared / "p3p-real" / row["file"]).read_bytes()
        lines = content.decode("utf-8", "replace").splitlines()
        for finding in validate(content, row["path"], kind="p3p"):
            place = finding.location
            assert finding.hint, finding
            assert place.pointer, finding
            assert place.line, finding
            assert place.column, finding
            name = place.pointer.rpartition("/")[2].partition("[")[0]
            assert lines[place.line - 1][place.column - 1 :].startswith(f"<{name}"), finding
