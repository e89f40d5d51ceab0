"""The pages that explore a store as people use them: with and without scripts, wide and narrow, light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from tests.web.conftest import LOOKS, Axe, OpenPage, serving
from tests.web.explore_store import APP, BANK, HOSTILE, NEWS, SHOP, explored_store

from policyglot.web.settings import Settings

FOUR = urlencode([("company", name) for name in (SHOP, APP, NEWS, BANK)])
PAGES = {
    "search": "/explore",
    "searched": "/explore?data=pd:Contact&purpose=nonsense",
    "nothing found": "/explore?q=zzz",
    "company": f"/explore/company/{quote(APP)}",
    "cell": f"/explore/company/{quote(SHOP)}#e-online-others",
    "hostile": f"/explore/company/{quote(HOSTILE, safe='')}",
    "compare": f"/explore/compare?{FOUR}&company=Nobody",
    "compare nothing": "/explore/compare",
    "sharing": "/explore/sharing?data=nonsense",
    "questions": "/explore/questions",
    "question": "/explore/questions/data-by-company",
    "parameters": "/explore/questions/evidence?concept=nonsense",
    "evidence": "/explore/evidence?data=pd:EmailAddress",
    "missing": "/explore/company/Nobody",
}


@pytest.fixture(scope="module")
def explorer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = explored_store(tmp_path_factory)
    with serving(Settings(folder=tmp_path_factory.mktemp("kept"), store=store, port=0)) as url:
        yield url


def _fits(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


# Pages with wide tables and drawings, which are looked at both wide and narrow.
WIDE_PAGES = ("searched", "cell", "compare", "sharing")


@pytest.mark.parametrize(("wide", "dark"), LOOKS)
def test_pages_are_accessible_and_fit(browser_page: OpenPage, axe: Axe, explorer: str, wide: bool, dark: bool) -> None:
    page = browser_page("/explore", at=explorer, wide=wide, dark=dark)
    others = [name for name in PAGES if name not in WIDE_PAGES]
    for path in (PAGES[name] for name in (*WIDE_PAGES, *others[int(dark) :: 2])):
        page.goto(explorer + path)
        axe(page)
        assert _fits(page), f"{path} is wider than the window"


@pytest.mark.parametrize("scripts", [True, False])
def test_from_all_companies_to_the_words_of_one_cell(browser_page: OpenPage, explorer: str, scripts: bool) -> None:
    page = browser_page("/explore", at=explorer, scripts=scripts)
    page.get_by_label("Name, site or title").fill("tide")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("heading", name="1 company").wait_for()
    page.get_by_role("link", name=APP, exact=True).click()
    page.get_by_role("heading", name=APP, level=1).wait_for()
    cell = page.locator("#label td.stated > a").first
    cell.click()
    section = page.locator(cell.get_attribute("href"))
    assert section.is_visible()
    assert "“" in section.inner_text()
    section.locator("a.number").first.click()
    assert page.locator(".entries > li:target").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_facets_are_set_and_taken_back(browser_page: OpenPage, explorer: str, scripts: bool) -> None:
    page = browser_page("/explore", at=explorer, scripts=scripts)
    facet = page.locator(".facet", has_text="Says it does not").get_by_role("link", name=re.compile("^sell"))
    facet.click()
    page.wait_for_url("**denied=pg%3ASell**")
    assert page.locator(".facet a.chosen").inner_text().startswith("sell")
    page.locator(".facet a.chosen").click()
    page.get_by_role("heading", name="5 companies").wait_for()


@pytest.mark.parametrize("scripts", [True, False])
def test_companies_are_ticked_compared_and_removed(browser_page: OpenPage, explorer: str, scripts: bool) -> None:
    page = browser_page("/explore", at=explorer, scripts=scripts, wide=False)
    page.get_by_label(f"Compare {SHOP}").check()
    page.get_by_label(f"Compare {BANK}").check()
    page.get_by_role("button", name="Compare the ticked").click()
    assert page.locator(".matrix thead th").count() == 4
    page.get_by_label("Add a company").fill(APP)
    page.get_by_label("only differences").check()
    page.get_by_role("button", name="Show").click()
    assert page.locator(".matrix thead th").count() == 5
    page.get_by_role("link", name=f"remove {BANK}").click()
    assert page.locator(".matrix thead th").count() == 4
    assert page.get_by_label("only differences").is_checked()
    page.locator(".matrix td.denied a").first.click()
    assert page.locator("blockquote").count() > 0


def test_names_of_companies_are_offered_while_one_is_typed(browser_page: OpenPage, explorer: str) -> None:
    page = browser_page("/explore/compare", at=explorer)
    with page.expect_response("**/explore/names?q=lark"):
        page.get_by_label("Add a company").press_sequentially("lark")
    page.wait_for_function("document.querySelector('#names option') !== null")
    assert page.locator("#names option").get_attribute("value") == SHOP


@pytest.mark.parametrize("scripts", [True, False])
def test_two_versions_are_chosen_and_told_apart(browser_page: OpenPage, explorer: str, scripts: bool) -> None:
    page = browser_page(f"/explore/company/{quote(APP)}", at=explorer, scripts=scripts)
    page.get_by_role("button", name="Show what changed").click()
    page.get_by_role("heading", name="What changed").wait_for()
    assert "data brokers" in page.locator(".changes").first.inner_text()
    page.get_by_role("link", name=re.compile("where it stands")).first.click()
    assert page.locator(".entries > li:has(:target)").is_visible()


def test_a_line_of_the_drawing_lights_up_and_leads_to_its_words(browser_page: OpenPage, explorer: str) -> None:
    page = browser_page("/explore/sharing", at=explorer)
    page.locator(".drawing .node").first.hover()
    assert page.locator(".drawing .edge.lit").count() > 0
    assert page.locator(".drawing .edge.dim").count() > 0
    page.locator(".drawing .edge").first.focus()
    page.locator("table .amount a").first.click()
    assert page.locator("blockquote").count() > 0


@pytest.mark.parametrize("scripts", [True, False])
def test_a_question_is_asked_with_a_parameter_and_leads_to_words(
    browser_page: OpenPage, explorer: str, scripts: bool
) -> None:
    page = browser_page("/explore/questions", at=explorer, scripts=scripts)
    page.get_by_role("link", name="Data categories by company").click()
    page.get_by_label("Category").fill("contact data")
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url("**category=contact+data**")
    page.locator(".answer .amount a").first.click()
    assert page.locator("blockquote").count() > 0


def test_escape_leads_from_the_words_back_to_the_cell(browser_page: OpenPage, explorer: str) -> None:
    page = browser_page(f"/explore/company/{quote(SHOP)}", at=explorer)
    cell = page.locator("#label td.stated > a").first
    cell.press("Enter")
    page.wait_for_function("document.activeElement.tagName === 'H3'")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == cell.get_attribute("id")


def _dismissed(dialog: Any, said: list[str]) -> None:
    said.append(dialog.message)
    dialog.dismiss()


def test_nothing_of_a_policy_runs(browser_page: OpenPage, explorer: str, explored_paths: tuple[str, ...]) -> None:
    page = browser_page("/explore", at=explorer)
    said: list[str] = []
    page.on("dialog", lambda dialog: _dismissed(dialog, said))
    for path in explored_paths:
        page.goto(explorer + path)
        assert page.locator("img").count() == 0
    assert said == []


@pytest.fixture
def explored_paths() -> tuple[str, ...]:
    return (PAGES["hostile"], PAGES["evidence"], "/explore/sharing?by=name", "/explore/questions/named-recipients")
