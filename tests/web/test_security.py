"""It lets nobody in and loses nothing: names, tokens, forms from elsewhere, sizes, slow clients, hostile words."""

from __future__ import annotations

import errno
import re
import socket
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient
from tests.web.conftest import Axe, OpenPage, client_of, finished, post, serving
from tests.web.test_generate import SHORT, generated

from policyglot.errors import OutputError
from policyglot.web.routes import ROUTES
from policyglot.web.sessions import SESSION, Sessions
from policyglot.web.settings import Settings

TOKEN = "0123456789abcdef-token"  # noqa: S105 - of nothing
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
HTML = {"accept": "text/html"}
# Answers the SPARQL Protocol, which has no form, and changes nothing.
WITHOUT_FORM = {"/sparql"}


@pytest.fixture
def guarded(settings: Settings) -> Settings:
    return replace(settings, host="0.0.0.0", token=TOKEN)  # noqa: S104 - nothing listens in these tests


def test_every_answer_has_the_headers(client: TestClient) -> None:
    for path in ("/", "/nowhere", "/static/style.css"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost@x", ""])
def test_name_of_somebody_else_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:9000", "127.0.0.1:1", "[::1]:8000"])
def test_names_of_this_machine_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


def posts() -> list[str]:
    found = [route.path for route in ROUTES if isinstance(route, Route) and "POST" in (route.methods or ())]
    return [re.sub(r"\{[^}]*\}", "x", path) for path in found if path not in WITHOUT_FORM]


@pytest.mark.parametrize("path", posts())
def test_nothing_is_changed_without_the_token_of_a_form(client: TestClient, path: str) -> None:
    client.get("/generate")
    for said in ({}, {"csrf": "0" * 64}, {"csrf": "é"}):
        refused = client.post(path, data=said)
        assert refused.status_code == 403, refused.text
        assert "did not come from a page of this workbench" in refused.text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_form_of_another_site_is_refused_whatever_it_brings(client: TestClient, headers: dict[str, str]) -> None:
    refused = post(client, "/generate", {"text": SHORT}, page="/generate", headers=headers)
    assert refused.status_code == 403


def test_token_of_one_session_is_no_good_in_another(client: TestClient, settings: Settings) -> None:
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/generate").text)
    assert token is not None
    client.cookies.clear()
    client.get("/generate")
    assert client.post("/generate", data={"text": SHORT, "csrf": token[1]}).status_code == 403


def test_cookie_is_strict_and_not_for_scripts(client: TestClient) -> None:
    said = client.get("/generate").headers["set-cookie"].lower()
    assert "httponly" in said
    assert "samesite=strict" in said
    assert "domain" not in said


def test_without_the_token_nothing_but_the_sign_in_is_shown(guarded: Settings) -> None:
    with client_of(guarded) as client:
        sent = client.get("/explore/company/What%3F?q=a b", headers=HTML)
        assert sent.status_code == 303
        assert sent.headers["location"] == "/sign-in?next=%2Fexplore%2Fcompany%2FWhat%253F%3Fq%3Da%2520b"
        assert client.get("/explore").status_code == 401
        assert client.post("/generate", data={}).status_code == 401
        assert client.get("/sign-in").status_code == 200
        assert client.get("/static/style.css").status_code == 200
        assert client.get("/static/../generate").status_code in (401, 404)


def test_token_signs_in_and_out(guarded: Settings) -> None:
    with client_of(guarded) as client:
        wrong = post(client, "/sign-in", {"token": "no", "next": "/generate"}, page="/sign-in")
        assert wrong.status_code == 403
        assert 'id="token-error"' in wrong.text
        right = post(client, "/sign-in", {"token": TOKEN, "next": "/generate"}, page="/sign-in")
        assert right.headers["location"] == "/generate"
        assert TOKEN not in right.headers["set-cookie"]
        assert client.get("/generate", headers=HTML).status_code == 200
        assert post(client, "/sign-out", {}, page="/generate").status_code == 303
        assert client.get("/generate", headers=HTML).status_code == 303


def test_bearer_token_is_for_programs(guarded: Settings) -> None:
    with client_of(guarded) as client:
        assert client.get("/", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
        assert client.get("/", headers={"authorization": f"Bearer {TOKEN}x"}).status_code == 401
        assert client.get("/", headers=[(b"authorization", b"Bearer \xe9")]).status_code == 401


def test_guessing_is_slowed_down(guarded: Settings) -> None:
    with client_of(guarded) as client:
        answers = [post(client, "/sign-in", {"token": "no"}, page="/sign-in").status_code for _ in range(12)]
        assert answers[:10] == [403] * 10
        assert answers[10:] == [429] * 2
        assert post(client, "/sign-in", {"token": TOKEN}, page="/sign-in").status_code == 429


@pytest.mark.parametrize(
    "to", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/\n"]
)
def test_sign_in_leads_nowhere_else(guarded: Settings, to: str) -> None:
    with client_of(guarded) as client:
        sent = post(client, "/sign-in", {"token": TOKEN, "next": to}, page="/sign-in")
        assert sent.headers["location"] == "/"


@pytest.mark.parametrize("cookie", ["A" * 22, "A" * 22 + "." + "a" * 64, "A" * 22 + "." + "a" * 63, ".", "x"])
def test_made_up_session_is_nobody(guarded: Settings, cookie: str) -> None:
    with client_of(guarded) as client:
        client.cookies.set("policyglot-0", cookie)
        assert client.get("/generate", headers=HTML).status_code == 303


@pytest.mark.parametrize("session", ["A" * 22, "a-_" + "0" * 19 + "." + "0f" * 32])
def test_session(session: str) -> None:
    assert SESSION.fullmatch(session)


@pytest.mark.parametrize("session", ["", "A" * 21, "A" * 23, "A" * 22 + ".", "A" * 22 + "." + "G" * 64, "é" * 22])
def test_no_session(session: str) -> None:
    assert not SESSION.fullmatch(session)


def test_session_of_another_token_is_no_proof() -> None:
    mine, other = (Sessions(key=b"k" * 32, cookie="c", token=token) for token in ("a" * 16, "b" * 16))
    session = other.start(signed_in=True)
    assert mine.form_token(session) != other.form_token(session)


def test_too_large_is_refused_with_a_page_or_a_word(settings: Settings) -> None:
    with client_of(replace(settings, max_bytes=20_000)) as client:
        refused = post(client, "/generate", {"text": "x" * 30_000}, page="/generate")
        assert refused.status_code == 413
        assert "20,000 bytes" in refused.text
        file = {"file": ("a.txt", b"x" * 30_000)}
        refused = post(client, "/generate", {}, page="/generate", files=file)
        assert refused.status_code == 413
        huge = post(client, "/generate", {"text": "x" * 600_000}, page="/generate")
        assert huge.status_code == 413
        many = post(client, "/generate", {f"f{n}": "x" for n in range(2000)}, page="/generate")
        assert many.status_code == 400
        assert "This request cannot be answered" in many.text


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:1/", "not on the public internet"),
        ("http://[::ffff:169.254.169.254]/", "not on the public internet"),
        ("http://localhost/", "not on the public internet"),
    ],
)
def test_private_addresses_are_not_fetched(client: TestClient, url: str, said: str) -> None:
    page = finished(client, post(client, "/generate", {"url": url}, page="/generate"))
    assert page.status_code == 422
    assert said in page.text


