from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from policyglot.cli import console, main

RULES = Path(__file__).parents[1] / "validate" / "rules"
FILE = str(RULES / "PG202/fail.ttl")


def ask(*arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["query", *arguments]) == 0
    return capsys.readouterr().out


def test_named_query_is_answered_as_plain_text_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    head, row = ask(FILE, "denials", capsys=capsys).splitlines()
    assert head.split("\t")[0] == "company"
    assert row.split("\t")[0] == "Shop Ltd"
    assert "we never share e-mail addresses" in row


def test_denied_practice_is_not_found_as_a_process(capsys: pytest.CaptureFixture[str]) -> None:
    rows = ask(FILE, "--sparql", "SELECT ?p { ?p a dpv:Process }", capsys=capsys).splitlines()
    assert len(rows) == 1 + 2


def test_parameter_narrows(capsys: pytest.CaptureFixture[str]) -> None:
    found = ask(FILE, "evidence", "--param", "concept=pd:EmailAddress", capsys=capsys)
    assert "we collect your e-mail address" in found
    none = ask(FILE, "evidence", "--param", "concept=pd:BirthDate", capsys=capsys)
    assert len(none.splitlines()) == 1


@pytest.mark.parametrize(("ask_for", "answer"), [("pg:Policy", "yes\n"), ("pg:Nothing", "no\n")])
def test_ask_is_answered_with_yes_or_no(ask_for: str, answer: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(FILE, "--sparql", f"ASK {{ ?x a {ask_for} }}", capsys=capsys) == answer


def test_standard_formats(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["query", FILE, "denials", "--format", "json"]) == 0
    assert json.loads(capsysbinary.readouterr().out)["results"]["bindings"]
    assert main(["query", FILE, "denials", "--format", "csv"]) == 0
    assert len(list(csv.reader(capsysbinary.readouterr().out.decode().splitlines()))) == 2


def test_query_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = tmp_path / "q.rq"
    query.write_text("SELECT ?p { ?p a pg:Policy }")
    assert len(ask(FILE, "--file", str(query), capsys=capsys).splitlines()) == 2


def test_same_policy_in_two_files_is_asked_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "copy.ttl"
    copy.write_bytes(Path(FILE).read_bytes())
    both = ask(FILE, str(copy), "--sparql", "SELECT ?p { ?p a dpv:Process }", capsys=capsys)
    assert len(both.splitlines()) == 1 + 2


def test_rows_beyond_the_limit_are_said_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", FILE, "--sparql", "SELECT ?p { ?p a dpv:Process }", "--limit", "1"]) == 0
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 2
    assert "more than 1 rows" in shown.err


def test_catalogue_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    listed = ask("--list", capsys=capsys)
    assert len(listed.splitlines()) > 6
    assert "\nevidence\t" in listed


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        [FILE],
        ["denials"],
        [FILE, "nonsense"],
        [FILE, "evidence"],
        [FILE, "evidence", "--param", "concept"],
        [FILE, "denials", "--param", "nonsense=x"],
        [FILE, "--sparql", "SELECT nonsense"],
        [FILE, "--sparql", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"],
        [FILE, "--sparql", "DELETE WHERE { ?s ?p ?o }"],
        [FILE, "--sparql", "ASK {}", "--file", "x.rq"],
        [FILE, "--file", "missing.rq"],
        ["missing.jsonld", "denials"],
        [FILE, "--sparql", "ASK {}", "--format", "turtle"],
    ],
)
def test_what_cannot_be_asked_is_one_message(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines()[-1].startswith(("policyglot: ", "Error: "))


def test_query_from_standard_input() -> None:
    code = "import sys; from policyglot.cli import main; sys.exit(main())"
    ran = subprocess.run(
        [sys.executable, "-c", code, "query", FILE, "--file", "-"],
        input=b"ASK { ?x a pg:Policy }",
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (0, b"yes\n")


def shown_at(width: int, *, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr(console, "is_terminal", lambda _: True)
    return [line.rstrip() for line in ask(FILE, "denials", capsys=capsys).splitlines()]


def test_columns_that_are_empty_are_not_drawn(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = shown_at(160, monkeypatch=monkeypatch, capsys=capsys)
    assert next(line for line in lines if line).split() == ["company", "processing", "data", "exact"]


def test_rows_are_records_where_columns_would_be_narrow(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = shown_at(36, monkeypatch=monkeypatch, capsys=capsys)
    assert lines[0] == "company:    Shop Ltd"
    assert max(map(len, lines)) <= 36
