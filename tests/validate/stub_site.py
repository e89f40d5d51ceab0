"""Sites that exist in a TOML file only: URL to what its server answers."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policyglot.errors import FetchError


@dataclass(frozen=True, slots=True, kw_only=True)
class StubPage:
    """What a server answers."""

    final_url: str
    status: int
    content: bytes
    media_type: str | None
    headers: tuple[tuple[str, str], ...] = ()
    charset: str | None = None
    redirects: tuple[str, ...] = ()

    @property
    def is_downgraded(self) -> bool:
        return bool(self.redirects) and self.redirects[-1].startswith("https:") and self.final_url.startswith("http:")

    def values(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.headers if key.lower() == name)


def stub_fetch(pages: Mapping[str, Mapping[str, Any]]) -> Callable[[str], StubPage]:
    """Return a fetch over pages: `body`, `status`, `type`, `headers`, `error`, and `moved` (where it redirects to)."""

    def fetch(url: str) -> StubPage:
        said = pages.get(url, {"status": 404})
        if "error" in said:
            raise FetchError(said["error"], source=url)
        if "moved" in said:
            found = fetch(said["moved"])
            return StubPage(
                final_url=found.final_url,
                status=found.status,
                content=found.content,
                media_type=found.media_type,
                headers=found.headers,
                redirects=(url, *found.redirects),
            )
        return StubPage(
            final_url=url,
            status=said.get("status", 200),
            content=said.get("body", "").encode(),
            media_type=said.get("type", "application/xml" if url.endswith(".xml") else "text/html") or None,
            headers=tuple((name, value) for name, value in said.get("headers", ())),
        )

    return fetch


def read_site(path: Path) -> tuple[str, Callable[[str], StubPage]]:
    """Return the page to ask for, and the fetch, of a TOML file with `visit` and `pages`."""
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    return said["visit"], stub_fetch(said["pages"])
