from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.loopback import Answer, serving

from policyglot.cli import main

DATA = Path(__file__).parents[1] / "data"
PROSE = DATA / "against" / "prose.txt"
RULES = Path(__file__).parents[1] / "validate" / "rules"
SAME, DENIED = RULES / "PG901" / "pass.xml", RULES / "PG903" / "fail.xml"


@pytest.mark.parametrize(("file", "code"), [(SAME, 0), (DENIED, 1)])
def test_exit_code(file: Path, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--against", str(PROSE), str(file)]) == code
    capsys.readouterr()


def test_words_of_the_prose_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--against", str(PROSE), str(RULES / "PG902" / "fail.xml")]) == 0
    shown = capsys.readouterr().out
    assert f"{PROSE}\n" in shown
    assert "warning PG902: states the purpose “contact”" in shown
    assert "^^^^" in shown


def test_compact_policy_beside_prose(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--against", str(PROSE), "--compact", 'CP="ALL CUR TEL OUR BUS ONL"', "--format", "json"]
    assert main(["validate", *arguments]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert {"PG902", "PG903"} <= {finding["rule"] for finding in found}


@pytest.mark.parametrize(
    ("prose", "file", "reason"),
    [
        ("missing.txt", str(SAME), "missing.txt: no such file"),
        (str(PROSE), str(PROSE), "no published policy"),
        (str(SAME), str(SAME), "XML"),
        (str(PROSE), str(RULES / "PG702/pass.xml"), "holds no POLICY"),
    ],
)
def test_unusable_input(prose: str, file: str, reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--against", prose, file]) == 2
    assert reason in capsys.readouterr().err


def test_both_sides_may_be_urls(capsys: pytest.CaptureFixture[str]) -> None:
    pages = {
        "/privacy": Answer(body=PROSE.read_bytes(), headers=(("Content-Type", "text/plain"),)),
        "/policy.xml": Answer(body=DENIED.read_bytes(), headers=(("Content-Type", "text/xml"),)),
    }
    with serving(pages) as server:
        both = ["--against", f"{server.url}/privacy", f"{server.url}/policy.xml"]
        assert main(["validate", *both, "--allow-private"]) == 1
        assert f"{server.url}/privacy, characters" in capsys.readouterr().out
