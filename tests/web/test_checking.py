from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.loopback import Answer, serving

from policyglot.errors import FetchError, InputError
from policyglot.findings import Finding, Location, Severity
from policyglot.web.check_repair import WORD, repaired
from policyglot.web.check_view import POINTED_AT, SourceLine, file_views
from policyglot.web.checking import (
    AS_JSON,
    AS_SARIF,
    CHECKED,
    FILE_NAME,
    Checked,
    Given,
    check_given,
    check_kept,
    given_files,
)
from policyglot.web.kept import SOURCE

RULES = Path(__file__).parents[1] / "validate" / "rules"
POLICY = (RULES / "PG501" / "pass.xml").read_bytes()
APPEL = b'<RULESET xmlns="http://www.w3.org/2002/04/APPELv1"><RULE behavior="block" description="No."/></RULESET>'
XML = (("Content-Type", "text/xml"),)


def _given(name: str = "pasted text", **said: object) -> Given:
    return Given(**{"name": name, "is_url": False, "profile": "strict", **said})  # type: ignore[arg-type]


def _checked(content: bytes, name: str = "pasted text") -> Checked:
    return check_given(_given(name), content)[0]


def _finding(line: int | None, column: int | None = None, *, severity: Severity = Severity.ERROR) -> Finding:
    place = Location(source="f", line=line, column=column)
    return Finding(rule="PG501", severity=severity, message="m", location=place)


def _lines(text: str, *findings: Finding) -> tuple[SourceLine, ...]:
    (view,) = file_views({"f": text}, findings, kinds={}, notes={})
    return view.lines


def test_line_points_at_its_findings_and_back() -> None:
    (view,) = file_views({"f": "a\n<b c>\n"}, [_finding(2, 2), _finding(None)], kinds={}, notes={})
    assert [(row.number, row.line, row.is_shown) for row in view.rows] == [(1, None, False), (2, 2, True)]
    first, second = view.lines
    assert (first.numbers, second.numbers, second.severity) == ((), (2,), "error")
    assert [(piece.text, piece.numbers) for piece in second.pieces] == [("<", ()), ("b", (2,)), (" c>", ())]


@pytest.mark.parametrize(
    ("row", "column", "marked"),
    [
        ("ab cd", 4, "cd"),
        ("ab cd", 5, "d"),
        ("<p:a b='c'>", 2, "p:a"),
        ("<p:a b='c'>", 1, "<p:a"),
        ("ab", 3, None),
        ("ab ", 3, None),
        ("é=x", 2, "="),
        ("", 1, None),
    ],
)
def test_column_points_at_a_word(row: str, column: int, marked: str | None) -> None:
    (line,) = _lines(f"{row}\nz", _finding(1, column))[:1]
    assert "".join(piece.text for piece in line.pieces) == row
    assert [piece.text for piece in line.pieces if piece.numbers] == ([marked] if marked else [])


def test_findings_in_one_word_share_its_mark() -> None:
    (line,) = _lines("abcdef", _finding(1, 1), _finding(1, 3))
    assert [(piece.text, piece.numbers) for piece in line.pieces] == [("abcdef", (1, 2))]


def test_long_file_is_shown_around_its_findings() -> None:
    (view,) = file_views({"f": "x\n" * 10_000}, [_finding(5_000)], kinds={}, notes={})
    numbers = [line.number for line in view.lines]
    assert numbers == [*range(1, 8), *range(4996, 5005)]
    assert sum(line.skipped for line in view.lines) + len(view.lines) + view.skipped == 10_000


def test_long_line_is_shown_around_its_findings() -> None:
    (line,) = _lines("a" * 50_000 + " here " + "b" * 50_000, _finding(1, 50_002))
    shown = "".join(piece.text for piece in line.pieces)
    assert len(shown) < 2_000
    assert " … " in shown
    assert [piece.text for piece in line.pieces if piece.numbers] == ["here"]


def test_line_that_does_not_exist_is_no_fault() -> None:
    (view,) = file_views({"f": "a"}, [_finding(7)], kinds={}, notes={})
    assert not view.rows[0].is_shown


