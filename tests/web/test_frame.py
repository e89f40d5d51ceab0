"""The frame of the workbench: its first page, its navigation, what a page may not do."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import LOOKS, Axe, OpenPage

PAGES = ("/", "/generate", "/nowhere")


def test_home_leads_to_every_section(client: TestClient) -> None:
    said = client.get("/")
    assert said.status_code == 200
    for path in ("/generate", "/check", "/explore", "/ask"):
        assert f'href="{path}"' in said.text


def test_what_is_nowhere_is_said_to_be(client: TestClient) -> None:
    said = client.get("/nowhere<script>")
    assert said.status_code == 404
    assert "There is no such page" in said.text
    assert "<script>" not in said.text


@pytest.mark.parametrize(("wide", "dark"), LOOKS)
def test_pages_are_accessible(browser_page: OpenPage, axe: Axe, wide: bool, dark: bool) -> None:
    page = browser_page("/", wide=wide, dark=dark)
    for path in PAGES:
        page.goto(path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the window"


def test_sign_in_is_accessible(browser_page: OpenPage, axe: Axe) -> None:
    page = browser_page("/sign-in", wide=False)
    axe(page)
    page.fill("#token", "wrong")
    page.click("button.primary")
    page.wait_for_selector("#token-error")
    axe(page)
