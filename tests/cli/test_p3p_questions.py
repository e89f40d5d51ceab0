from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from policyglot.cli import main
from policyglot.cli.p3p_questions import parse_cookie

RULES = Path(__file__).parents[1] / "validate" / "rules"
POLICY = str(RULES / "PG620" / "policy.xml")
NS = 'xmlns="http://www.w3.org/2002/01/P3Pv1"'


@pytest.fixture
def reference(tmp_path: Path) -> str:
    path = tmp_path / "p3p.xml"
    path.write_text(
        f"""<META {NS}><POLICY-REFERENCES>
        <POLICY-REF about="shop.xml#shop"><INCLUDE>/shop/*</INCLUDE><EXCLUDE>/shop/help*</EXCLUDE>
        <COOKIE-INCLUDE name="basket*" value="*" domain="*" path="*"/><METHOD>GET</METHOD></POLICY-REF>
        </POLICY-REFERENCES></META>"""
    )
    return str(path)


def answers(arguments: list[str], capsys: pytest.CaptureFixture[str], *, code: int = 0) -> list[dict[str, object]]:
    assert main(["validate", *arguments, "--format", "json"]) == code
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)["answers"]
    return found


@pytest.mark.parametrize(
    ("arguments", "code", "policy"),
    [
        (["--covers", "/shop/boots"], 0, "shop.xml#shop"),
        (["--covers", "https://cobbler.example/shop/boots?size=9"], 0, "shop.xml#shop"),
        (["--covers", "/shop/boots", "--method", "post"], 1, "no policy"),
        (["--covers", "/shop/help/returns"], 1, "no policy"),
        (["--covers", "/"], 1, "no policy"),
        (["--cookie", "name=basket3; domain=cobbler.example"], 0, "shop.xml#shop"),
        (["--cookie", "name=visitor"], 1, "no policy"),
    ],
)
def test_which_policy_holds(
    arguments: list[str], code: int, policy: str, reference: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (answer,) = answers([*arguments, reference], capsys, code=code)
    assert str(answer["answer"]).endswith(policy)


def test_why_names_line_and_element(reference: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--covers", "/shop/", reference]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "file\tquestion\tanswer\twhy"
    assert shown[1].endswith("\tline 2, /META/POLICY-REFERENCES/POLICY-REF")


def test_files_that_disagree_are_ambiguous(reference: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.xml"
    other.write_text(Path(reference).read_text().replace("#shop", "#other"))
    *_, last = answers(["--covers", "/shop/", reference, str(other)], capsys, code=1)
    assert str(last["answer"]).startswith("ambiguous: ")


def test_agents_judge_headers_and_policies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    header = ["--compact", "NOI CUR CONa OUR NOR ONL", "--as", "ie6-medium"]
    outcomes = {str(a["question"]): a["answer"] for a in answers(header, capsys)}
    assert outcomes["ie6-medium: third-party session cookie"] == "block"
    assert outcomes["ie6-medium: first-party session cookie"] == "accept"
    (bird,) = answers(["--as", "privacy-bird-low", POLICY], capsys)
    assert bird["answer"] == "green bird"
    assert not bird["is_confirmed"]
    assert main(["validate", "--as", "privacy-bird-low", POLICY]) == 0
    assert capsys.readouterr().out.rstrip().endswith("(unconfirmed)")


def test_rule_set_decides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = tmp_path / "preferences.xml"
    rules.write_text(
        """<appel:RULESET xmlns:appel="http://www.w3.org/2002/04/APPELv1" xmlns="http://www.w3.org/2002/01/P3Pv1">
        <appel:RULE behavior="block" description="I want no mail"><POLICY><STATEMENT><PURPOSE><contact required="*"/>
        </PURPOSE></STATEMENT></POLICY></appel:RULE>
        <appel:RULE behavior="request"/></appel:RULESET>"""
    )
    (answer,) = answers(["--appel", str(rules), POLICY], capsys)
    assert answer["answer"] == "block"
    assert answer["why"] == "rule 1, line 2: I want no mail"


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        ((RULES / "PG620" / "pass.txt").read_text().rstrip("\n"), 0),
        ((RULES / "PG620" / "fail-suffix.txt").read_text().rstrip("\n"), 1),
        ("ALL DSP COR CUR DEV CONo OTP OUR DEL NOR IND PHY COM DEM STA PRE OTC", 0),
    ],
)
def test_served_compact_policy_is_compared_with_the_full_one(
    header: str, lines: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["validate", "--compact", header, "--with", POLICY]) == 0
    assert capsys.readouterr().out.count("PG620") == lines


@pytest.mark.parametrize(
    "arguments",
    [
        ["--covers", "/", POLICY],
        ["--covers", "/", "missing.xml"],
        ["--covers", "/"],
        ["--as", "ie5-medium", POLICY],
        ["--as", "privacy-bird-low", "--compact", "NOI CUR OUR NOR STA"],
        ["--appel", POLICY, POLICY],
        ["--with", POLICY, POLICY],
        ["--as", "mozilla", "--format", "sarif", POLICY],
    ],
)
def test_question_that_cannot_be_answered_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Traceback" not in shown.err


@pytest.mark.parametrize("text", ["", "id", "name=id; colour=red"])
def test_no_cookie(text: str) -> None:
    with pytest.raises(click.UsageError):
        parse_cookie(text)
