"""The public API: complete, importable, and cheap until it is used."""

from __future__ import annotations

import doctest
import subprocess
import sys

import pytest

import policyglot


@pytest.mark.parametrize("name", policyglot.__all__)
def test_every_public_name_exists(name: str) -> None:
    assert getattr(policyglot, name) is not None


def test_api_is_listed_once_and_whole() -> None:
    assert sorted(policyglot.__all__) == sorted(policyglot._HOMES)


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        policyglot.nothing  # noqa: B018 - the access is the test


def test_import_loads_no_part() -> None:
    code = "import sys, policyglot; print([m for m in sys.modules if m.startswith('policyglot.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_example_of_the_package_runs() -> None:
    assert doctest.testmod(policyglot).failed == 0
