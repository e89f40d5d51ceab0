from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from policyglot.cli import main
from policyglot.validate.report.source_text import XML_ENCODING

RULES = Path(__file__).parents[1] / "validate" / "rules"
GOOD, WARNED, BROKEN = RULES / "PG101/pass.ttl", RULES / "PG202/fail.ttl", RULES / "PG301/fail.ttl"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([GOOD], 0),
        ([WARNED], 0),
        ([WARNED, "--fail-on", "warning"], 1),
        ([BROKEN], 1),
        ([BROKEN, "--fail-on", "never"], 0),
        ([GOOD, BROKEN], 1),
        ([GOOD, "missing.ttl"], 2),
        ([BROKEN, "missing.ttl"], 2),
        ([GOOD, "--kind", "nonsense"], 2),
    ],
)
def test_exit_code(arguments: list[str | Path], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", *map(str, arguments)]) == code
    capsys.readouterr()


def test_one_bad_file_does_not_hide_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "missing.ttl", str(WARNED)]) == 2
    shown = capsys.readouterr()
    assert "PG202" in shown.out
    assert shown.err == "policyglot: missing.ttl: no such file\n"


def test_folder_stands_for_the_published_files_below_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "policy.ttl").write_bytes(GOOD.read_bytes())
    (tmp_path / "findings.json").write_text('{"version": 1}')
    (tmp_path / "sitemap.xml").write_text("<urlset/>")
    (tmp_path / "notes.txt").write_text("We keep notes.")
    assert main(["validate", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "no findings in 1 file\n"


def test_folder_without_policies_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith(f"policyglot: {tmp_path}: ")


@pytest.mark.parametrize("style", ["json", "sarif"])
def test_machine_formats_are_nothing_but_json(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(WARNED), "--format", style]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["version"] in (1, "2.1.0")


def test_standard_input() -> None:
    code = "import sys; from policyglot.cli import main; sys.exit(main())"
    ran = subprocess.run(
        [sys.executable, "-c", code, "validate", "-"], input=WARNED.read_bytes(), capture_output=True, check=False
    )
    assert ran.returncode == 0
    assert ran.stdout.startswith(b"standard input\n")
    assert b"PG202" in ran.stdout
    assert b"\x1b" not in ran.stdout


def test_larger_file_than_allowed_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(GOOD), "--max-bytes", "100"]) == 2
    assert "larger than 100 bytes" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("head", "encoding"),
    [(b'<?xml version="1.0" encoding="iso-8859-1"?>', b"iso-8859-1"), (b"<?xml encoding='UTF-8'?>", b"UTF-8")],
)
def test_xml_encoding(head: bytes, encoding: bytes) -> None:
    found = XML_ENCODING.match(head)
    assert found is not None
    assert found[1] == encoding


@pytest.mark.parametrize("head", [b'<?xml version="1.0"?>', b'<a encoding="x"/>', b' <?xml encoding="x"?>'])
def test_no_xml_encoding(head: bytes) -> None:
    assert not XML_ENCODING.match(head)


@pytest.mark.parametrize("text", ["NOI CUR OUR NOR STA", 'CP="NOI CUR OUR NOR STA"', 'P3P: CP="NOI CUR OUR NOR STA"'])
def test_compact_policy_as_header_value_or_tokens(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--compact", text]) == 0
    assert " in 1 file\n" in capsys.readouterr().out


def test_wrong_token_is_shown_in_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--compact", 'CP="NOI CUR OUR NOR STA XYZ"']) == 1
    assert "XYZ" in capsys.readouterr().out


UNUSABLE, FINDING = 2, 1


@pytest.mark.parametrize(
    "case",
    [
        ("empty.xml", b"", UNUSABLE, "empty.xml: the file is empty"),
        ("blank.jsonld", b" \n", UNUSABLE, "blank.jsonld: the file is empty"),
        ("zero.xml", bytes(4), UNUSABLE, "zero.xml: holds NUL bytes"),
        ("doctype.xml", b'<!DOCTYPE a [<!ENTITY x "y">]><POLICY>&x;</POLICY>', FINDING, "document type declaration"),
        ("deep.jsonld", b"[" * 100_000 + b"]" * 100_000, FINDING, "nested deeper than 64 levels"),
        ("remote.jsonld", b'{"@context": "https://x.example/c.jsonld", "@id": "x"}', FINDING, "is not loaded"),
        ("number.jsonld", b'{"@context": {}, "a": ' + b"9" * 6000 + b"}", FINDING, "value has 6000 digits\n"),
        ("broken.jsonld", b"so be it", FINDING, "no JSON"),
    ],
)
def test_hostile_content_is_a_finding_and_no_content_unusable(
    case: tuple[str, bytes, int, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, content, code, said = case
    (tmp_path / name).write_bytes(content)
    assert main(["validate", str(tmp_path / name)]) == code
    shown = capsys.readouterr()
    assert said in shown.out + shown.err
    assert "set_int_max_str_digits" not in shown.out + shown.err


def test_broken_file_below_a_folder_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "policy.jsonld").write_bytes(b"so be it")
    assert main(["validate", str(tmp_path)]) == FINDING
    assert "in 1 file" in capsys.readouterr().out
