"""The worked example in `output/example`, and what the README shows of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from policyglot.answers import read_answers
from policyglot.generation import FILES, generate
from policyglot.read import read_document
from policyglot.validate import validate

ROOT = Path(__file__).parents[1]
PROSE, ANSWERS = "tests/data/policies/shop.txt", "tests/data/policies/shop.answers.toml"
# A block of the README that is cut out of a file of the example: its first line names the file.
EXCERPT = re.compile(r"<!-- from (?P<path>[^ ]+) -->\n```[a-z]*\n(?P<text>.*?)```\n", re.DOTALL)


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    document = read_document(content=(ROOT / PROSE).read_bytes(), name=PROSE)
    return generate(document, answers=read_answers((ROOT / ANSWERS).read_bytes(), ANSWERS)).files


@pytest.mark.parametrize("path", FILES)
def test_example_is_what_generate_makes(
    path: str, files: Mapping[str, bytes], golden: Callable[[Path, bytes], None]
) -> None:
    golden(ROOT / "output" / "example" / path, files[path])


@pytest.mark.parametrize("path", [path for path in FILES if path not in ("findings.json", "report.html")])
def test_example_is_valid(path: str) -> None:
    content = (ROOT / "output" / "example" / path).read_bytes()
    assert [f for f in validate(content, path) if f.severity.value == "error"] == []


def excerpts() -> list[tuple[str, str]]:
    return [(m["path"], m["text"]) for m in EXCERPT.finditer((ROOT / "README.md").read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("path", "text"), excerpts(), ids=[path for path, _ in excerpts()])
def test_readme_quotes_the_example(path: str, text: str) -> None:
    """Every line of an excerpt stands in its file, in order; "…" stands for what is left out of a line or between."""
    content = [" ".join(line.split()) for line in (ROOT / path).read_text(encoding="utf-8").splitlines()]
    at = 0
    for line in (" ".join(line.split()) for line in text.splitlines()):
        wanted, cut, _ = line.partition("…")
        if not wanted:
            continue
        found = next((i for i in range(at, len(content)) if content[i].startswith(wanted)), None)
        assert found is not None, f"{path} does not have {line!r} there: cut the excerpt out anew"
        assert cut or content[found] == wanted
        at = found + 1


def test_readme_has_excerpts() -> None:
    assert {path for path, _ in excerpts()} >= {
        PROSE,
        "output/example/policy.jsonld",
        "output/example/w3c/policy.xml",
        "output/example/headers.txt",
    }
