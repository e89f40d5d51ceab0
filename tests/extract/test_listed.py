"""Bare names in lists and tables."""

from __future__ import annotations

import pytest
from tests.extract.prose import readings

from policyglot.extract.listed import listed
from policyglot.extract.reading import operation_index
from policyglot.vocabulary import load_vocabulary


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        ("# What we collect", "Phone number", "collect"),
        ("# Collection of information", "(b) Gender of the user;", "collect"),
        ("# With whom we share", "Service providers.", "share"),
        ("# Our office", "Phone number.", None),
        ("Third-party services that the game uses", "AdMob", "share"),
        ("# What we collect", "This information may include:", None),
        (
            "# What we collect",
            "Our shop has been open on the market square since the year your parents were born.",
            None,
        ),
    ],
)
def test_a_bare_name_states_what_its_heading_speaks_of(heading: str, text: str, expected: str | None) -> None:
    found = [listed(r, operation_index(load_vocabulary())) for r in readings(heading, text) if not r.is_heading]
    assert list(found[-1]) == ([expected] if expected else [])
