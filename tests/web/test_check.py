"""Check as people use it: forms in, findings beside their lines out; in memory and in a browser."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from starlette.testclient import TestClient
from tests.loopback import Answer, serving
from tests.web.conftest import LOOKS, Axe, OpenPage, client_of, finished, post

from policyglot.validate.catalogue import catalogue
from policyglot.web.routes import check
from policyglot.web.settings import Settings

HEADER = 'P3P: CP="NOI  CURa XXX OUR STP ONL TEL"'
EVIL = "<script>alert(1)</script>\"'&amp;{{ 7*7 }}"
POLICY = (Path(__file__).parents[1] / "validate" / "rules" / "PG501" / "pass.xml").read_bytes()
APPEL = b'<RULESET xmlns="http://www.w3.org/2002/04/APPELv1"><RULE behavior="block" description="No."/></RULESET>'


def _check(client: TestClient, fields: dict[str, str], **more: Any) -> Any:
    return finished(client, post(client, "/check", fields, page="/check", **more))


def _id(said: Any) -> str:
    return str(said.url.path).removeprefix("/check/")


def test_header_is_checked_and_its_findings_lead_to_the_line(client: TestClient) -> None:
    said = _check(client, {"text": HEADER})
    assert said.status_code == 200
    assert 'href="/check/rules/PG601"' in said.text
    (anchor,) = set(re.findall(r'href="#(f1-l\d+)"', said.text))
    assert f'id="{anchor}"' in said.text
    for target in re.findall(r'href="#(finding-\d+)"', said.text):
        assert f'id="{target}"' in said.text
    assert "block" in said.text
    assert "put right: blanks" in said.text


def test_findings_and_repair_are_downloaded(client: TestClient) -> None:
    said = _check(client, {"text": HEADER})
    there = f"/check/{_id(said)}"
    findings = client.get(f"{there}/findings.json")
    assert findings.json()["summary"]["error"] > 0
    assert findings.headers["content-disposition"] == 'attachment; filename="findings.json"'
    assert client.get(f"{there}/findings.sarif").json()["version"] == "2.1.0"
    repaired = client.get(f"{there}/repaired-1")
    assert repaired.text == 'P3P: CP="NOI CUR XXX OUR STP ONL TEL"\n'
    assert repaired.headers["content-disposition"] == 'attachment; filename="headers.txt"'


@pytest.mark.parametrize(
    "name", ["source.bin", "given.json", "checked.json", "repaired-2", "..%2F..%2Fkey", "meta.json"]
)
def test_nothing_else_is_downloaded(client: TestClient, name: str) -> None:
    said = _check(client, {"text": HEADER})
    assert client.get(f"/check/{_id(said)}/{name}").status_code == 404


def test_file_with_a_rule_set_is_judged_by_it(client: TestClient) -> None:
    files = {"file": ("w3c/policy.xml", POLICY, "text/xml"), "rules": ("mine.xml", APPEL, "text/xml")}
    said = _check(client, {"profile": "tolerant"}, files=files)
    assert "Check of policy.xml" in said.text
    assert "By the rule set mine.xml" in said.text
    assert "Privacy Bird" in said.text


def test_valid_file_says_that_it_is(client: TestClient) -> None:
    said = _check(client, {"text": POLICY.decode()})
    assert "No findings." in said.text
    assert 'id="repair"' not in said.text


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({}, "text", "There is nothing to read yet."),
        ({"text": "We collect names.", "profile": "tolerant"}, "text", "nobody can tell what this is"),
        ({"text": "x", "url": "example.com"}, "url", "Only one of text, file and URL"),
        ({"url": "ftp://example.com/"}, "url", "only http and https"),
        ({"url": "http://127.0.0.1/"}, "url", "not on the public internet"),
        ({"text": "NOI DSP", "kind": "pdf"}, "kind", "no such kind"),
    ],
)
def test_what_cannot_be_checked_is_said_beside_its_field(
    client: TestClient, fields: dict[str, str], field: str, message: str
) -> None:
    said = _check(client, fields)
    assert said.status_code == 422
    error = re.search(rf'id="{field}-error">(.*?)</p>', said.text, re.DOTALL)
    assert error is not None
    assert message in error[1]
    for value in fields.values():
        assert value == "pdf" or value in said.text, "what was typed is gone"


def test_form_without_its_token_is_refused(client: TestClient) -> None:
    assert client.post("/check", data={"text": HEADER}).status_code == 403


def test_whatever_a_file_holds_is_shown_as_text(client: TestClient) -> None:
    text = f'<POLICIES xmlns="http://www.w3.org/2002/01/P3Pv1"><POLICY name="{"x"}"><!-- {EVIL} --></POLICY></POLICIES>'
    said = _check(client, {}, files={"file": (f"{EVIL}.xml", text.encode(), "text/xml")})
    assert said.status_code == 200
    assert "<script>alert" not in said.text
    assert "{{ 7*7 }}" in said.text


def test_link_fills_the_form_and_checks_nothing(client: TestClient) -> None:
    said = client.get("/check", params={"text": HEADER, "profile": "tolerant", "url": "https://example.com/"})
    assert "CURa XXX" in said.text
    assert 'value="tolerant" selected' in said.text
    assert 'value="https://example.com/"' in said.text


def test_check_is_changed_and_made_again(client: TestClient) -> None:
    checked = _id(_check(client, {"text": HEADER}))
    assert "NOI  CURa XXX" in client.get("/check", params={"again": checked}).text
    assert "NOI CUR XXX" in client.get("/check", params={"again": checked, "repaired": "repaired-1"}).text
    for params in ({"again": checked, "repaired": "meta.json"}, {"again": "../key"}, {"again": "x" * 22}):
        assert re.search(r"<textarea[^>]*>\n</textarea>", client.get("/check", params=params).text)


def test_check_that_is_gone_is_said_to_be(client: TestClient) -> None:
    said = client.get("/check/" + "x" * 22)
    assert said.status_code == 404
    assert "Check the file again" in said.text


def test_check_is_deleted(client: TestClient, settings: Settings) -> None:
    there = f"/check/{_id(_check(client, {'text': HEADER}))}"
    assert client.post(f"{there}/delete").status_code == 403
    said = post(client, f"{there}/delete", {}, page=there)
    assert (said.status_code, said.headers["location"]) == (303, "/check")
    assert client.get(there).status_code == 404
    assert not (settings.folder / "checks" / there.removeprefix("/check/")).exists()


def test_whole_site_is_checked(settings: Settings) -> None:
    pages = {"/": Answer(body=b"<p>Welcome.</p>", headers=(("Content-Type", "text/html"), ("P3P", 'CP="NOI XXX"')))}
    with serving(pages) as server, client_of(replace(settings, allow_private=True)) as client:
        said = _check(client, {"url": f"{server.url}/"})
    assert "What was looked at" in said.text
    assert "the well-known place" in said.text
    assert "“XXX” is no token of P3P" in said.text.replace("&#34;", '"')


def test_long_check_shows_how_far_it_is_and_is_stopped(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "_PATIENCE_SECONDS", 0.2)
    waiting, released = threading.Event(), threading.Event()

    def hold(_: Callable[[bytes], object]) -> None:
        waiting.set()
        released.wait(30)

    with serving({"/": hold}) as server, client_of(replace(settings, allow_private=True)) as client:
        try:
            said = post(client, "/check", {"url": f"{server.url}/"}, page="/check")
            work = said.headers["location"]
            assert work.startswith("/work/")
            assert waiting.wait(30)
            assert f"fetching {server.url}/" in client.get(work).text
            stopped = post(client, f"{work}/stop", {}, page=work)
            said = client.get(stopped.headers["location"]).text
        finally:
            released.set()
    assert "stopped" in said
    assert f'href="/check?url={quote_plus(server.url + "/")}' in said


def test_every_rule_has_its_page(client: TestClient) -> None:
    listed = client.get("/check/rules").text
    for name, entry in catalogue().items():
        assert f'id="{name}"' in listed
        assert entry.rule.name in client.get(f"/check/rules/{name}").text
    assert client.get("/check/rules/PG000").status_code == 404


def test_main_way_through_without_scripts(browser_page: OpenPage) -> None:
    page = browser_page("/check", scripts=False)
    page.fill("#text", HEADER)
    page.click("main form button[type=submit]")
    page.click("text=PG601 >> nth=0")
    assert "What it demands" in page.inner_text("main")
    page.go_back()
    page.click(".findings .at a >> nth=0")
    assert page.url.endswith("#f1-l1")
    with page.expect_download() as waiting:
        page.click("text=Download the repaired")
    assert waiting.value.suggested_filename == "headers.txt"


def test_finding_and_line_light_up_together(browser_page: OpenPage) -> None:
    page = browser_page("/check")
    page.fill("#text", POLICY.decode().replace("<STATEMENT>", "<STATEMENT>\n" * 1 + "\n" * 200 + "<WRONG/>", 1))
    page.click("main form button[type=submit]")
    page.wait_for_selector(".source")
    page.hover(".findings > li[data-line] >> nth=0")
    lit = page.locator(".source li.lit")
    assert lit.count() == 1
    assert page.locator(".source").evaluate("e => e.scrollTop") > 0
    assert lit.evaluate(
        "e => { const a = e.getBoundingClientRect(), b = e.closest('.source').getBoundingClientRect();"
        " return a.top >= b.top && a.bottom <= b.bottom }"
    )


def test_severities_can_be_left_out(browser_page: OpenPage) -> None:
    page = browser_page("/check")
    page.fill("#text", '{"@context": {"dpv": "https://w3id.org/dpv#"}, "@type": "dpv:PrivacyNotice"}')
    page.click("main form button[type=submit]")
    page.wait_for_selector("#filters label")
    assert page.locator(".findings > li.error:visible").count() > 0
    page.click("#filters label:has-text('error')")
    assert page.locator(".findings > li.error:visible").count() == 0
    assert page.locator(".findings > li.note:visible").count() > 0


@pytest.mark.parametrize(("wide", "dark"), LOOKS)
def test_pages_are_accessible(browser_page: OpenPage, axe: Axe, wide: bool, dark: bool) -> None:
    page = browser_page("/check", wide=wide, dark=dark)
    axe(page)
    page.click("main form button[type=submit]")
    page.wait_for_selector(".field-error")
    axe(page)
    page.fill(
        "#text",
        POLICY.decode().replace("<RECIPIENT>", "<WRONG/><RECIPIENT>", 1).replace("ours/", 'ours required="always"/'),
    )
    page.click("main form button[type=submit]")
    page.wait_for_selector("#repair")
    for path in ("", "/check/rules/PG601", "/check/rules") if wide else ("",):
        if path:
            page.goto(path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the window"


def test_large_file_stays_usable(client: TestClient) -> None:
    statement = "<STATEMENT><PURPOSE><current/></PURPOSE><RECIPIENT><ours/></RECIPIENT><DATA-GROUP/></STATEMENT>\n"
    text = POLICY.decode().replace("<STATEMENT>", statement * 4_000 + "<STATEMENT>", 1)
    assert len(text) > 300_000
    said = _check(client, {"text": text})
    assert said.status_code == 200
    assert len(said.content) < 3_000_000
    assert "lines without findings" in said.text
