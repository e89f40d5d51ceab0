from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
# A Markdown link to a file of the repository: "[text](path)" without scheme and fragment.
LOCAL_LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#]+)")


def written_pages() -> Mapping[str, str]:
    spec = importlib.util.spec_from_file_location("docs_write", DOCS / "write.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    pages: Mapping[str, str] = module.pages()
    return pages


@pytest.mark.parametrize("name", ["cli.md", "rules.md"])
def test_page_says_what_the_program_says(name: str, golden: Callable[[Path, bytes], None]) -> None:
    golden(DOCS / name, written_pages()[name].encode())


@pytest.mark.parametrize("page", sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")]), ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = LOCAL_LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("text", ["[a](docs/rules.md)", "[a](LICENSE#x)"])
def test_local_link(text: str) -> None:
    assert LOCAL_LINK.search(text)


@pytest.mark.parametrize("text", ["[a](https://x.example/)", "[a](#below)", "(plain)"])
def test_no_local_link(text: str) -> None:
    assert not LOCAL_LINK.search(text)
