from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyglot.model import BlockKind, Clause, Document
from policyglot.read import segment
from policyglot.read.layout import Piece, assemble


def document(*pieces: Piece) -> Document:
    return assemble(pieces, source="x", media_type="text/plain")


def heading(text: str, level: int = 1) -> Piece:
    return Piece(kind=BlockKind.HEADING, text=text, level=level)


def paragraph(text: str) -> Piece:
    return Piece(kind=BlockKind.PARAGRAPH, text=text)


def item(text: str, level: int = 1, *, continues: bool = False) -> Piece:
    return Piece(kind=BlockKind.ITEM, text=text, level=level, continues=continues)


def lead_ins(doc: Document) -> dict[str, str | None]:
    return {c.text: c.lead_in.of(doc.text) if c.lead_in else None for c in segment(doc)}


def test_list_item_inherits_lead_in() -> None:
    found = lead_ins(document(paragraph("Hello. We use data to:"), item("ship orders"), item("send news")))
    assert found["ship orders"] == found["send news"] == "We use data to:"
    assert found["Hello."] is None


def test_nested_item_takes_the_nearest_lead_in() -> None:
    found = lead_ins(
        document(paragraph("We collect:"), item("contact data:"), item("name", 2), item("address", 2), item("age"))
    )
    assert found["name"] == found["address"] == "contact data:"
    assert found["contact data:"] == found["age"] == "We collect:"


def test_every_sentence_of_an_item_carries_the_lead_in() -> None:
    found = lead_ins(document(paragraph("We use it to:"), item("ship orders. We need your address."), item("bill")))
    assert set(found.values()) == {None, "We use it to:"}
    assert found["We need your address."] == "We use it to:"


def test_second_paragraph_of_an_item_carries_the_lead_in() -> None:
    found = lead_ins(document(paragraph("We use it to:"), item("ship"), item("That takes a day.", continues=True)))
    assert found["That takes a day."] == "We use it to:"


def test_items_that_are_sentences_need_an_open_lead_in() -> None:
    found = lead_ins(document(paragraph("We care."), item("We collect names."), item("We sell nothing.")))
    assert set(found.values()) == {None}


def test_fragments_take_a_closed_sentence_as_lead_in() -> None:
    found = lead_ins(document(paragraph("We collect contact data."), item("name"), item("address")))
    assert found["name"] == "We collect contact data."


def test_lead_in_ends_at_a_heading() -> None:
    found = lead_ins(document(paragraph("We use it to:"), heading("Rights"), item("access"), item("deletion")))
    assert found["access"] is None


def test_heading_with_a_colon_introduces_a_list() -> None:
    found = lead_ins(document(heading("We collect:"), item("names")))
    assert found["names"] == "We collect:"


def test_paragraphs_behind_a_colon_are_items() -> None:
    found = lead_ins(
        document(
            paragraph("We may use it when you:"),
            paragraph("register;"),
            paragraph("pay; or"),
            paragraph("write to us."),
            paragraph("We keep it a year."),
        )
    )
    assert found["register;"] == found["pay; or"] == found["write to us."] == "We may use it when you:"
    assert found["We keep it a year."] is None


def test_unfinished_lead_in_takes_sentences_that_complete_it() -> None:
    found = lead_ins(
        document(paragraph("We will:"), paragraph("Tell you."), paragraph("Ask you."), paragraph("You may object."))
    )
    assert found["Ask you."] == "We will:"
    assert found["You may object."] is None


def test_row_is_one_clause_with_its_header() -> None:
    row = Piece(kind=BlockKind.ROW, text="Name. Age. | to ship", header=("Data", "Purpose"))
    (clause,) = segment(document(row))
    assert (clause.kind, clause.header) == (BlockKind.ROW, ("Data", "Purpose"))


def test_row_of_paragraphs_has_a_clause_a_sentence_below_its_first_cell() -> None:
    cells = "Location | We read where you are. You may refuse. Maps then stay empty. | It goes after a day."
    doc = document(heading("Data"), Piece(kind=BlockKind.ROW, text=cells))
    assert [(c.text, c.headings) for c in segment(doc)[1:]] == [
        ("Location", ("Data",)),
        ("We read where you are.", ("Data", "Location")),
        ("You may refuse.", ("Data", "Location")),
        ("Maps then stay empty.", ("Data", "Location")),
        ("It goes after a day.", ("Data", "Location")),
    ]


def test_headings_nest_by_level() -> None:
    doc = document(
        heading("Policy"),
        heading("Data", 2),
        paragraph("We ask."),
        heading("Names", 3),
        paragraph("A."),
        heading("Use", 2),
        paragraph("B."),
    )
    paths = {c.text: c.headings for c in segment(doc)}
    assert paths["We ask."] == ("Policy", "Data")
    assert paths["A."] == ("Policy", "Data", "Names")
    assert paths["B."] == ("Policy", "Use")
    assert paths["Data"] == ("Policy",)


KINDS = st.sampled_from(list(BlockKind))
TEXTS = st.text(alphabet=st.sampled_from("aB1 .,;:?!()“”\"'|•-\n\u00a0é中"), max_size=60) | st.text(max_size=40)


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    kind = draw(KINDS)
    level = draw(st.integers(1, 6)) if kind in (BlockKind.HEADING, BlockKind.ITEM) else 0
    return Piece(kind=kind, text=draw(TEXTS), level=level, continues=draw(st.booleans()))


def assert_complete(doc: Document, clauses: tuple[Clause, ...]) -> None:
    """Every character of a block but white space is in exactly one clause, in order."""
    covered: list[int] = []
    for clause in clauses:
        assert clause.text == clause.span.of(doc.text)
        assert clause.text == clause.text.strip() != ""
        covered += range(clause.span.start, clause.span.end)
    assert covered == sorted(set(covered))
    inside = set(covered)
    for block in doc.blocks:
        words = block.span.of(doc.text)
        assert words == words.strip() != ""
        missing = [k for k in range(block.span.start, block.span.end) if k not in inside]
        assert all(doc.text[k].isspace() for k in missing)
    assert all(clause.lead_in is None or clause.lead_in.end <= clause.span.start for clause in clauses)


@given(st.lists(pieces(), max_size=12))
def test_nothing_is_lost_or_said_twice(found: list[Piece]) -> None:
    doc = document(*found)
    assert_complete(doc, segment(doc))


@pytest.mark.parametrize("count", [10, 1000])
def test_clauses_grow_with_the_items(count: int) -> None:
    doc = document(paragraph("We collect:"), *(item(f"datum {k}") for k in range(count)))
    assert len(segment(doc)) == count + 1
