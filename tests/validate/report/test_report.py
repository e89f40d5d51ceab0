from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from policyglot.findings import Finding, Location, Severity
from policyglot.validate.engine import rule_ids
from policyglot.validate.report import render, summary

SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0.subset.json").read_text(encoding="utf-8"))


def finding(**place: object) -> Finding:
    location = Location(source=str(place.pop("source", "shop.txt")), **place)  # type: ignore[arg-type] # per test
    return Finding(
        rule="PG901", severity=Severity.ERROR, message="nothing is said", location=location, hint="say something"
    )


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({"line": 2, "column": 5}, "shop.txt\n  2:5 error PG901: nothing is said\n      two words\n          ^\n"),
        ({"line": 2}, "shop.txt\n  2 error PG901: nothing is said\n      two words\n"),
        ({"span": (8, 13)}, "shop.txt\n  2:5 error PG901: nothing is said\n      two words\n          ^^^^^\n"),
        ({}, "shop.txt\n  error PG901: nothing is said\n"),
        ({"line": 99, "column": 1}, "shop.txt\n  99:1 error PG901: nothing is said\n"),
        ({"pointer": "/a/b"}, "shop.txt\n  error PG901: nothing is said\n      at /a/b\n"),
    ],
)
def test_text_shows_the_place(place: dict[str, object], expected: str) -> None:
    shown = render((finding(**place),), texts={"shop.txt": "one\ntwo words\nthree"})
    assert shown == expected + "      hint: say something\n\n1 error\n"


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [("    <a b='c'/>", 8, ["<a b='c'/>", "   ^"]), ("    <a/>", 2, ["    <a/>", " ^"]), ("    <a/>", None, ["<a/>"])],
)
def test_indentation_is_not_shown(line: str, column: int | None, expected: list[str]) -> None:
    shown = render((finding(line=1, column=column),), texts={"shop.txt": line}).split("\n")
    assert [row[6:] for row in shown[2 : 2 + len(expected)]] == expected


def test_text_groups_by_file_in_order_of_appearance() -> None:
    shown = render((finding(source="b"), finding(source="a"), finding(source="b")))
    assert [line for line in shown.split("\n") if not line.startswith(" ")][:3] == ["b", "", "a"]


def test_caret_stays_below_its_word_in_a_very_long_line() -> None:
    line = "x" * 5000 + "HERE" + "y" * 5000
    shown = render((finding(line=1, column=5001),), texts={"shop.txt": line}).split("\n")
    row = next(i for i, text in enumerate(shown) if "HERE" in text)
    assert shown[row].index("HERE") == shown[row + 1].index("^")
    assert len(shown[row]) < 120


def test_control_characters_do_not_reach_the_terminal() -> None:
    hostile = Finding(
        rule="PG901", severity=Severity.NOTE, message="a\x1b[2Jb", location=Location(source="f", line=1, column=1)
    )
    assert "\x1b" not in render((hostile,), texts={"f": "\x1b]0;title\x07"})


def test_colours_only_when_asked_for() -> None:
    assert "\x1b[" not in render((finding(),))
    assert "\x1b[31merror\x1b[0m" in render((finding(),), colour=True)


def test_width_wraps_messages() -> None:
    long = Finding(rule="PG901", severity=Severity.NOTE, message="word " * 40, location=Location(source="f"))
    assert max(map(len, render((long,), width=60).split("\n"))) <= 60


def test_summary_counts_by_severity() -> None:
    note = Finding(rule="PG902", severity=Severity.NOTE, message="m", location=Location(source="f"))
    assert summary((finding(), finding(), note)) == "2 errors, 1 note"
    assert summary(()) == "no findings"


def test_json_has_every_field() -> None:
    report = json.loads(render((finding(line=3, column=4, pointer="/x", span=(1, 2)),), style="json"))
    assert report["summary"] == {"error": 1, "warning": 0, "note": 0}
    assert report["findings"] == [
        {
            "rule": "PG901",
            "severity": "error",
            "message": "nothing is said",
            "hint": "say something",
            "source": "shop.txt",
            "line": 3,
            "column": 4,
            "pointer": "/x",
            "span": [1, 2],
        }
    ]


@pytest.mark.parametrize(
    "findings",
    [
        (),
        (finding(),),
        (finding(line=1), finding(line=2, column=3, pointer="/POLICIES/POLICY[1]")),
        (finding(source="https://shop.example/w3c/p3p.xml", span=(0, 4)),),
        (finding(source="a folder/with ünïcode#.xml"), finding(source="/absolute path/x.xml")),
        tuple(
            Finding(rule=rule, severity=Severity.WARNING, message="m", location=Location(source="s"))
            for rule in (*rule_ids(), "shacl/x")
        ),
    ],
)
def test_sarif_is_valid(findings: tuple[Finding, ...]) -> None:
    log = json.loads(render(findings, style="sarif"))
    jsonschema.Draft7Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(log)
    assert len(log["runs"][0]["results"]) == len(findings)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in log["runs"][0]["results"])


def test_sarif_encodes_paths() -> None:
    log = json.loads(render((finding(source="a folder/é#1.xml"),), style="sarif"))
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20folder/%C3%A9%231.xml"
