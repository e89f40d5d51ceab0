from __future__ import annotations

import pytest

from policyglot.model import BlockKind
from policyglot.read.html import parse, read
from policyglot.read.layout import Piece, clean, one_line

H, P, I, R = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW  # noqa: E741 - the four kinds

PROSE = "We collect your name and your address when you order, and we use them to ship it. "


def pieces(body: str) -> list[tuple[BlockKind, str, int]]:
    return [(p.kind, one_line(clean(p.text)), p.level) for p in read(f"<html><body>{body}</body></html>")[1]]


def found(body: str) -> list[Piece]:
    return read(f"<html><body>{body}</body></html>")[1]


def words(body: str) -> str:
    return " ".join(text for _, text, _ in pieces(body))


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav><a href=/>Home</a> <a href=/x>Shop</a></nav>",
        "<footer><p>All rights reserved by us and by all who come after us in this fine place.</p></footer>",
        '<div class="cookie-consent"><p>Accept cookies</p></div>',
        '<div id="siteFooter"><a href=/>Imprint</a></div>',
        '<div role="navigation">Menu</div>',
        "<script>var policy = 'We sell data';</script>",
        "<style>p { color: red }</style>",
        "<div style='display: none'>Secret</div>",
        "<p hidden>Secret</p>",
        "<form><select><option>Norway</option></select><label>Search</label></form>",
        "<noscript>Enable JavaScript</noscript>",
        "<!-- We sell data -->",
        "<template><p>We sell data</p></template>",
    ],
)
def test_furniture_is_left_out(furniture: str) -> None:
    assert words(f"{furniture}<main><h1>Privacy</h1><p>{PROSE * 5}</p></main>") == f"Privacy {PROSE * 5}".strip()


@pytest.mark.parametrize(
    "wrapper",
    [
        '<div class="has-sidebar">',
        '<div id="share-your-data">',
        "<form>",
        '<div style="display:none">',
        "<header>",
        "<nav>",
    ],
)
def test_what_holds_the_policy_is_no_furniture(wrapper: str) -> None:
    assert PROSE.strip() in words(f"{wrapper}<p>{PROSE}</p><p>{PROSE}</p>")


def test_headings_lists_and_paragraphs() -> None:
    body = f"<h2>Data</h2><p>{PROSE}<p>We use it to:<ul><li>ship<ul><li>fast</ul><li>bill<p>you</ul><p>{PROSE}"
    assert pieces(body)[0] == (H, "Data", 2)
    assert [(text, level) for kind, text, level in pieces(body) if kind is I] == [
        ("ship", 1),
        ("fast", 2),
        ("bill", 1),
        ("you", 1),
    ]


def test_definitions_hang_below_their_terms() -> None:
    body = f"<p>{PROSE}</p><dl><dt>Name<dd>What you are called<dt>Age<dd>How old you are</dl><p>{PROSE}"
    assert [(text, level) for kind, text, level in pieces(body) if kind is I] == [
        ("Name", 1),
        ("What you are called", 2),
        ("Age", 1),
        ("How old you are", 2),
    ]


def test_breaks_part_paragraphs_and_bold_lines_head_them() -> None:
    body = f"<p>{PROSE}<br><br><b>Our cookies</b><br>{PROSE}<br>• names<br>• ages</p>"
    assert [(kind, text) for kind, text, _ in pieces(body)] == [
        (P, PROSE.strip()),
        (H, "Our cookies"),
        (P, PROSE.strip()),
        (I, "names"),
        (I, "ages"),
    ]


def test_table_of_data_is_rows_and_table_of_layout_is_not() -> None:
    data = "<table><tr><th>Data<th>Why</tr><tr><td rowspan=2>Name<td>ship</tr><tr><td>bill</tr></table>"
    rows = [piece for piece in found(f"<p>{PROSE}</p>{data}<p>{PROSE}</p>") if piece.kind is R]
    assert [(row.text, row.header) for row in rows] == [
        ("Data | Why", ()),
        ("Name | ship", ("Data", "Why")),
        ("Name | bill", ("Data", "Why")),
    ]
    layout = f"<table><tr><td><a href=/>Home</a><td><p>{PROSE}</p><p>{PROSE}</p></tr></table>"
    assert [kind for kind, _, _ in pieces(layout)] == [P, P]


def test_cell_with_a_list_is_one_cell() -> None:
    table = "<table><tr><th>Data<th>Why<tr><td><ul><li>Name<li>Age</ul><td>ship | bill</table>"
    assert [p.text for p in found(f"<p>{PROSE}</p>{table}<p>{PROSE}</p>") if p.kind is R][
        1
    ] == "Name; Age | ship / bill"


def test_lines_that_come_back_are_furniture() -> None:
    body = "".join(f"<h2>Part {k}</h2><p>{PROSE}</p><p><a href=#top>Back to top</a></p>" for k in range(4))
    assert "Back to top" not in words(body)


@pytest.mark.parametrize("tag", ["div", "font", "span", "blockquote", "ul><li", "table><tr><td"])
def test_endless_nesting_loses_no_text(tag: str) -> None:
    assert words(f"<{tag}>" * 20_000 + f"<p>{PROSE}</p>" + "<p>The end of it.") == f"{PROSE}The end of it."


def test_two_hundred_thousand_nested_tags() -> None:
    assert words("<div>" * 200_000 + PROSE) == PROSE.strip()


def test_crowded_tag_loses_its_attributes_only() -> None:
    attributes = " ".join(f"a{k}={k}" for k in range(50_000))
    assert words(f"<p {attributes}>{PROSE}</p>") == PROSE.strip()


@pytest.mark.parametrize(
    "page",
    [
        f'<p title="it\'s > 3">{PROSE}',
        f"<p title=don't>{PROSE}<p class='x'>",
        f"<script>if (a<b && c>d) x = '</p>'</script><p>{PROSE}",
        f"<!-- <script> --><p>{PROSE}<script>x</script>",
        f"<script>x = '<!--'</script><p>{PROSE}<!-- y -->",
        f"<p>{PROSE}<a href='",
        f"<p>{PROSE}<script>var x = 1",
        f"<p>{PROSE}<!-- never closed",
    ],
)
def test_broken_source_keeps_its_words(page: str) -> None:
    assert PROSE.strip() in " ".join(one_line(p.text) for p in read(page)[1])


@pytest.mark.parametrize("page", ["", "   ", "<!-- x -->", "<html></html>"])
def test_page_without_words_has_no_pieces(page: str) -> None:
    assert read(page)[1] == []


def test_external_entities_are_not_read() -> None:
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><body><p>&x; {PROSE}</p>'
    assert "&x;" in " ".join(p.text for p in read(page)[1])


def test_parse_needs_no_recursion() -> None:
    assert parse("<b>" * 50_000 + "x") is not None
