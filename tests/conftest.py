"""What all tests share: the corpora beside the checkout, and golden files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]

# No test says how long anything may take: a busy machine is no fault.
settings.register_profile("policyglot", deadline=None)
settings.load_profile("policyglot")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files anew instead of comparing")


def _shared_folder() -> Path:
    return Path(os.environ.get("POLICYGLOT_SHARED") or ROOT.parent / "shared")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if _shared_folder().is_dir():
        return
    absent = pytest.mark.skip(reason=f"needs the shared corpora, absent at {_shared_folder()} (POLICYGLOT_SHARED)")
    for item in items:
        if item.get_closest_marker("shared") is not None:
            item.add_marker(absent)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the shared corpora; a test that takes it carries the marker `shared`."""
    folder = _shared_folder()
    if not folder.is_dir():
        pytest.skip(f"needs the shared corpora, absent at {folder} (POLICYGLOT_SHARED)")
    return folder


Golden = Callable[[Path, bytes], None]


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare bytes with a golden file, or write it under `--update-golden`."""

    def compare(path: Path, produced: bytes) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(produced)
            return
        assert path.is_file(), f"{path.relative_to(ROOT)} is missing: run pytest --update-golden and review its diff"
        assert produced == path.read_bytes(), f"{path.relative_to(ROOT)} differs: run pytest --update-golden"

    return compare
