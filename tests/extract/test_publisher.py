from __future__ import annotations

import pytest
from tests.extract.prose import document, policy

from policyglot.extract.parties import find_controller
from policyglot.extract.publisher import SHORT, own_names
from policyglot.model import Party
from policyglot.read import segment

OPENING = 'Fern Lane Seeds, Inc. ("we", "us") sells seeds.'


def names(text: str, candidate: str) -> bool:
    read = document(text)
    pattern = own_names(read, find_controller(read, segment(read), None))
    return pattern is not None and pattern.search(candidate) is not None


@pytest.mark.parametrize(
    ("candidate", "expected"),
    [
        ("Fern Lane Seeds, Inc. keeps it.", True),
        ("Fern Lane Seeds keeps it.", True),
        ("Fern Lane Seeds's printers keep it.", False),
        ("Fern Lane Seedsmen keep it.", False),
        ("fern lane seeds keep well.", False),
        ("Write to fernlane@seeds.example.", False),
    ],
)
def test_names_of_the_publisher(candidate: str, *, expected: bool) -> None:
    assert names(OPENING, candidate) is expected


def test_nobody_named_has_no_names() -> None:
    assert not names("The weather is fine.", "Fern Lane Seeds keeps it.")


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (' ("FLS") sells', "FLS"),
        (" (collectively, “Fern Lane”) sells", "Fern Lane"),
        (" (the firm) sells", None),
        (' ("we") sells', None),
    ],
)
def test_short_name_stands_in_brackets_and_quotes(text: str, short: str | None) -> None:
    found = SHORT.match(text)
    assert (found["short"] if found else None) == short


def test_publisher_that_is_called_by_name_is_the_first_party() -> None:
    found = policy(
        OPENING, "Fern Lane Seeds may share your name with printers.", "Fern Lane Seeds collects your address."
    )
    assert {p.party for p in found.stated} == {Party.FIRST_PARTY}