@pytest.mark.parametrize(
    "url", ["ftp://x.example/", "file:///etc/passwd", "http://", "https://user:pw@x.example/", "x y"]
)
def test_what_is_no_web_address_is_said_beside_the_field(client: TestClient, url: str) -> None:
    page = post(client, "/generate", {"url": url}, page="/generate")
    assert page.status_code == 422
    assert 'id="url-error"' in page.text


HOSTILE = """Privacy policy of <script>alert(1)</script> Ltd "'><img src=x onerror=alert(2)>

We collect your email address </textarea></pre><script>alert(3)</script> to send you our newsletter.
We never sell {{ 7 * 7 }} your <iframe src="javascript:alert(4)"></iframe> location &amp; &lt;b&gt;. \x01\x1b]0;x\x07
We share your name with <svg onload=alert(5)> partners.
"""


def test_policy_full_of_scripts_is_text(browser_page: OpenPage, axe: Axe, tmp_path: Path) -> None:
    file = tmp_path / "<img src=x onerror=alert(6)>.txt"
    file.write_text(HOSTILE, encoding="utf-8")
    page = browser_page("/generate")
    dialogs: list[Any] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog))  # noqa: PLW0108 - Playwright marks what it calls
    page.set_input_files("#file", str(file))
    page.click("text=Generate >> nth=-1")
    page.wait_for_url("**/generate/*")
    assert "<script>alert(3)</script>" in page.inner_text("#policy-text")
    assert "{{ 7 * 7 }}" in page.inner_text("#policy-text")
    assert page.locator("main img, main iframe, main svg[onload], main script").count() == 0
    path = urlsplit(page.url).path
    page.goto(f"{path}/report.html")
    assert page.locator("iframe, img").count() == 0
    page.goto("/generate")
    assert dialogs == []
    axe(page)