def test_findings_beyond_many_are_counted() -> None:
    (view,) = file_views({"f": "a"}, [_finding(1)] * 700, kinds={}, notes={})
    assert (len(view.rows), view.more) == (500, 200)


def test_header_is_judged_as_every_agent_did() -> None:
    (judged,) = _checked(b'P3P: CP="ONL TEL"').judged
    assert judged.settings[2] == "medium"
    assert [row.actions[2] for row in judged.cookies] == ["keep for the session", "accept", "block", "block"]
    assert [row.agent for row in judged.others] == ["Netscape 7, Mozilla"]
    assert not judged.is_derived


def test_policy_is_judged_by_the_header_that_follows_from_it() -> None:
    (judged,) = _checked(POLICY).judged
    assert judged.is_derived
    assert judged.compact.startswith(("P3P:", "CP=", "policyref="))
    assert [row.agent for row in judged.others][1:] == [f"Privacy Bird, {level}" for level in ("low", "medium", "high")]


def test_broken_file_is_checked_and_not_judged() -> None:
    checked = _checked(b"<POLICIES><POLICY>")
    assert checked.counts["error"]
    assert (checked.judged, checked.repairs) == ((), ())


def test_repair_shows_its_change() -> None:
    header = b'P3P: CP="NOI  CURa OUR STP"'
    (one,) = _checked(header).repairs
    assert (one.name, one.repair.content) == ("headers.txt", b'P3P: CP="NOI CUR OUR STP"\n')
    assert [(line.sort, line.text) for line in one.repair.lines] == [
        ("place", "@@ -1 +1 @@"),
        ("removed", header.decode()),
        ("added", 'P3P: CP="NOI CUR OUR STP"'),
    ]


def test_change_of_a_file_has_the_line_numbers_of_both_sides() -> None:
    text = POLICY.decode()
    moved = re.sub(r"(<PURPOSE>.*?</PURPOSE>)(\s*)(<RECIPIENT>.*?</RECIPIENT>)", r"\3\2\1", text, flags=re.DOTALL)
    assert moved != text
    found = repaired(moved.encode(), "policy.xml")
    assert found is not None
    before, after = moved.splitlines(), found.content.decode().splitlines()
    for line in found.lines:
        if line.before is not None:
            assert before[line.before - 1] == line.text
        if line.after is not None:
            assert after[line.after - 1] == line.text
    assert {line.sort for line in found.lines} == {"place", "same", "removed", "added"}


def test_what_changes_in_a_line_is_marked() -> None:
    found = repaired(b'P3P: CP="NOI CURa  OUR"', "header")
    assert found is not None
    _, old, new = found.lines
    assert [text for text, is_change in old.pieces if is_change] == ["CURa  "]
    assert [text for text, is_change in new.pieces if is_change] == ["CUR "]


def test_long_line_of_a_change_is_shown_around_what_changes() -> None:
    one_line = " ".join(POLICY.decode().split()).replace("<ours/>", '<ours required="always"/>', 1)
    found = repaired(one_line.encode(), "policy.xml")
    assert found is not None
    (old,) = [line for line in found.lines if line.sort == "removed"]
    assert 'required="always"' in "".join(text for text, is_change in old.pieces if is_change)
    assert len(old.text) < len(one_line) / 2
    assert "characters …" in old.text


def test_same_repair_in_many_places_is_counted() -> None:
    twice = POLICY.replace(b"<ours/>", b'<ours required="always"/>')
    assert twice.count(b'required="always"/>') == 2
    found = repaired(twice, "policy.xml")
    assert found is not None
    assert found.changes == ("removed required from ours (2 times)",)


@pytest.mark.parametrize("content", [POLICY, b'{"@context": {}}', b"<POLICIES><", b'P3P: CP="NOI CUR OUR STP"'])
def test_nothing_is_repaired_where_nothing_can_be(content: bytes) -> None:
    assert repaired(content, "x") is None


