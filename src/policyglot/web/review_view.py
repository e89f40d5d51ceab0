"""What the pages of a review share: the review itself, its text, how what is decided is called."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import anyio
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request

from policyglot.corrections import Verdict
from policyglot.corrections.decision import single_spaced
from policyglot.model import Span
from policyglot.report.words import Words, text_of, words_of
from policyglot.web.kept import Kept
from policyglot.web.pages import url
from policyglot.web.review_file import corrections_of
from policyglot.web.review_text import ReviewText, review_text
from policyglot.web.reviewing import SHOWN, Review, entries, review_of

SAID: Mapping[Verdict, str] = {
    Verdict.UNDECIDED: "undecided",
    Verdict.ACCEPT: "accepted",
    Verdict.REJECT: "rejected",
    Verdict.CORRECT: "corrected",
    Verdict.ADD: "added",
}
"""What is decided, for people."""
# How much of a quote is shown, in code points: whoever decides needs the sentence.
_SHOWN = 280
# Texts whose markup stays in memory.
_REMEMBERED = 8


async def review_in(kept: Kept) -> Review | None:
    """Return the review of a kept work as it stands, or None where it was not read yet."""

    def read() -> Review | None:
        text = review_text(kept)
        return review_of(text, corrections_of(kept)) if text else None

    return await anyio.to_thread.run_sync(read)


async def text_in(kept: Kept) -> ReviewText:
    """Return the text of a kept work.

    Raises:
        HTTPException: It was not read yet (404).
    """
    text = await anyio.to_thread.run_sync(lambda: review_text(kept))
    if text is None:
        raise HTTPException(404, "This policy was not read yet.")
    return text


def which_of(request: Request) -> str:
    """Return which of what was read a page shows, one of `SHOWN`."""
    which = request.query_params.get("show", "all")
    return which if which in SHOWN else "all"


def list_url(kept: Kept, which: str) -> str:
    """Return the URL of the list."""
    return url(f"/generate/{kept.id}/review", show=which if which != "all" else None)


@lru_cache(maxsize=_REMEMBERED)
def _words(text: ReviewText) -> Words:
    return words_of(text.document, entries(text))


@lru_cache(maxsize=_REMEMBERED)
def shown_text(text: ReviewText) -> str:
    """Return the text with its marks, as HTML."""
    return str(text_of(_words(text)))


def shared(kept: Kept, review: Review, which: str) -> dict[str, Any]:
    """Return what the templates of a review have in common."""
    words = _words(review.text)

    def quote(span: Span) -> Markup:
        said = single_spaced(span.of(review.text.document.text))
        shown = said if len(said) <= _SHOWN else said[:_SHOWN].rsplit(" ", 1)[0] + " …"
        return Markup(words.link(span, f"“{shown}”"))  # noqa: S704 - our own markup, the words escaped in it

    return {"kept": kept, "review": review, "which": which, "quote": quote, "said": SAID, "verdicts": Verdict}
