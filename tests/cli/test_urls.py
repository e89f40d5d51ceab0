from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.loopback import Answer, Loopback, serving

from policyglot.cli import main

DATA = Path(__file__).parents[1] / "data" / "policies"
RULES = Path(__file__).parents[1] / "validate" / "rules"
XML, TEXT = (("Content-Type", "text/xml"),), (("Content-Type", "text/plain; charset=utf-8"),)


@pytest.fixture
def server() -> Iterator[Loopback]:
    pages = {
        "/": Answer(body=b"<p>Welcome.</p>"),
        "/privacy": Answer(body=(DATA / "shop.txt").read_bytes(), headers=TEXT),
        "/policy.xml": Answer(body=(RULES / "PG501/pass.xml").read_bytes(), headers=XML),
        "/broken.xml": Answer(body=(RULES / "PG501/fail.xml").read_bytes(), headers=XML),
        "/paper.pdf": Answer(body=b"%PDF-1.4", headers=(("Content-Type", "application/pdf"),)),
    }
    with serving(pages) as running:
        yield running


def test_generate_reads_prose_from_a_url(server: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = server.url + "/privacy"
    code = main(["generate", url, "--allow-private", "-o", str(tmp_path), "--fail-on", "never"])
    shown = capsys.readouterr()
    assert code == 0, shown.err
    (folder,) = tmp_path.iterdir()
    assert folder.name == "127-0-0-1-privacy"
    assert url in (folder / "policy.jsonld").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "reason"),
    [("/missing", "the server answers 404"), ("/paper.pdf", "application/pdf is not read"), ("/", "127.0.0.1")],
)
def test_page_that_is_no_policy_is_one_message(
    path: str, reason: str, server: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", server.url + path, "--allow-private", "-o", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert reason in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("command", ["generate", "validate", "compare"])
def test_private_host_is_refused_unless_allowed(
    command: str, server: Loopback, capsys: pytest.CaptureFixture[str]
) -> None:
    url = server.url + "/privacy"
    assert main([command, url, *([url] if command == "compare" else [])]) == 2
    assert "not on the public internet" in capsys.readouterr().err
    assert server.requests == []


@pytest.mark.parametrize(("path", "code"), [("/policy.xml", 0), ("/broken.xml", 1)])
def test_url_of_a_file_is_checked_as_a_file(
    path: str, code: int, server: Loopback, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["validate", server.url + path, "--allow-private"]) == code
    assert capsys.readouterr().out.endswith("in 1 file\n")


def test_url_of_a_page_is_checked_as_a_site(server: Loopback, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", server.url + "/", "--allow-private"]) == 1
    shown = capsys.readouterr().out
    assert "  1. page: 1 error\n" in shown
    assert "the well-known place: " in shown
    assert "PG802" in shown


@pytest.mark.parametrize("style", ["json", "sarif"])
def test_report_of_a_site_is_nothing_but_json(style: str, server: Loopback, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", server.url + "/", "--allow-private", "--format", style]) == 1
    assert "PG802" in json.dumps(json.loads(capsys.readouterr().out))


@pytest.mark.parametrize(
    "url", ["http://", "http://[::1", "https://me:secret@shop.example/", "http://a.example:99999/"]
)
@pytest.mark.parametrize("command", ["validate", "generate"])
def test_broken_url_is_one_message(command: str, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, url]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"policyglot: {url}: ")
    assert said.count("\n") == 1
