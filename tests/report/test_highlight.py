from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policyglot.model import Block, BlockKind, Document, Span
from policyglot.report.highlight import cut, first_run

TEXT = "We log. We keep it.\n\nBye now."
BLOCKS = (Block(kind=BlockKind.PARAGRAPH, span=Span(0, 19)), Block(kind=BlockKind.PARAGRAPH, span=Span(21, 29)))
DOCUMENT = Document(text=TEXT, blocks=BLOCKS, language="en", title=None, source="a", media_type="text/plain")

spans = st.builds(lambda a, b: Span(min(a, b), max(a, b)), st.integers(0, len(TEXT) + 3), st.integers(0, len(TEXT) + 3))


def test_overlapping_evidence_is_cut_where_it_changes() -> None:
    first, second = cut(DOCUMENT, [[Span(0, 7)], [Span(3, 19)]])
    assert [(r.span.of(TEXT), r.entries, r.ending) for r in first.runs] == [
        ("We ", (0,), ()),
        ("log.", (0, 1), (0,)),
        (" We keep it.", (1,), (1,)),
    ]
    assert [(r.span.of(TEXT), r.entries) for r in second.runs] == [("Bye now.", ())]


def test_evidence_over_two_blocks_is_marked_in_both() -> None:
    passages = cut(DOCUMENT, [[Span(8, 24)]])
    assert [[r.span.of(TEXT) for r in p.runs if r.entries] for p in passages] == [["We keep it."], ["Bye"]]


def test_span_between_blocks_has_no_run() -> None:
    assert first_run(cut(DOCUMENT, [[Span(19, 21)]]), Span(19, 21)) is None


@given(st.lists(st.lists(spans, max_size=4), max_size=6))
def test_runs_are_the_text_and_their_entries_cover_them(evidence: list[list[Span]]) -> None:
    passages = cut(DOCUMENT, evidence)
    for passage in passages:
        assert "".join(run.span.of(TEXT) for run in passage.runs) == passage.block.span.of(TEXT)
        for run in passage.runs:
            covering = {n for n, own in enumerate(evidence) for span in own if run.span in span}
            assert set(run.entries) == covering
            assert set(run.ending) <= covering
    for n, own in enumerate(evidence):
        for span in own:
            found = first_run(passages, span)
            touched = span.start < span.end and any(span.overlaps(block.span) for block in BLOCKS)
            assert (found is not None) == touched
            if found is not None:
                assert n in found.entries
