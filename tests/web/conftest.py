"""The workbench for tests: in memory, on a port of loopback, and in a browser that axe-core looks at."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.store.samples import ALPHA, BETA

from policyglot.formats import jsonld
from policyglot.store.ingest import ingest
from policyglot.web import create_app
from policyglot.web.serving import listen, server_for
from policyglot.web.settings import Settings

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
# WCAG 2.2, levels A and AA, and what axe-core calls good practice.
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
WIDE, NARROW = (1280, 900), (390, 844)
# Whether a page is looked at wide, and whether dark: each width and each colour once, as every look costs seconds.
LOOKS = ((True, False), (False, True))
# The hidden field of a form that came from a page of ours.
CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')
# So many milliseconds at most for what a page does.
PATIENCE = 20_000


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small store: two companies, read from JSON-LD."""
    folder = tmp_path_factory.mktemp("web")
    for policy in (ALPHA, BETA):
        (folder / f"{policy.sha256[:8]}.jsonld").write_bytes(jsonld.write(policy))
    ingest([str(folder)], folder / "store")
    return folder / "store"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, store: Path) -> Settings:
    """Settings of a workbench with the small store; all tests share its kept work, which is thrown away."""
    return Settings(folder=tmp_path_factory.mktemp("kept") / "workbench", store=store, port=0, works_at_once=1)


@pytest.fixture(scope="session")
def shared_client(settings: Settings) -> Iterator[TestClient]:
    """One workbench in memory for all tests, so that its processes are warm."""
    with client_of(settings) as made:
        yield made


@pytest.fixture
def client(shared_client: TestClient) -> TestClient:
    """A client of a workbench in memory that has no session yet; redirects are not followed."""
    shared_client.cookies.clear()
    return shared_client


@contextmanager
def client_of(settings: Settings) -> Iterator[TestClient]:
    """A client of a workbench of one's own settings."""
    app = create_app(settings)
    app.state.works.warm = lambda: None  # a process costs seconds, and few tests have work for it
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as made:
        yield made


def post(client: TestClient, path: str, fields: Mapping[str, Any], *, page: str, **more: Any) -> Any:
    """Send a form as a browser would: with the token of the page that it stands on."""
    found = CSRF.search(client.get(page).text)
    assert found is not None, f"{page} has no form"
    return client.post(path, data={**fields, "csrf": found[1]}, **more)


def finished(client: TestClient, response: Any, *, seconds: float = 60) -> Any:
    """Follow a work to its end and return the page that shows what came of it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if response.status_code == 303:
            response = client.get(response.headers["location"])
            continue
        work = re.search(r'data-progress="(/work/[^"]+)/progress"', response.text)
        if work is None:
            return response
        time.sleep(0.05)
        response = client.get(work[1])
    raise AssertionError("the work did not end")


@pytest.fixture(scope="session")
def served_settings(tmp_path_factory: pytest.TempPathFactory, store: Path) -> Settings:
    return Settings(folder=tmp_path_factory.mktemp("kept"), store=store, port=0, works_at_once=1)


@pytest.fixture(scope="session")
def served(served_settings: Settings) -> Iterator[str]:
    """Base URL, without a slash at the end, of a workbench that uvicorn serves for all browser tests."""
    with serving(served_settings) as url:
        yield url


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """Serve a workbench on loopback in a thread."""
    with listen(settings) as listening:
        server = server_for(listening)
        thread = threading.Thread(target=server.run, args=([listening.socket],), daemon=True)
        thread.start()
        try:
            yield listening.url.removesuffix("/")
        finally:
            server.should_exit = True
            thread.join(10)


def chromium() -> str | None:
    """Path of the browser, or None."""
    return os.environ.get("POLICYGLOT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    executable = chromium()
    if executable is None:
        pytest.skip("needs Chromium: apt-get install chromium, or its path in POLICYGLOT_CHROMIUM")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
    with playwright.sync_playwright() as driver, tempfile.TemporaryDirectory() as home:
        made = driver.chromium.launch(
            executable_path=executable,
            headless=True,
            env={**os.environ, "HOME": home},
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield made
        made.close()


@pytest.fixture
def long_policy(tmp_path: Path) -> Path:
    """A policy of 300 kB, which takes a while: that of a shop, once for each of its many brands."""
    one = (Path(__file__).parents[1] / "data" / "policies" / "shop.txt").read_text(encoding="utf-8")
    brands = range(300_000 // len(one) + 1)
    path = tmp_path / "long.txt"
    path.write_text("\n\n".join(one.replace("Larkspur", f"Larkspur{n}") for n in brands), encoding="utf-8")
    return path


OpenPage = Callable[..., Any]


@pytest.fixture
def browser_page(browser: Any, served: str) -> Iterator[OpenPage]:
    """Open a page of the served workbench: `browser_page(path, wide=True, dark=False, scripts=True)`.

    An error of a script, a request that the Content-Security-Policy refused, and a request to anywhere else
    fail the test when it ends.
    """
    contexts: list[Any] = []
    wrong: list[str] = []

    def open_page(
        path: str, *, wide: bool = True, dark: bool = False, scripts: bool = True, at: str | None = None
    ) -> Any:
        width, height = WIDE if wide else NARROW
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            base_url=at or served,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on("console", lambda said: _note(said, wrong))
        page.on("request", lambda request: _check_local(request.url, at or served, wrong))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def _note(said: Any, wrong: list[str]) -> None:
    if said.type == "error" and "Content Security Policy" in said.text:
        wrong.append(said.text)


def _check_local(url: str, base: str, wrong: list[str]) -> None:
    if not url.startswith((f"{base}/", "data:", "blob:")):
        wrong.append(f"a request to {url}")


Axe = Callable[..., None]


@pytest.fixture(scope="session")
def axe() -> Axe:
    """Fail where axe-core finds a page's violation of WCAG 2.2 AA: `axe(page)`; what may not wait moves first."""
    if not AXE.is_file():
        pytest.skip("needs axe-core: npm ci --prefix tests/web")
    script = AXE.read_text(encoding="utf-8")

    def look(page: Any) -> None:
        # The page's own policy lets no script in; Playwright's evaluation is not bound to it.
        page.evaluate(script)
        found = page.evaluate(
            "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
            list(AXE_TAGS),
        )
        said = [
            f"{violation['id']}: {violation['help']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]
        assert said == [], f"{page.url}: " + "\n".join(said)

    return look
