from __future__ import annotations

from typing import Any

import pytest

from policyglot.model import BlockKind
from policyglot.train.documents import TAG, gold_documents, looks_like_heading

LEAD_IN = "We share it with the\nfollowing:"
CLAUSES: list[dict[str, Any]] = [
    {"id": "shop#4", "headings": ["Data"], "lead_in": "We collect:", "text": "your name;"},
    {"id": "shop#5", "headings": ["Data"], "lead_in": "We collect:", "text": "your e-mail address."},
    {"id": "shop#6", "headings": ["Data", "Sharing"], "lead_in": "", "text": LEAD_IN},
    {
        "id": "shop#7",
        "headings": ["Data", "Sharing"],
        "lead_in": LEAD_IN,
        "text": "carriers",
    },
    {"id": "shop#30", "headings": [], "lead_in": "", "text": "We keep your order for"},
    {"id": "shop#31", "headings": [], "lead_in": "", "text": "ten years."},
]


def blocks(scheme: str, records: list[dict[str, Any]]) -> list[list[tuple[str, str, int]]]:
    return [
        [(b.kind.value, b.span.of(d.document.text), b.level) for b in d.document.blocks]
        for d in gold_documents(scheme, records)
    ]


def test_clauses_share_headings_and_lead_ins() -> None:
    first, second = blocks("clauses", CLAUSES)
    assert first == [
        ("heading", "Data", 1),
        ("paragraph", "We collect:", 0),
        ("item", "your name;", 1),
        ("item", "your e-mail address.", 1),
        ("heading", "Sharing", 2),
        ("paragraph", "We share it with the following:", 0),
        ("item", "carriers", 1),
    ]
    assert second == [("paragraph", "We keep your order for ten years.", 0)]


def test_unit_spans_cover_their_words() -> None:
    for document in gold_documents("clauses", CLAUSES):
        for unit in document.units:
            assert unit.span.of(document.document.text) == unit.text.replace("\n", " ")


def test_segments_become_headings_paragraphs_and_items() -> None:
    record: dict[str, Any] = {
        "policy": "shop.example",
        "segments": [
            {"segment": 0, "text": "What we keep \n \n We keep the following: \n your name \n your order"},
            {"segment": 1, "text": "We sell nothing."},
        ],
    }
    (found,) = blocks("opp115", [record])
    assert found == [
        ("heading", "What we keep", 2),
        ("paragraph", "We keep the following:", 0),
        ("item", "your name", 1),
        ("item", "your order", 1),
        ("paragraph", "We sell nothing.", 0),
    ]


def test_a_list_goes_on_in_the_next_segment() -> None:
    texts = ["We use it as follows:", "to send orders;", "to answer you.", "We sell nothing."]
    record: dict[str, Any] = {"policy": "p", "segments": [{"segment": n, "text": t} for n, t in enumerate(texts)]}
    (document,) = gold_documents("opp115", [record])
    kinds = [b.kind for b in document.document.blocks]
    assert kinds == [BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ITEM, BlockKind.PARAGRAPH]


def test_numbered_title_ends_a_list() -> None:
    prose = "We keep the logs of our servers for a year so that we can find out who broke them."
    texts = ["We collect: \n your name", f"ii. Logs of Our Servers \n {prose}", f"How long do we keep them? \n {prose}"]
    record: dict[str, Any] = {"policy": "p", "segments": [{"segment": n, "text": t} for n, t in enumerate(texts)]}
    (document,) = gold_documents("opp115", [record])
    kinds = [b.kind for b in document.document.blocks]
    assert kinds == [
        BlockKind.PARAGRAPH,
        BlockKind.ITEM,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
    ]


def test_items_without_markers_belong_to_the_item_that_introduces_them() -> None:
    texts = ["We use data as follows:", "(a) your name, for:", "Sending orders;", "Answering you.", "(b) your age."]
    record: dict[str, Any] = {"policy": "p", "segments": [{"segment": 0, "text": " \n ".join(texts)}]}
    (document,) = gold_documents("opp115", [record])
    assert [b.level for b in document.document.blocks] == [0, 1, 2, 2, 1]


def test_context_of_passages_is_added_once() -> None:
    passages: list[dict[str, Any]] = [
        {"passage": 0, "type": "list_item", "context": ["Data", "We collect:"], "text": "name"},
        {"passage": 1, "type": "list_item", "context": ["Data", "We collect:"], "text": "phone"},
        {"passage": 2, "type": "headline", "context": ["Data"], "text": "Rights"},
    ]
    (found,) = blocks("gdpr200", [{"policy": "app", "passages": passages}])
    assert found == [
        ("heading", "Data", 1),
        ("paragraph", "We collect:", 0),
        ("item", "name", 1),
        ("item", "phone", 1),
        ("heading", "Rights", 2),
    ]


@pytest.mark.parametrize("text", ["<br>", "</p>", '<a href="x">', "<br/>"])
def test_tag_matches(text: str) -> None:
    assert TAG.fullmatch(text)


@pytest.mark.parametrize("text", ["a < b > c", "<3", "<>", "x<y"])
def test_tag_matches_no_words(text: str) -> None:
    assert not TAG.search(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("Your rights", True), ("We keep it.", False), ("and more", False), ("", False)]
)
def test_heading_is_short_and_no_sentence(text: str, *, expected: bool) -> None:
    assert looks_like_heading(text) is expected
