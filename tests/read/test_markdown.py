from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.token import Token

from policyglot.model import BlockKind
from policyglot.read.layout import one_line
from policyglot.read.markdown import _inline_text, _parser, _Reader, read

H, P, I, R = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW  # noqa: E741 - the four kinds


def pieces(text: str) -> list[tuple[BlockKind, str, int]]:
    return [(piece.kind, piece.text, piece.level) for piece in read(text)]


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("See [our *page*](https://x.example/a_b) now.", "See our page now."),
        ("**Bold**, _soft_ and `code` words.", "Bold, soft and code words."),
        ("A \\* star & an &amp;mpersand.", "A * star & an &mpersand."),
        ("![logo](/logo.png)We ask.", "We ask."),
        ("Snake_case_name stays.", "Snake_case_name stays."),
        ("One\nparagraph here.", "One paragraph here."),
        ("<span>Tags</span> go.", "Tags go."),
    ],
)
def test_inline_marks_vanish_and_words_stay(source: str, plain: str) -> None:
    assert pieces(source) == [(P, plain, 0)]


def test_headings_have_their_levels() -> None:
    assert pieces("# A\n\nB\n-\n\n### C ###") == [(H, "A", 1), (H, "B", 2), (H, "C", 3)]


def test_bold_paragraph_is_a_heading_below_the_last() -> None:
    found = pieces("## Data\n\n**Names**\n\nWe ask.\n\n**We never sell names.**")
    assert found == [(H, "Data", 2), (H, "Names", 3), (P, "We ask.", 0), (P, "We never sell names.", 0)]


def test_lists_nest() -> None:
    found = list(read("We collect:\n\n* names\n    1. given\n    2. family\n* ages\n\n  for ever\n"))
    assert [(p.text, p.level, p.marker, p.continues) for p in found[1:]] == [
        ("names", 1, "", False),
        ("given", 2, "1.", False),
        ("family", 2, "2.", False),
        ("ages", 1, "", False),
        ("for ever", 1, "", True),
    ]


def test_quoted_note_is_a_paragraph() -> None:
    assert pieces("> *Archived in 2018.*\n\nWe ask.") == [(P, "Archived in 2018.", 0), (P, "We ask.", 0)]


def test_table_is_rows_with_header() -> None:
    found = list(read("| Data | Why |\n|---|---|\n| [Name](x) | ship |\n| Age |  |\n"))
    assert [(p.kind, p.text, p.header) for p in found] == [
        (R, "Data | Why", ()),
        (R, "Name | ship", ("Data", "Why")),
        (R, "Age", ()),
    ]


def test_hard_breaks_part_lines_that_do_not_go_on() -> None:
    assert [words for _, words, _ in pieces("Acme Ltd  \n1 High Street  \nand so on")] == [
        "Acme Ltd",
        "1 High Street and so on",
    ]


def test_html_block_is_read() -> None:
    assert pieces("<div><p>We ask.</p><p>You answer.</p></div>\n\n<!-- no -->\n") == [
        (P, "We ask.", 0),
        (P, "You answer.", 0),
    ]


def test_reference_links_lose_their_definitions() -> None:
    assert pieces("See [it][1].\n\n[1]: https://x.example") == [(P, "See it.", 0)]


def test_indented_text_is_prose() -> None:
    assert pieces("    We ask for your name.") == [(P, "We ask for your name.", 0)]


def test_paragraph_of_marks_is_stripped_without_the_parser() -> None:
    ((_, words, _),) = pieces("*a [b](c) " * 5000)
    assert words.startswith("a b a b")


def test_deep_quotes_keep_their_words() -> None:
    assert pieces(">" * 5000 + " We ask.") == [(P, "We ask.", 0)]


@given(
    st.lists(
        st.sampled_from(["a", "b c", "**", "*", "_", "[", "]", "(", ")", "](x)", " ", "!", "&amp;", "\n", "“", "."])
    )
)
def test_quick_way_agrees_with_the_parser(parts: list[str]) -> None:
    content = "a" + "".join(parts)
    reader = _Reader(parser=_parser())
    children: list[Token] = []
    reader.parser.inline.parse(content, reader.parser, {}, children)
    assert one_line(reader.plain(content)) == one_line("".join(map(_inline_text, children)))