@pytest.mark.parametrize("path", ["../key", "..%2fkey", "%2e%2e%2fkey", "key", "A" * 22, "A" * 22 + "/meta.json"])
def test_only_kept_work_is_found_by_its_name(client: TestClient, settings: Settings, path: str) -> None:
    assert (settings.folder / "key").is_file()
    assert client.get(f"/generate/{path}").status_code == 404


def test_full_disk_keeps_what_was_there(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    path = generated(client)
    before = sorted(item for item in settings.folder.rglob("*") if item.is_file())

    def full(*_: object) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("policyglot.output._beside", full)
    for target, fields in (("/generate", {"text": SHORT}), (f"{path}/answers", {"controller.city": "Bonn"})):
        refused = post(client, target, fields, page="/generate")
        assert refused.status_code == 507
        assert "no room left" in refused.text.lower()
    monkeypatch.undo()
    assert sorted(item for item in settings.folder.rglob("*") if item.is_file()) == before
    assert client.get(path).status_code == 200


def test_folder_that_cannot_be_written_is_said_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="--folder"), client_of(Settings(folder=tmp_path / "file")):
        pass


def test_slow_and_gone_clients_are_let_go(settings: Settings) -> None:
    with serving(replace(settings, body_seconds=0.5)) as url:
        place = urlsplit(url)
        address = (place.hostname or "", place.port or 0)
        with socket.create_connection(address, timeout=10) as slow:
            slow.sendall(b"POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n" + FORM + b"\r\na")
            began = time.monotonic()
            assert b" 408 " in slow.recv(1000)
            assert time.monotonic() - began < 8
        with socket.create_connection(address, timeout=10) as gone:
            gone.sendall(b"GET /generate HTTP/1.1\r\nHost: localhost\r\n\r\n")
        with socket.create_connection(address, timeout=10) as broken:
            broken.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
            assert b"400" in broken.recv(1000)
        with socket.create_connection(address, timeout=10) as well:
            well.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert b"200 OK" in well.recv(1000)


@pytest.mark.parametrize("before", [b"", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"], ids=["first", "second"])
@pytest.mark.parametrize("sent", [b"", b"GET / HT"], ids=["nothing", "half a line"])
def test_head_that_does_not_come_is_not_waited_for(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, before: bytes, sent: bytes
) -> None:
    monkeypatch.setattr("policyglot.web.serving._HEAD_SECONDS", 0.3)
    with serving(settings) as url:
        place = urlsplit(url)
        with socket.create_connection((place.hostname or "", place.port or 0), timeout=10) as client:
            if before:
                client.sendall(before)
                assert client.recv(100_000).startswith(b"HTTP/1.1 200")
            if sent:
                client.sendall(sent)
            with suppress(ConnectionResetError):
                while client.recv(100_000):
                    pass


def test_busy_workbench_says_so(settings: Settings) -> None:
    with client_of(replace(settings, requests_at_once=0)) as client:
        refused = client.get("/", headers=HTML)
        assert "Too many ask at once" in refused.text
        assert refused.status_code == 503
        assert refused.headers["retry-after"]


def test_fault_of_ours_is_a_page_without_a_traceback(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("the secret of the house")

    monkeypatch.setattr("policyglot.web.routes.home.page", broken)
    said = client.get("/", headers=HTML)
    assert said.status_code == 500
    assert "secret" not in said.text
    assert "content-security-policy" in said.headers
    assert "the secret of the house" in capsys.readouterr().err
