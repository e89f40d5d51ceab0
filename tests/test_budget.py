"""A module stays below 400 lines and a function below 50."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULE, FUNCTION = 400, 50
FORBIDDEN = {"utils", "util", "helpers", "common", "base", "core", "manager", "service"}


def modules() -> list[Path]:
    return [path for folder in ("src", "benchmarks") for path in sorted((ROOT / folder).rglob("*.py"))]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_module_and_its_functions_stay_within_the_budget(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < MODULE
    functions = (n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    long = {
        f.name: f.end_lineno - f.lineno + 1 for f in functions if f.end_lineno and f.end_lineno - f.lineno >= FUNCTION
    }
    assert long == {}


def test_every_module_has_a_name_that_says_what_is_in_it() -> None:
    assert [path for path in modules() if path.stem in FORBIDDEN] == []
