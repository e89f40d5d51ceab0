"""Imports go one way, as the design lays down."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "policyglot"

# Part of the package to the parts it may import. A part is a module or folder right below policyglot.
VALUES = {"errors", "findings", "model", "prose"}
LEXICAL = VALUES | {"resources", "vocabulary"}
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "findings": set(),
    "model": {"prose"},
    "prose": set(),
    "resources": VALUES,
    "vocabulary": VALUES | {"resources"},
    "read": LEXICAL,
    "extract": LEXICAL | {"read"},
    "formats": LEXICAL,
    "corrections": LEXICAL | {"read"},
    "validate": LEXICAL | {"formats", "corrections"},
    "store": LEXICAL | {"formats", "load"},
    "compare": LEXICAL,
    "train": LEXICAL | {"read", "extract"},
    "addresses": set(),
    "answers": LEXICAL | {"addresses"},
    "output": VALUES,
    "load": LEXICAL | {"read", "extract", "formats"},
    "judging": LEXICAL | {"formats", "load", "validate"},
    "url_check": LEXICAL | {"read", "formats", "validate"},
    "report": LEXICAL | {"formats", "answers"},
    "generation": LEXICAL | {"read", "extract", "formats", "validate", "answers", "corrections", "report"},
}
# The workbench shows all of it, and nothing but the command line knows the workbench.
MAY_IMPORT["web"] = set(MAY_IMPORT)
# The public API and the command line, on top of all.
TOP = {"__init__", "__main__", "cli"}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def part_of(path: Path) -> str:
    first = path.relative_to(SOURCE).parts[0]
    return first.removesuffix(".py")


def imported_parts(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names = [node.module or ""]
            if node.module == "policyglot":
                names = [f"policyglot.{alias.name}" for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("policyglot.")}
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_one_way(path: Path) -> None:
    part = part_of(path)
    if part in TOP:
        return
    assert part in MAY_IMPORT, f"say in MAY_IMPORT what {part} may import"
    wrong = imported_parts(path) - MAY_IMPORT[part] - {part}
    assert not wrong, f"{part} must not import {', '.join(sorted(wrong))}"


def test_nobody_imports_the_command_line() -> None:
    guilty = [path for path in modules() if part_of(path) not in TOP and "cli" in imported_parts(path)]
    assert guilty == []


@pytest.mark.parametrize(
    ("statement", "unwanted"),
    [
        ("import policyglot", ("lxml", "rdflib", "pyld", "pyoxigraph", "click", "rich")),
        ("import policyglot.formats", ("lxml", "rdflib", "pyld", "pyshacl")),
        ("import policyglot.validate", ("lxml", "rdflib", "pyld", "pyshacl", "jsonschema")),
        ("import policyglot.cli", ("click", "rich", "inspect", "policyglot.errors")),
        ("import policyglot.cli.dispatch", ("rich", "lxml", "rdflib", "pyoxigraph")),
    ],
)
def test_importing_one_part_loads_no_library_of_another(statement: str, unwanted: tuple[str, ...]) -> None:
    code = f"import sys; before = set(sys.modules); {statement}; print(*(set(sys.modules) - before), sep='\\n')"
    # -I keeps the environment out, -S would lose the virtual environment.
    loaded = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert not set(loaded.stdout.split()) & set(unwanted)
