"""Real policies: none is refused, and the main text of pages is found."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from policyglot.errors import InputError, NotAPolicyError
from policyglot.read import read_document, segment

pytestmark = pytest.mark.shared

# Empty shells, a page that needs JavaScript, and four policies in French: each was read by a person.
REFUSED = {
    "bing": "3 words",
    "microsoft": "3 words",
    "microsoft-store": "3 words",
    "msn": "3 words",
    "skype": "3 words",
    "scalingo": "3 words",
    "time": "JavaScript",
    "tousanticovid": "no text",
    "orange": "French",
    "rakuten": "French",
    "rueducommerce-fr": "French",
    "tchap": "French",
}


def refusals(paths: list[Path]) -> dict[str, str]:
    found = {}
    for path in paths:
        try:
            document = read_document(path)
        except NotAPolicyError as error:
            found[path.stem] = error.message
            continue
        assert all(clause.text == clause.span.of(document.text) for clause in segment(document))
    return found


@pytest.mark.slow
def test_current_policies_are_read(shared: Path) -> None:
    found = refusals(sorted((shared / "corpus/policies").glob("*.md")))
    assert found.keys() == REFUSED.keys()
    assert [name for name, reason in REFUSED.items() if reason not in found[name]] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "pattern", ["corpus/old/*.txt", "corpus/html/*.html", "corpus/history/*/*.md", "gold/whole/text/*"]
)
def test_older_policies_are_read(shared: Path, pattern: str) -> None:
    assert refusals(sorted(shared.glob(pattern))) == {}


def test_seeds_are_read(shared: Path) -> None:
    assert refusals(sorted((shared / "seeds").glob("*.txt"))) == {}


def test_other_files_are_refused(shared: Path) -> None:
    for path in sorted((shared / "p3p-real").glob("*.xml"))[:10]:
        with pytest.raises(InputError):
            read_document(path)


def test_main_text_is_found(shared: Path) -> None:
    path = Path(__file__).parents[2] / "benchmarks/main_text.py"
    spec = importlib.util.spec_from_file_location("main_text", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    results = [module.measured(page) for page in sorted((shared / "corpus/html").glob("*.html"))]
    assert sum(recall for recall, _, _ in results) / len(results) >= 0.985
    assert sum(noise for _, noise, _ in results) / len(results) <= 0.085
