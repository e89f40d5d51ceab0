"""The corrections file of a kept work: read, and changed against the state that a reviewer saw.

What is decided is read, changed and written as one step, beside its place and moved there. What somebody
else has decided meanwhile is never undone silently.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from policyglot.corrections import (
    Corrections,
    PracticeDecision,
    ProvisionDecision,
    Verdict,
    carried,
    read_corrections,
    write_corrections,
)
from policyglot.corrections.decision import Decision
from policyglot.web.kept import CORRECTIONS, Kept
from policyglot.web.review_text import ReviewText
from policyglot.web.reviewing import Own, Review, Reviewed, review_of

# Files of decisions that stay in memory while they are worked on.
_REMEMBERED = 16
# One after the other: what is decided is read, changed and written as one step.
_writing = threading.Lock()
# What files say, by their content.
_known: dict[bytes, Corrections] = {}


class MeanwhileError(Exception):
    """Somebody else has decided since the page was made.

    Attributes:
        key: What it is about.
    """

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def corrections_of(kept: Kept) -> Corrections:
    """Return what is decided in a kept work.

    Raises:
        InputError: Its file was damaged by somebody else.
    """
    content = kept.read(CORRECTIONS)
    return Corrections(source=CORRECTIONS) if content is None else _read(content)


def _read(content: bytes) -> Corrections:
    known = _known.get(content)
    return known if known is not None else _remember(content, read_corrections(content, CORRECTIONS))


def _remember(content: bytes, corrections: Corrections) -> Corrections:
    """Keep what a file says: whoever reviews sees it again in a moment, and reading many decisions takes long."""
    while len(_known) >= _REMEMBERED:
        _known.pop(next(iter(_known)), None)
    _known[content] = corrections
    return corrections


def _write(kept: Kept, corrections: Corrections) -> Corrections:
    content = write_corrections(corrections).encode("utf-8")
    kept.write({CORRECTIONS: content})
    return _remember(content, corrections)


Change = Callable[[Review], Sequence[tuple[Reviewed | Own | None, Decision | None]]]
"""From a review as it stands to what is to be changed: what it is about (None for something new), and the
decision that is to stand instead (None for none)."""


def change(kept: Kept, what: Change, *, text: ReviewText) -> Review:
    """Change what is decided in a kept work.

    Args:
        kept: The work.
        what: Is given the review as it stands, and says what is to be changed, or raises.
        text: The work's text.

    Returns:
        The review as it stands then.

    Raises:
        MeanwhileError: From `what`: somebody else has decided.
        OutputError: It cannot be written; what was decided before still is.
    """
    with _writing:
        review = review_of(text, corrections_of(kept))
        corrections = review.corrections
        for about, decision in what(review):
            gone = {id(each) for each in _decisions(about)}
            practices = tuple(each for each in corrections.practices if id(each) not in gone)
            provisions = tuple(each for each in corrections.provisions if id(each) not in gone)
            if isinstance(decision, PracticeDecision):
                practices += (decision,)
            elif isinstance(decision, ProvisionDecision):
                provisions += (decision,)
            corrections = replace(corrections, practices=practices, provisions=provisions)
        return review_of(text, _write(kept, _in_order(corrections, text)))


def _decisions(about: Reviewed | Own | None) -> tuple[Decision, ...]:
    if about is None:
        return ()
    return about.decisions if isinstance(about, Reviewed) else (about.decision,)


def _in_order(corrections: Corrections, text: ReviewText) -> Corrections:
    """Decisions in the order of the policy, without open ones: what is open is everything else."""
    listed = carried(corrections, text.policy, document=text.document)
    return replace(
        listed,
        practices=tuple(d for d in listed.practices if d.verdict is not Verdict.UNDECIDED),
        provisions=tuple(d for d in listed.provisions if d.verdict is not Verdict.UNDECIDED),
    )


def decided(each: Reviewed, verdict: Verdict) -> Decision | None:
    """Return the decision that accepts or rejects something as it was read, or None to leave it open."""
    if verdict is Verdict.UNDECIDED:
        return None
    if isinstance(each.decision, PracticeDecision):
        return replace(each.decision, verdict=verdict, corrected=None, corrected_words=())
    return replace(each.decision, verdict=verdict)


def merged(corrections: Corrections, brought: Corrections) -> Corrections:
    """Return decisions with those of another file, which win where both decide about the same."""
    subjects = {each.subject for each in brought.decisions if each.verdict is not Verdict.UNDECIDED}
    return replace(
        corrections,
        practices=(*(d for d in corrections.practices if d.subject not in subjects), *brought.practices),
        provisions=(*(d for d in corrections.provisions if d.subject not in subjects), *brought.provisions),
    )


def bring(kept: Kept, brought: Corrections, *, text: ReviewText) -> Review:
    """Take the decisions of another file into a kept work, as `merged` does."""
    with _writing:
        return review_of(text, _write(kept, _in_order(merged(corrections_of(kept), brought), text)))
