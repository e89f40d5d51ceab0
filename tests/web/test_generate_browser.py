"""Generate in a browser: the main way through, with scripts and without, wide and narrow, light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.web.conftest import LOOKS, Axe, OpenPage

SHOP = Path(__file__).parents[1] / "data" / "policies" / "shop.txt"


@pytest.mark.parametrize("scripts", [True, False])
def test_whole_way_through(browser_page: OpenPage, scripts: bool, tmp_path: Path) -> None:
    page = browser_page("/", scripts=scripts)
    page.click("text=I run a site")
    page.click("button.primary")
    assert page.locator("#text-error").is_visible()
    page.fill("#site", "https://typed.example/")
    page.fill("#text", "Two words")
    page.click("button.primary")
    page.wait_for_selector("text=Back to the form")
    page.click("text=Back to the form")
    assert page.input_value("#site") == "https://typed.example/"
    assert page.input_value("#text") == "Two words"
    page.fill("#text", "")
    page.set_input_files("#file", str(SHOP))
    page.click("button.primary")
    page.wait_for_url("**/generate/*")
    assert page.inner_text("h1") == "Larkspur & Finch - Privacy Policy"

    page.click("table.label td.stated a >> nth=0")
    assert page.locator(".evidence section:visible").count() == 1
    page.fill('[name="controller.city"]', "Belper")
    page.click("text=Generate again")
    page.wait_for_url("**/generate/*#open")
    assert page.input_value('[name="controller.city"]') == "Belper"

    page.click("summary:has-text('P3P policy')")
    with page.expect_download() as got:
        page.click("a:has-text('w3c/policy.xml')")
    assert "Belper" in Path(got.value.path()).read_text(encoding="utf-8")
    with page.expect_download() as got:
        page.click("text=Download everything")
    assert got.value.suggested_filename == "larkspur-finch-privacy-policy.zip"
    assert page.locator("button[data-copy]:visible").count() == (0 if not scripts else 2)


def test_report_and_page_are_accessible_everywhere(browser_page: OpenPage, axe: Axe) -> None:
    page = browser_page("/generate")
    page.set_input_files("#file", str(SHOP))
    page.click("button.primary")
    page.wait_for_url("**/work/*")
    axe(page)
    page.wait_for_url("**/generate/*")
    path = page.url
    for wide, dark in LOOKS:
        page = browser_page(path, wide=wide, dark=dark)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        axe(page)
    page.fill('[name="policy_url"]', "nowhere")
    page.click("text=Generate again")
    page.wait_for_selector("#policy_url-error")
    axe(page)
    page.goto(path + "/report.html")
    assert page.inner_text("h1") == "Larkspur & Finch - Privacy Policy"


def test_keyboard_reaches_what_it_needs(browser_page: OpenPage) -> None:
    page = browser_page("/generate")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "text"


@pytest.mark.slow
def test_long_policy_stays_usable(browser_page: OpenPage, long_policy: Path) -> None:
    page = browser_page("/generate")
    page.set_input_files("#file", str(long_policy))
    page.click("button.primary")
    page.wait_for_url("**/generate/*", timeout=120_000)
    page.click("table.label td a >> nth=0")
    assert page.locator(".evidence section:visible").count() == 1