def test_rule_set_decides() -> None:
    given = _given("policy.xml", rules="mine.xml")
    checked, _ = check_given(given, POLICY, rules=APPEL)
    assert [(row.behaviour, row.description) for row in checked.rulings] == [("block", "No.")]
    checked, _ = check_given(given, b'CP="NOI"', rules=APPEL)
    assert checked.rules_fault is not None
    checked, _ = check_given(given, POLICY, rules=b"<x")
    assert "mine.xml" in (checked.rules_fault or "")


def test_findings_of_a_page_are_where_they_are_in_it() -> None:
    page = b'HTTP/1.1 200 OK\r\nP3P: CP="NOI XXX"\r\n\r\n<html>\n<meta http-equiv=P3P content=\'CP="YYY"\'>'
    _, findings = check_given(_given(), page)
    assert {(f.location.line, f.location.column) for f in findings if "XXX" in f.message} == {(2, 14)}
    assert {f.location.line for f in findings if "YYY" in f.message} == {5}


def test_many_headers_are_counted() -> None:
    checked = _checked(b"P3P: CP='NOI'\n" * 25)
    assert checked.files[0].note == "P3P header in line 1 and 19 other headers and scripts, more are not looked at"


def _silent(step: str, done: int, of: int) -> None:
    """Report to nobody."""


def _kept(folder: Path, given: Given, content: bytes = b"", *, allow_private: bool = True) -> dict[str, object]:
    for name, written in {**given_files(given), SOURCE: content}.items():
        (folder / name).write_bytes(written)
    check_kept(_silent, folder=str(folder), max_bytes=1_000_000, allow_private=allow_private)
    said: dict[str, object] = json.loads((folder / CHECKED).read_bytes())
    return said


def test_check_is_kept_with_its_downloads(tmp_path: Path) -> None:
    said = _kept(tmp_path, _given(), b'P3P: CP="NOI  XXX"')
    assert said["counts"] == {"error": 6, "warning": 0, "note": 0}
    assert json.loads((tmp_path / AS_JSON).read_bytes())["summary"]["error"] == 6
    assert json.loads((tmp_path / AS_SARIF).read_bytes())["version"] == "2.1.0"
    assert (tmp_path / "repaired-1").read_bytes() == b'P3P: CP="NOI XXX"\n'


def test_prose_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nobody can tell"):
        _kept(tmp_path, _given(), b"We collect your name.")


def test_site_is_checked_step_by_step(tmp_path: Path) -> None:
    pages = {
        "/": Answer(body=b"<p>Welcome.</p>", headers=(("Content-Type", "text/html"), ("P3P", 'CP="NOI XXX"'))),
        "/w3c/p3p.xml": Answer(body=(RULES / "PG701" / "fail__p3p.xml").read_bytes(), headers=XML),
    }
    with serving(pages) as server:
        said = _kept(tmp_path, _given(server.url + "/", is_url=True))
    files = said["files"]
    assert isinstance(files, list)
    assert [file["name"].removeprefix(server.url) for file in files if file["kind"]][:1] == ["/w3c/p3p.xml"]
    assert any("header P3P" in file["name"] for file in files)
    steps = said["steps"]
    assert isinstance(steps, list)
    assert [step["name"] for step in steps][:2] == ["page", "reference files"]


def test_host_that_is_not_public_is_refused(tmp_path: Path) -> None:
    with serving({}) as server, pytest.raises(FetchError, match="not on the public internet"):
        _kept(tmp_path, _given(server.url + "/", is_url=True), allow_private=False)


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        (FILE_NAME, ["policy.xml", "p3p-1.xml"], [".xml", "a b.xml", 'a".xml', "policy", "../x.xml", "é.xml"]),
        (WORD, ["data-category", "  ", "<", "p3p:x"], ["a b", "<a", ""]),
        (POINTED_AT, ["p3p:POLICY", "#a", "<", "</a"], [" ", "", "a b"]),
    ],
)
def test_patterns(pattern: re.Pattern[str], matching: list[str], others: list[str]) -> None:
    assert [text for text in matching if not pattern.fullmatch(text)] == []
    assert [text for text in others if pattern.fullmatch(text)] == []
