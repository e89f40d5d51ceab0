from __future__ import annotations

import pytest

from policyglot.model import BlockKind
from policyglot.read.layout import Piece
from policyglot.read.text import read

H, P, I = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM  # noqa: E741 - the three kinds of plain text


def pieces(text: str) -> list[tuple[BlockKind, str, int]]:
    return [(piece.kind, piece.text, piece.level) for piece in read(text)]


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "We collect the information that you give\nto us when you register, and we use it to\nship what you ordered. "
        "We never sell it.\nYou may ask us at any time what we know\nabout you.\n"
    )
    assert [kind for kind, _, _ in pieces(text)] == [P]


def test_sentences_on_lines_of_their_own_stay_apart() -> None:
    text = "We collect your name.\nWe use it to ship your order.\nWe never sell it to anybody at all.\n"
    assert len(pieces(text)) == 3


def test_separators_are_dropped() -> None:
    assert pieces("We ask.\n==========\nWe answer.") == [(P, "We ask.", 0), (P, "We answer.", 0)]


@pytest.mark.parametrize(
    "line",
    [
        "What we collect",
        "SECURITY",
        "2. Information You Give",
        "2. What we collect",
        "Who we share your data with",
        "Cookies?",
    ],
)
def test_short_line_above_text_is_a_heading(line: str) -> None:
    found = pieces(f"We respect you.\n\n{line}\n\nWe collect your name and your address when you order.")
    assert [(kind, text) for kind, text, _ in found if kind is H] == [(H, line)]


@pytest.mark.parametrize(
    "line", ["We ask.", "name, address", "updated June 2004", "Updated June 2004", "write to a@b.example"]
)
def test_other_short_lines_are_no_headings(line: str) -> None:
    found = pieces(f"We respect you.\n\n{line}\n\nWe collect your name and your address when you order.")
    assert all(kind is not H for kind, _, _ in found)


def test_address_lines_are_no_headings() -> None:
    address = "\tAcme Privacy\n\tAcme Corporation\n\t31 Big Street\n\tTroy, MI 48084"
    text = f"Write to us:\n\n{address}\n\nChanges\n\n\tWe may change this."
    assert [(kind, words) for kind, words, _ in pieces(text) if kind is H] == [(H, "Changes")]


def test_underlined_lines_are_headings_with_levels() -> None:
    found = pieces("Privacy\n=======\n\nWe ask.\n\nNames\n-----\nWe keep names.")
    assert [(words, level) for kind, words, level in found if kind is H] == [("Privacy", 1), ("Names", 2)]


def test_numbers_of_sections_give_depth() -> None:
    found = pieces("1. Data\n\nWe ask for data.\n\n1.1 Names\n\nWe ask for names.")
    assert [level for kind, _, level in found if kind is H] == [2, 3]


def test_bullets_are_items() -> None:
    found = pieces("We collect:\n- names\n- addresses,\n  which we keep\n* ages\n")
    assert found == [(P, "We collect:", 0), (I, "names", 1), (I, "addresses, which we keep", 1), (I, "ages", 2)]


def test_indented_bullets_nest() -> None:
    found = pieces("We collect:\n- names\n    - given\n    - family\n- ages\n")
    assert [level for kind, _, level in found if kind is I] == [1, 2, 2, 1]


def test_enumerators_are_items_where_they_repeat() -> None:
    assert pieces("(a) names; and\n(b) ages.") == [(I, "names; and", 1), (I, "ages.", 1)]
    assert pieces("A. Smith wrote this policy for us.")[0][0] is P


def test_bullet_alone_on_its_line_takes_the_next() -> None:
    assert pieces("We collect:\n•\nyour name\n•\nyour age") == [
        (P, "We collect:", 0),
        (I, "your name", 1),
        (I, "your age", 1),
    ]


def test_bullets_inside_a_line_are_items() -> None:
    assert [words for _, words, _ in pieces("We collect: • names • ages")] == ["We collect:", "names", "ages"]


def test_references_and_comments_of_a_bad_conversion_vanish() -> None:
    assert pieces("Names&nbsp;&amp; ages <!-- x -->are kept.") == [(P, "Names & ages are kept.", 0)]


def test_marker_survives_beside_the_item() -> None:
    first: Piece = next(iter(read("(a) names\n(b) ages")))
    assert (first.marker, first.text) == ("(a)", "names")
