from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from policyglot.cli import main
from policyglot.findings import Severity
from policyglot.formats import FORMATS
from policyglot.validate import validate

FILE = Path(__file__).parents[1] / "validate" / "rules" / "PG101" / "pass.ttl"
WRITABLE = [name for name, one in FORMATS.items() if one.write is not None]


@pytest.mark.parametrize("target", WRITABLE)
def test_every_format_that_can_be_written_is_written_and_valid(
    target: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"policy{FORMATS[target].suffix}"
    assert main(["convert", str(FILE), "--to", target, "-o", str(out)]) == 0
    findings = validate(out.read_bytes(), out.name)
    assert [f for f in findings if f.severity is Severity.ERROR] == []
    capsys.readouterr()


def test_data_goes_to_standard_output_and_losses_to_standard_error(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["convert", str(FILE), "--to", "p3p"]) == 0
    shown = capsysbinary.readouterr()
    assert shown.out.startswith(b"<?xml")
    assert b"PG4" in shown.err


def test_there_and_back_is_the_same(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    there = tmp_path / "policy.jsonld"
    assert main(["convert", str(FILE), "--to", "jsonld", "-o", str(there)]) == 0
    capsysbinary.readouterr()
    assert main(["convert", str(there), "--to", "turtle"]) == 0
    assert capsysbinary.readouterr().out == FILE.read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [
        [str(FILE), "--to", "nonsense"],
        [str(FILE)],
        ["missing.ttl", "--to", "jsonld"],
        [str(FILE.parent), "--to", "jsonld"],
        [str(FILE), "--to", "jsonld", "-o", "/dev/null/x"],
    ],
)
def test_what_cannot_be_converted_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Traceback" not in shown.err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("remote.jsonld", b'{"@context": "http://127.0.0.1:9/context", "@type": "Policy"}'),
        ("cycle.jsonld", b'{"@context": {"a": {"@id": "b:x"}, "b": {"@id": "a:y"}}, "a": 1}'),
        ("deep.jsonld", b'{"@context":{},"a":' * 50_000 + b"1" + b"}" * 50_000),
        ("broken.ttl", b"@prefix x: <https://x.example/> . x:a x:b"),
        ("bomb.xml", b'<!DOCTYPE P [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><POLICIES>&b;</POLICIES>'),
        ("outside.xml", b'<!DOCTYPE P [<!ENTITY a SYSTEM "file:///etc/passwd">]><POLICIES>&a;</POLICIES>'),
        ("deep.xml", b"<POLICIES>" * 100_000),
    ],
)
def test_hostile_file_is_one_message(
    name: str, content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert main(["convert", str(path), "--to", "turtle", "-o", str(tmp_path / "out.ttl")]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"policyglot: {path}")
    assert said.count("\n") == 1
    assert "passwd" not in said
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_repair_says_what_it_changed(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    broken = tmp_path / "policy.xml"
    good = (FILE.parents[1] / "PG620" / "policy.xml").read_bytes()
    broken.write_bytes(good.replace(b' xmlns="http://www.w3.org/2002/01/P3Pv1"', b"", 1))
    assert main(["convert", "--repair", str(broken)]) == 0
    shown = capsysbinary.readouterr()
    assert validate(shown.out, "policy.xml") == ()
    assert b"moved to the namespace http://www.w3.org/2002/01/P3Pv1" in shown.err


def test_repair_of_a_header(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    header, out = tmp_path / "headers.txt", tmp_path / "repaired.txt"
    header.write_text("P3P: policyref='/w3c/p3p.xml' CP='NOI CURa OUR NOR STA'\n")
    assert main(["convert", "--repair", str(header), "-o", str(out)]) == 0
    assert out.read_text().rstrip() == 'P3P: policyref="/w3c/p3p.xml", CP="NOI CUR OUR NOR STA"'
    assert "removed the suffix of CURa" in capsys.readouterr().err


def test_repair_names_the_policy_of_a_reference_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "p3p.xml"
    path.write_text(
        '<META xmlns="http://www.w3.org/2002/01/P3Pv1"><POLICY-REFERENCES>'
        '<POLICY-REF about="policy.xml"><INCLUDE>/*</INCLUDE></POLICY-REF></POLICY-REFERENCES></META>'
    )
    policy = FILE.parents[1] / "PG620" / "policy.xml"
    assert main(["convert", "--repair", str(path), "--policy-file", str(policy)]) == 0
    assert 'about="policy.xml#cobbler"' in capsys.readouterr().out


def test_nothing_to_repair_leaves_the_bytes_alone(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = FILE.parents[1] / "PG620" / "policy.xml"
    assert main(["convert", "--repair", str(path)]) == 0
    shown = capsysbinary.readouterr()
    assert shown.out == path.read_bytes()
    assert shown.err.endswith(b": nothing to repair\n")


@pytest.mark.parametrize("arguments", [["--repair", "--to", "p3p", str(FILE)], ["--repair", str(FILE)]])
def test_repair_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", *arguments]) == 2
    assert capsys.readouterr().out == ""


def test_what_of_a_published_file_is_lost_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published = FILE.parents[1] / "PG420" / "fail.xml"
    assert main(["convert", str(published), "--to", "jsonld", "-o", str(tmp_path / "policy.jsonld")]) == 0
    said = capsys.readouterr().err
    assert "note PG420: line 18: <mood of https://cobbler.example/words> is not converted" in said


def test_policies_beyond_the_first_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy = '<POLICY name="{}" discuri="/privacy"/>'
    path = tmp_path / "policy.xml"
    body = policy.format("one") + policy.format("two")
    path.write_text(f'<POLICIES xmlns="http://www.w3.org/2002/01/P3Pv1">{body}</POLICIES>')
    assert main(["convert", str(path), "--to", "turtle"]) == 0
    assert "the policy two is not converted" in capsys.readouterr().err


def test_refusals_name_the_file_and_advise_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "taken").mkdir()
    graph = Path(__file__).parents[1] / "validate" / "rules" / "PG101" / "pass.ttl"
    assert main(["convert", str(graph), "--to", "jsonld", "-o", str(tmp_path / "taken")]) == 2
    assert capsys.readouterr().err == f"policyglot: {tmp_path / 'taken'}: cannot write here: a folder is in the way\n"
    (tmp_path / "number.jsonld").write_bytes(b'{"@context": {}, "a": ' + b"9" * 6000 + b"}")
    assert main(["convert", str(tmp_path / "number.jsonld"), "--to", "turtle"]) == 2
    assert capsys.readouterr().err.endswith("value has 6000 digits\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [["--help"], ["vocab"]])
def test_full_disk_behind_standard_output_is_said(arguments: list[str]) -> None:
    code = "import sys; from policyglot.cli import main; sys.exit(main())"
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run([sys.executable, "-c", code, *arguments], stdout=full, stderr=subprocess.PIPE, check=False)
    assert ran.returncode == 2
    assert ran.stderr == b"policyglot: standard output: No space left on device\n"
