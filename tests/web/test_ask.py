"""Ask as people and programs use it: queries in, answers out; in memory and in a browser."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote_plus

import httpx2
import pytest
from starlette.testclient import TestClient
from tests.web.conftest import LOOKS, Axe, OpenPage, client_of, post, serving

from policyglot.web.ask_view import examples
from policyglot.web.routes.ask import has_editor
from policyglot.web.settings import Settings

COMPANIES = "SELECT ?company { ?policy pg:company ?company } ORDER BY ?company"
COUNTED = """SELECT ?data (COUNT(DISTINCT ?practice) AS ?practices) {
  ?practice dpv:hasPersonalData ?data
} GROUP BY ?data"""
# Pairs of everything with everything: more than can be counted in a test.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

# Asks, waits for the button that stops it, and presses that.
STOPPING = """async () => {
  const stop = document.getElementById("stop");
  document.querySelector("main form button.primary").click();
  while (stop.hidden) await new Promise((done) => setTimeout(done, 50));
  const waiting = document.getElementById("waiting").textContent;
  stop.click();
  return { waiting, isGone: stop.hidden };
}"""


def _answer(client: TestClient, query: str) -> str:
    said = client.get("/ask", params={"query": query})
    assert said.status_code == 200
    return said.text


def test_form_leads_to_a_link_that_can_be_shared(client: TestClient) -> None:
    said = post(client, "/ask", {"query": COMPANIES}, page="/ask")
    assert said.status_code == 303
    assert unquote_plus(said.headers["location"]) == f"/ask?query={COMPANIES}#answer"
    assert "beta.example" in client.get(said.headers["location"]).text


def test_answer_is_a_table_and_a_chart_where_one_suits_it(client: TestClient) -> None:
    said = _answer(client, COUNTED)
    assert 'class="bars"' in said
    assert '<th scope="col" class="numeric">practices</th>' in said
    assert 'class="bars"' not in _answer(client, COMPANIES)


def test_truth_is_said_in_a_word(client: TestClient) -> None:
    assert '<p class="truth">Yes</p>' in _answer(client, "ASK { ?policy a pg:Policy }")
    assert '<p class="truth">No</p>' in _answer(client, "ASK { pg:nothing ?is ?there }")


def test_nothing_found_says_what_to_do(client: TestClient) -> None:
    assert "Nothing in the store fits." in _answer(client, "SELECT * { pg:nothing ?is ?there }")


def test_resource_leads_to_what_is_said_of_it(client: TestClient) -> None:
    (link, *_) = re.findall(r'href="(/ask\?query=DESCRIBE[^"]+)"', _answer(client, "SELECT ?p { ?p a pg:Policy }"))
    assert "dpv:hasProcess" in client.get(link).text


@pytest.mark.parametrize(
    ("name", "media_type", "content"),
    [
        ("csv", "text/csv", "company\r\n"),
        ("tsv", "text/tab-separated-values", "?company\n"),
        ("json", "application/sparql-results+json", '{"head"'),
        ("xml", "application/sparql-results+xml", "<?xml"),
    ],
)
def test_answer_is_downloaded(client: TestClient, name: str, media_type: str, content: str) -> None:
    said = client.get(f"/ask/answer.{name}", params={"query": COMPANIES})
    assert said.headers["content-type"].partition(";")[0] == media_type
    assert said.headers["content-disposition"].startswith('attachment; filename="answer.')
    assert said.text.startswith(content)
    assert "beta.example" in said.text


def test_statements_are_downloaded_as_turtle(client: TestClient) -> None:
    query = "CONSTRUCT { ?p a pg:Known } { ?p a pg:Policy }"
    assert "answer.turtle" in _answer(client, query)
    assert "Known" in client.get("/ask/answer.turtle", params={"query": query}).text
    assert client.get("/ask/answer.csv", params={"query": query}).status_code == 400
    assert client.get("/ask/answer.pdf", params={"query": query}).status_code == 404


def test_query_too_long_for_a_link_is_answered_and_downloaded_by_its_form(client: TestClient) -> None:
    query = COMPANIES + "\n# " + "x" * 8_000
    said = post(client, "/ask", {"query": query}, page="/ask")
    assert said.status_code == 200
    assert "beta.example" in said.text
    assert "too long for a link" in said.text
    assert 'name="format" value="csv"' in said.text
    assert post(client, "/ask", {"query": query, "format": "csv"}, page="/ask").text.startswith("company\r\n")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * {\n  ?s pg:company }", "Line 2, column"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE asks another server"),
        ("DROP ALL", "it is an update"),
        ("", "the query is empty"),
        ("SELECT * { ?s nope:x ?o }", "Line 1"),
    ],
)
def test_broken_query_is_said_where_it_stands(client: TestClient, query: str, message: str) -> None:
    said = client.get("/ask", params={"query": query})
    assert said.status_code == 400
    assert message in said.text
    assert 'aria-invalid="true"' in said.text
    assert post(client, "/ask", {"query": query}, page="/ask").status_code in (303, 400)


def test_query_is_shown_as_text_whatever_it_holds(client: TestClient) -> None:
    evil = 'SELECT ("</textarea><script>alert(1)</script>" AS ?x) {}'
    said = _answer(client, evil)
    assert "<script>alert" not in said
    assert said.count("</textarea>") == 1


def test_query_that_does_not_end_is_stopped(settings: Settings) -> None:
    with client_of(replace(settings, query_seconds=1.0)) as client:
        said = client.get("/ask", params={"query": ENDLESS})
    assert said.status_code == 503
    assert "did not end within 1 seconds" in said.text


def test_rows_beyond_the_limit_are_said_to_be_there(settings: Settings) -> None:
    with client_of(replace(settings, query_rows=2)) as client:
        assert "there are more, and 2 is the limit" in _answer(client, "SELECT * { ?s ?p ?o }")


def test_query_that_nobody_waits_for_is_stopped(settings: Settings) -> None:
    with serving(replace(settings, queries_at_once=1, query_seconds=60.0)) as url:
        with pytest.raises(httpx2.TimeoutException):
            httpx2.get(f"{url}/sparql", params={"query": ENDLESS}, timeout=1.5)
        began = time.monotonic()
        # There is one process: it answers only because it was freed.
        assert httpx2.get(f"{url}/sparql", params={"query": "ASK {}"}, timeout=30).json()["boolean"]
        assert time.monotonic() - began < 30


def test_named_query_is_loaded_to_be_changed(client: TestClient) -> None:
    said = client.get("/ask", params={"named": "sale"})
    assert re.search(r"<textarea[^>]*>\n# Sale of personal data", said.text)
    assert 'id="answer"' not in said.text
    assert client.get("/ask", params={"named": "nothing"}).status_code == 200


def test_named_query_is_answered_as_its_text_would_be(client: TestClient) -> None:
    for name in ("sale", "evidence", "data-by-frequency"):
        (text,) = [example.text for example in examples() if example.name == name]
        named = client.get("/ask/answer.json", params={"query": text}).json()["results"]["bindings"]
        own = client.get("/ask/answer.json", params={"query": text + "# my own"}).json()["results"]["bindings"]
        assert named == own, name


def test_without_a_store_it_is_said_how_to_make_one(settings: Settings) -> None:
    with client_of(replace(settings, store=None)) as client:
        said = client.get("/ask", params={"query": COMPANIES})
        assert said.status_code == 200
        assert "policyglot ingest" in said.text
        assert client.get("/sparql", params={"query": COMPANIES}).status_code == 404
        assert client.get("/ask/answer.csv", params={"query": COMPANIES}).status_code == 400


@pytest.mark.parametrize("media_type", ["application/sparql-results+json", "text/csv"])
def test_programs_ask_by_the_protocol(client: TestClient, media_type: str) -> None:
    headers = {"Accept": media_type}
    got = client.get("/sparql", params={"query": COMPANIES}, headers=headers)
    form = client.post("/sparql", data={"query": COMPANIES}, headers=headers)
    typed = {**headers, "Content-Type": "application/sparql-query"}
    direct = client.post("/sparql", content=COMPANIES, headers=typed)
    assert got.headers["content-type"].partition(";")[0] == media_type
    assert got.content == form.content == direct.content
    assert b"beta.example" in got.content


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"update=DROP+ALL", "application/x-www-form-urlencoded", 403),
        (b"hello", "text/html", 415),
        (b"x" * 1_000_001, "application/sparql-query", 413),
        (b"SELECT", "application/sparql-query", 400),
    ],
)
def test_bad_request_is_refused(client: TestClient, content: bytes, media_type: str, status: int) -> None:
    said = client.post("/sparql", content=content, headers={"Content-Type": media_type})
    assert said.status_code == status
    assert said.headers["content-type"].startswith("text/plain")


def test_no_page_of_another_site_reads_answers(client: TestClient) -> None:
    elsewhere = {"Origin": "https://elsewhere.example"}
    assert client.post("/sparql", data={"query": COMPANIES}, headers=elsewhere).status_code == 403
    said = client.get("/sparql", params={"query": COMPANIES}, headers=elsewhere)
    assert not [name for name in said.headers if name.startswith("access-control")]


def test_service_describes_itself(client: TestClient) -> None:
    assert "sd:Service" in client.get("/sparql").text
    assert client.head("/sparql").status_code == 200


def test_main_way_through_without_scripts(browser_page: OpenPage) -> None:
    page = browser_page("/ask", scripts=False)
    page.click("text=Sale of personal data")
    page.click("main form button.primary")
    assert page.url.endswith("#answer")
    assert "beta.example" in page.inner_text("#answer")
    with page.expect_download() as waiting:
        page.click("#answer a:has-text('CSV')")
    assert "beta.example" in Path(waiting.value.path()).read_text(encoding="utf-8")
    page.fill("#query", "SELECT * {\n  oops }")
    page.click("main form button.primary")
    assert "Line 2" in page.inner_text("#query-error")
    assert page.input_value("#query").strip() == "SELECT * {\n  oops }"


@pytest.mark.skipif(not has_editor(), reason="needs the editor of YASGUI: make web-assets")
def test_editor_of_yasgui_asks_as_the_field_does(browser_page: OpenPage) -> None:
    page = browser_page("/ask")
    page.wait_for_selector(".yasqe .CodeMirror")
    assert page.locator(".parseErrorIcon").count() == 0, "a prefix of ours is taken for an error"
    page.click(".yasqe .CodeMirror-lines")
    page.keyboard.press("Control+A")
    page.keyboard.type(COMPANIES)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#answer")
    assert "beta.example" in page.inner_text("#answer")
    page.goto("/ask?query=SELECT+*+{%0A++oops+}")
    page.wait_for_selector(".yasqe .CodeMirror")
    page.hover(".parseErrorIcon")
    page.wait_for_selector("text=This line is invalid")
    page.focus(".yasqe textarea")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.yasqe') === null"), "the editor holds the keyboard"


def test_long_question_is_stopped_by_its_button(browser_page: OpenPage, settings: Settings) -> None:
    with serving(replace(settings, query_seconds=60.0)) as url:
        page = browser_page("/ask", at=url)
        page.evaluate("query => { document.getElementById('query').value = query }", ENDLESS)
        # Playwright waits for a page that loads; people who look at it do not.
        said = page.evaluate(STOPPING)
        assert "asking for" in said["waiting"]
        assert said["isGone"]
        page.goto("/ask?query=" + COMPANIES)
        assert "beta.example" in page.inner_text("#answer")


@pytest.mark.parametrize(("wide", "dark"), LOOKS)
def test_pages_are_accessible(browser_page: OpenPage, axe: Axe, wide: bool, dark: bool) -> None:
    page = browser_page("/ask", wide=wide, dark=dark)
    axe(page)
    for query in (COUNTED, "SELECT * {\n  oops }"):
        page.goto(f"/ask?query={query}")
        page.wait_for_load_state("load")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the window"


def test_answers_of_the_editor_and_of_programs_are_the_same(client: TestClient) -> None:
    offered = json.loads(client.get("/ask/answer.json", params={"query": COMPANIES}).content)
    asked = client.get("/sparql", params={"query": COMPANIES}, headers={"Accept": "application/json"}).json()
    assert offered == asked
