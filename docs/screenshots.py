"""Takes the pictures of `docs/images/` anew: the workbench as it is, with a store of the sample policies.

    python docs/screenshots.py [--only NAME] [--all DIR]

Needs Chromium and Playwright, as the browser tests do (`sh tests/web/browser.sh`). Each shot is a line of `SHOTS`; a
page that needs something done first names a function. `--all DIR` takes every shot at both widths, light and dark,
into a folder of its own, to be looked at.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from policyglot.store.ingest import ingest
from policyglot.web.serving import listen, server_for
from policyglot.web.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
POLICIES = ROOT / "tests" / "data" / "policies"
SHOP, APP, NEWS, BANK = (
    "Larkspur & Finch Ltd",
    "Tidewalk Labs GmbH",
    "Harbourne Media, Inc.",
    "Prairie Lakes Savings Bank",
)
# What the older version of the app's policy says besides.
_OLDER = "\n\nWe sell your location data to Adnet Ltd for advertising. We share your email address with data brokers.\n"
_WIDTHS: Mapping[str, tuple[int, int]] = {"wide": (1280, 900), "narrow": (390, 844)}
_PATIENCE = 120_000
_PURPOSES = """\
SELECT ?purpose (COUNT(*) AS ?practices)
WHERE { ?practice a dpv:Process ; dpv:hasPurpose ?purpose }
GROUP BY ?purpose ORDER BY DESC(?practices) ?purpose LIMIT 8"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture.

    Attributes:
        name: Of the file, without its suffix.
        path: Where the browser goes first.
        act: What it does there, or None.
        at: Selector of what is scrolled to the top, or None.
        widths: At which widths it is taken for the documentation.
        is_dark: Whether it is taken dark.
    """

    name: str
    path: str
    act: Callable[[Any], None] | None = None
    at: str | None = None
    widths: tuple[str, ...] = ("wide",)
    is_dark: bool = False


def generate(page: Any) -> None:
    """Give the policy of a shop and wait for what comes of it."""
    page.set_input_files("#file", str(POLICIES / "shop.txt"))
    page.click("button.primary")
    page.wait_for_url("**/generate/*")


def open_cell(page: Any) -> None:
    """Open the evidence of a cell of the label."""
    generate(page)
    page.click("table.label td.opt-out a >> nth=0")


def review(page: Any) -> None:
    """Review the practices of that policy: decide about the first ones."""
    generate(page)
    page.click("text=Review each practice")
    for verdict in ("accept", "accept", "reject"):
        at = page.locator(f"li.undecided:has([data-do=correct]) [data-do={verdict}]").first.evaluate(
            "node => node.closest('li').id"
        )
        page.click(f"#{at} [data-do={verdict}]")
        page.wait_for_selector(f"#{at}.{verdict}ed")
    page.evaluate("scrollTo(0, 0)")


def correct(page: Any) -> None:
    """Correct a practice."""
    review(page)
    page.click("li.undecided [data-do=correct] >> nth=0")
    page.wait_for_selector("#words-1")


def correct_wrongly(page: Any) -> None:
    """Correct a practice to something that nobody can understand."""
    correct(page)
    page.fill("#purposes-1", "marketting")
    page.fill("#words-1", "We sell nothing at all.")
    page.click("button[value=save]")
    page.wait_for_selector("#words-error")


def refuse_answer(page: Any) -> None:
    """Answer wrongly."""
    generate(page)
    page.fill('[name="site"]', "shop")
    page.click("text=Generate again")
    page.wait_for_selector("#site-error")


def submit(page: Any) -> None:
    """Send an empty form."""
    page.click("button.primary")
    page.wait_for_load_state()


def check(page: Any) -> None:
    """Check a P3P header that contradicts itself."""
    page.fill("#text", 'P3P: policyref="/w3c/p3p.xml", CP="NOI DSP ALL CUR ADMa IND PHY ONL XXX"')
    page.click("button.primary")
    page.wait_for_url("**/check/*")


def show_changes(page: Any) -> None:
    """Show what changed between the two versions that the page of a company offers."""
    page.click("text=Show what changed")
    page.wait_for_url("**/explore/diff?*")


def _company(name: str) -> str:
    return f"/explore/company/{quote(name, safe='')}"


SHOTS: tuple[Shot, ...] = (
    Shot(name="home", path="/", widths=("wide", "narrow")),
    Shot(name="generate", path="/generate"),
    Shot(name="generate-error", path="/generate", act=submit, widths=()),
    Shot(name="generated", path="/generate", act=generate),
    Shot(name="label", path="/generate", act=generate, at="#label", widths=("wide", "narrow")),
    Shot(name="evidence", path="/generate", act=open_cell, at=".evidence", widths=()),
    Shot(name="practices", path="/generate", act=generate, at=".panes", is_dark=True),
    Shot(name="answers", path="/generate", act=generate, at="#open"),
    Shot(name="answers-error", path="/generate", act=refuse_answer, at="#open", widths=()),
    Shot(name="files", path="/generate", act=generate, at="#files"),
    Shot(name="review", path="/generate", act=review),
    Shot(name="review-list", path="/generate", act=review, at="#practices", widths=()),
    Shot(name="correct", path="/generate", act=correct),
    Shot(name="correct-error", path="/generate", act=correct_wrongly, at="#field-purposes", widths=()),
    Shot(name="check", path="/check"),
    Shot(name="checked", path="/check", act=check, widths=("wide", "narrow")),
    Shot(name="explore", path="/explore"),
    Shot(name="explore-nothing", path="/explore?q=nobody-has-this-name", widths=()),
    Shot(name="company", path=_company(APP)),
    Shot(name="diff", path=_company(APP), act=show_changes, widths=()),
    Shot(name="compare", path="/explore/compare?" + urlencode({"company": (SHOP, APP, NEWS, BANK)}, doseq=True)),
    Shot(name="sharing", path="/explore/sharing"),
    Shot(name="questions", path="/explore/questions"),
    Shot(name="ask", path="/ask?" + urlencode({"query": _PURPOSES})),
    Shot(name="nowhere", path="/nowhere", widths=()),
)


def make_store(folder: Path) -> Path:
    """Make a store of the sample policies, one of them in two versions."""
    source = folder / "policies"
    (source / "app").mkdir(parents=True)
    app = (POLICIES / "app.md").read_text(encoding="utf-8")
    (source / "app" / "2024-02-01.md").write_text(app + _OLDER, encoding="utf-8")
    (source / "app" / "2025-06-12.md").write_text(app, encoding="utf-8")
    for name in ("shop.txt", "news.html", "bank-2003.txt"):
        shutil.copy(POLICIES / name, source / name)
    ingest([str(source)], folder / "store")
    return folder / "store"


@contextmanager
def workbench(folder: Path) -> Iterator[str]:
    """Serve a workbench on loopback; yield its URL without a slash at the end."""
    settings = Settings(folder=folder / "kept", store=make_store(folder), port=0)
    with listen(settings) as listening:
        server = server_for(listening)
        thread = threading.Thread(target=server.run, args=([listening.socket],), daemon=True)
        thread.start()
        yield listening.url.removesuffix("/")
        server.should_exit = True
        thread.join(10)


def take(browser: Any, url: str, shot: Shot, *, width: str, is_dark: bool, into: Path) -> None:
    """Take one picture."""
    across, down = _WIDTHS[width]
    context = browser.new_context(
        viewport={"width": across, "height": down},
        color_scheme="dark" if is_dark else "light",
        base_url=url,
        reduced_motion="reduce",
    )
    context.set_default_timeout(_PATIENCE)
    page = context.new_page()
    page.goto(shot.path)
    if shot.act is not None:
        shot.act(page)
    if shot.at is not None:
        page.eval_on_selector(shot.at, "node => node.scrollIntoView()")
    suffix = f"{'' if width == 'wide' else '-narrow'}{'-dark' if is_dark and not shot.is_dark else ''}"
    page.screenshot(path=into / f"{shot.name}{suffix}.png")
    context.close()


def main() -> int:
    """Take the pictures."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - what only shows its help needs no browser

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", metavar="NAME", help="take one of them")
    parser.add_argument("--all", type=Path, metavar="DIR", help="take all of them, everyhow, into another folder")
    given = parser.parse_args()
    into = given.all or IMAGES
    into.mkdir(parents=True, exist_ok=True)
    executable = os.environ.get("POLICYGLOT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as name, workbench(Path(name)) as url, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        for shot in SHOTS:
            if given.only not in (None, shot.name):
                continue
            wanted = [(width, shot.is_dark) for width in shot.widths]
            if given.all:
                wanted = [("wide", False), ("narrow", True)]
            for width, is_dark in wanted:
                take(browser, url, shot, width=width, is_dark=is_dark, into=into)
            sys.stdout.write(f"{shot.name}\n")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
