"""The pages that explore a store: what they find, where they lead, what they say when there is nothing."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient
from tests.store.samples import ALPHA, BETA
from tests.web.conftest import client_of
from tests.web.explore_store import APP, BANK, HOSTILE, NEWS, SHOP, explored_store

from policyglot.formats import jsonld
from policyglot.store.catalogue import named_queries
from policyglot.store.folder import open_writer
from policyglot.store.ingest import ingest
from policyglot.web.settings import Settings

# A link of a page of ours.
LINK = re.compile(r'href="(/explore[^"]*)"')


@pytest.fixture(scope="module")
def explorer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    store = explored_store(tmp_path_factory)
    with client_of(Settings(folder=tmp_path_factory.mktemp("kept"), store=store, port=0)) as made:
        yield made


def _rows(text: str) -> int:
    return text.count("<tr>") + text.count('<tr class="')


def test_all_companies_are_listed_with_their_current_version(explorer: TestClient) -> None:
    said = explorer.get("/explore").text
    assert "5 companies" in said
    for name in (SHOP, APP, NEWS, BANK):
        assert name.replace("&", "&amp;") in said
    assert "2025-06-12" in said
    assert "2024-02-01" not in said


def test_facets_narrow_and_count_what_they_would_leave(explorer: TestClient) -> None:
    page = explorer.get("/explore?denied=pg:Sell").text
    total = re.search(r"(\d+) companies", page)
    assert total is not None
    counts = [int(count) for count in re.findall(r'<span class="count">(\d+)</span>', page)]
    assert max(counts) <= int(total[1])
    for link in sorted(set(LINK.findall(page)))[:12]:
        if link.startswith("/explore?") and "year=" in link:
            narrowed = explorer.get(unescape(link)).text
            assert "No company fits" not in narrowed, link


def test_every_value_of_a_facet_finds_as_many_companies_as_it_says(explorer: TestClient) -> None:
    page = explorer.get("/explore").text
    values = re.findall(r'<a href="(/explore\?[^"]+)"><span>[^<]+</span> <span class="count">(\d+)</span>', page)
    assert len(values) > 50
    for link, count in values[:: len(values) // 25]:
        found = re.search(r"(\d+) compan(?:y|ies)", explorer.get(unescape(link)).text.partition('id="found"')[2])
        assert found is not None
        assert found[1] == count, link


def test_a_number_of_practices_leads_to_as_many_words(explorer: TestClient) -> None:
    page = explorer.get("/explore?data=pd:Contact").text
    links = re.findall(r'<td class="amount"><a href="([^"]+)">(\d+)<', page)
    assert len(links) > 6
    for link, count in links:
        said = explorer.get(unescape(link)).text
        assert f'id="found">{count} practice' in said, link


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=larkspur", "1 company"),
        ("q=zzz", "No company fits"),
        ("data=nonsense", "is no data that the vocabulary has"),
        ("data=e-mail+address", 'class="chosen"'),
        ("year=2024", "2 companies"),
        ("year=20x4", "is no year"),
        ("page=99", "5 companies"),
        ("page=-1&sort=nonsense", "5 companies"),
        ("q=%00%ff", "No company fits"),
    ],
)
def test_a_search_answers_whatever_is_typed(explorer: TestClient, query: str, said: str) -> None:
    answer = explorer.get(f"/explore?{query}")
    assert answer.status_code == 200
    assert said in answer.text


def test_names_are_offered_for_what_is_typed(explorer: TestClient) -> None:
    assert explorer.get("/explore/names?q=LA").json() == [SHOP, BANK, APP]
    assert explorer.get("/explore/names?q=").json() == []


def test_a_company_has_its_label_versions_and_words(explorer: TestClient) -> None:
    page = explorer.get(f"/explore/company/{quote(APP)}").text
    assert 'class="label"' in page
    assert "2 versions" in page
    assert "Against the one before" in page
    assert "<blockquote" in page
    cells = re.findall(r'href="#(e-[^"]+)"', page)
    assert len(cells) > 10
    for cell in cells:
        assert f'id="{cell}"' in page


def test_an_older_version_is_shown_and_says_that_it_no_longer_holds(explorer: TestClient) -> None:
    page = explorer.get(f"/explore/company/{quote(APP)}").text
    older = next(link for link in LINK.findall(page) if "policy=" in link and "company" in link)
    said = explorer.get(unescape(older)).text
    assert "which no longer holds" in said
    assert "data brokers" in said


def test_links_to_where_words_stand_are_there(explorer: TestClient) -> None:
    page = explorer.get("/explore/evidence?versions=all").text
    links = [unescape(link) for link in LINK.findall(page) if "#" in link]
    assert len(links) > 20
    for link in links[::7]:
        path, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in explorer.get(path).text, link


def test_evidence_pages_and_chips(explorer: TestClient) -> None:
    first = explorer.get("/explore/evidence").text
    assert "Page 1 of" in first
    total = re.search(r'id="found">(\d+) practices', first)
    assert total is not None
    pages = -(-int(total[1]) // 50)
    last = explorer.get(f"/explore/evidence?page={pages}").text
    assert f"Page {pages} of {pages}" in last
    assert explorer.get("/explore/evidence?page=99999").text.count("Page 1 of") == 1
    assert "no concept" not in explorer.get("/explore/evidence?concept=pd:Unheard").text
    assert "Nothing in the store says so" in explorer.get("/explore/evidence?concept=pd:Unheard").text
    assert "is no data" in explorer.get("/explore/evidence?data=nonsense").text


def test_what_changed_is_told_both_ways(explorer: TestClient) -> None:
    page = explorer.get(f"/explore/company/{quote(APP)}").text
    link = next(link for link in LINK.findall(page) if "/explore/diff" in link)
    forth = explorer.get(unescape(link)).text
    assert "Dropped" in forth
    assert "data brokers" in forth
    back = next(link for link in LINK.findall(forth) if "/explore/diff" in link)
    assert "Added" in explorer.get(unescape(back)).text


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/explore/diff", 200, "choose two of its versions"),
        ("/explore/diff?old=a", 422, "choose two of its versions"),
        ("/explore/diff?old=urn:a&new=no%20iri", 404, "lacks one of these two versions"),
        ("/explore/company/Nobody", 404, "no company named"),
        (f"/explore/company/{quote(APP)}?policy=urn:x", 404, "no such version"),
        ("/explore/company?name=..", 404, "no company named"),
        ("/explore/questions/nothing", 404, "no question named"),
        ("/explore/questions/sale.exe", 404, "Answers can be had as csv and json"),
        ("/explore/questions/evidence.csv", 400, "missing or unknown"),
        ("/explore/compare", 200, "Add companies by their names"),
        ("/explore/compare?company=Nobody", 200, "no company named “Nobody”"),
        ("/explore/sharing?data=nonsense", 200, "Pick one from the list"),
        ("/explore/sharing?company=Nobody", 200, "No company says that it shares so"),
        ("/explore/sharing?by=name&data=pd:Religion", 200, "see them by kind"),
    ],
)
def test_what_is_not_there_is_told_with_what_to_do(explorer: TestClient, path: str, status: int, said: str) -> None:
    answer = explorer.get(path)
    assert answer.status_code == status
    assert said in unescape(answer.text)


def test_companies_stand_side_by_side_and_cells_lead_to_their_words(explorer: TestClient) -> None:
    query = "&".join(f"company={quote(name)}" for name in (SHOP, APP, BANK))
    page = explorer.get(f"/explore/compare?{query}").text
    assert re.search(r'class="stated"><a href', page)
    assert re.search(r'class="denied"><a href', page)
    assert 'class="silent"><svg' in page
    cells = re.findall(r'<td class="(stated|denied|stated-and-denied)"><a href="([^"]+)"', page)
    assert len(cells) > 80
    for _, link in cells[::17]:
        assert "Nothing in the store says so" not in explorer.get(unescape(link)).text, link
    fewer = explorer.get(f"/explore/compare?{query}&about=right&differences=1").text
    assert 0 < _rows(fewer) < _rows(page)


def test_no_more_than_thirty_companies_are_compared(explorer: TestClient) -> None:
    query = "&".join(f"company=Company%20{number}" for number in range(33))
    assert "3 were left out" in explorer.get(f"/explore/compare?{query}").text


def test_sharing_is_drawn_and_the_table_says_the_same(explorer: TestClient) -> None:
    for query in ("", "?by=name", f"?company={quote(NEWS)}", "?recipient=dpv:Recipient&data=pd:Contact"):
        page = explorer.get(f"/explore/sharing{query}").text
        drawn, _, table = page.partition("The same as a table")
        assert drawn.count('class="edge"') == table.count('<tr><th scope="row">') > 0, query
        for link, count in re.findall(r'<td class="amount"><a href="([^"]+)">(\d+)<', table)[::5]:
            assert f'id="found">{count} practice' in explorer.get(unescape(link)).text, link


@pytest.mark.parametrize("name", named_queries())
def test_every_question_has_a_page_with_ways_to_the_words(explorer: TestClient, name: str) -> None:
    parameters = "?concept=e-mail+address" if name == "evidence" else ""
    page = explorer.get(f"/explore/questions/{name}{parameters}")
    assert page.status_code == 200
    rows = re.search(r'id="answer">(\d+) row', page.text)
    assert rows is not None
    if int(rows[1]):
        links = re.findall(r'href="(/explore/evidence[^"]+)"', page.text)
        assert links
        for link in (links[0], links[-1]):
            said = explorer.get(unescape(link))
            assert said.status_code == 200
            assert "that the vocabulary has" not in said.text, link


def test_an_answer_can_be_downloaded(explorer: TestClient) -> None:
    answer = explorer.get("/explore/questions/data-by-company.csv?category=contact+data")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="data-by-company.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["company"] for row in rows} >= {SHOP, APP}
    said = explorer.get("/explore/questions/data-by-company.json?category=contact+data")
    assert len(said.json()["results"]["bindings"]) == len(rows)


def test_a_concept_that_nobody_knows_keeps_what_was_typed(explorer: TestClient) -> None:
    answer = explorer.get("/explore/questions/sharing?category=tele%20%3Cb%3Ephone")
    assert answer.status_code == 422
    assert 'value="tele &lt;b&gt;phone"' in answer.text
    assert "Nobody knows this concept" in answer.text


def test_words_of_policies_are_shown_as_text(explorer: TestClient) -> None:
    company = f"/explore/company/{quote(HOSTILE, safe='')}"
    four = f"/explore/compare?company={quote(HOSTILE)}"
    for path in (
        "/explore",
        company,
        "/explore/evidence?data=pd:EmailAddress",
        "/explore/sharing?by=name",
        "/explore/questions/sharing",
        four,
    ):
        said = explorer.get(path)
        assert said.status_code == 200, path
        for raw in ("<script>alert", "<img", "</td></table><"):
            assert raw not in said.text, (path, raw)
        assert "alert(" in said.text


def test_without_a_store_each_page_says_how_to_make_one(tmp_path: Path) -> None:
    with client_of(Settings(folder=tmp_path, port=0)) as client:
        for path in ("/explore", "/explore/compare", "/explore/sharing", "/explore/questions", "/explore/evidence"):
            said = client.get(path)
            assert said.status_code == 200
            assert "policyglot ingest" in said.text
        for path in ("/explore/company/A", "/explore/diff?old=a&new=b", "/explore/questions/sale.csv"):
            assert "without a store" in client.get(path).text


def test_a_store_is_explored_while_it_is_written(
    explorer: TestClient, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with open_writer(explored_store(tmp_path_factory)):
        for path in ("/explore", f"/explore/company/{quote(APP)}", "/explore/questions/sale"):
            assert explorer.get(path).status_code == 200


def test_what_is_ingested_is_seen_at_once(tmp_path: Path) -> None:
    first, second = tmp_path / "first.jsonld", tmp_path / "second.jsonld"
    first.write_bytes(jsonld.write(ALPHA))
    second.write_bytes(jsonld.write(BETA))
    ingest([str(first)], tmp_path / "store")
    with client_of(Settings(folder=tmp_path / "kept", store=tmp_path / "store", port=0)) as client:
        assert "1 company" in client.get("/explore").text
        ingest([str(second)], tmp_path / "store")
        assert "2 companies" in client.get("/explore").text
        assert client.get("/explore/company/beta.example").status_code == 200


def test_a_store_that_went_away_is_said_to_have(store: Path, tmp_path: Path) -> None:
    copied = Path(shutil.copytree(store, tmp_path / "store"))
    with client_of(Settings(folder=tmp_path / "kept", store=copied, port=0)) as client:
        copied.rename(tmp_path / "elsewhere")
        for path in ("/explore", "/explore/questions/sale", "/sparql?query=ASK%7B%7D"):
            said = client.get(path, headers={"Accept": "text/html"})
            assert said.status_code == 500
            assert "The store that is served cannot be asked: this is no store." in said.text
            assert str(tmp_path) not in said.text
