"""The form of one practice in a review: to correct what was read, or to add what was missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import anyio
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from policyglot.corrections import PracticeDecision, Verdict
from policyglot.corrections.decision import Decision
from policyglot.web.kept import Kept, kept_of
from policyglot.web.pages import page
from policyglot.web.received import form_of
from policyglot.web.review_file import MeanwhileError, change, corrections_of, decided
from policyglot.web.review_form import (
    LISTED,
    PARTIES,
    WITH_NAMES,
    FormErrors,
    Typed,
    decision_of,
    offered,
    typed_claim,
    typed_form,
)
from policyglot.web.review_view import SAID, list_url, review_in, shared, text_in, which_of
from policyglot.web.reviewing import Own, Review, Reviewed, review_of

# Quotes that a link can begin a practice with.
_MOST_QUOTES = 20
_PRESSED: Mapping[str, Verdict] = {"accept": Verdict.ACCEPT, "reject": Verdict.REJECT, "undo": Verdict.UNDECIDED}


async def one(request: Request) -> Response:
    """The form of one practice."""
    kept = kept_of(request)
    review = await review_in(kept)
    found = review.find(request.path_params["key"]) if review else None
    if review is None or found is None:
        raise HTTPException(404, "There is no such practice in this review: somebody may have changed it.")
    return await _practice_page(request, kept, review, found=found, typed=_typed(found))


async def save(request: Request) -> Response:
    """Take the form of one practice."""
    form = await form_of(request)
    kept = kept_of(request)
    text = await text_in(kept)
    key = request.path_params["key"]
    typed = typed_form(form)

    def what(review: Review) -> Sequence[tuple[Reviewed | Own | None, Decision | None]]:
        found = review.find(key)
        if found is None or found.state != form.text("state"):
            raise MeanwhileError(key)
        if form.text("do") in _PRESSED:
            verdict = _PRESSED[form.text("do")]
            return [(found, decided(found, verdict) if isinstance(found, Reviewed) else None)]
        if not isinstance(found.decision, PracticeDecision):
            raise HTTPException(400, "Only a practice can be corrected.")
        return [(found, decision_of(typed, review, known=found.decision))]

    try:
        review = await anyio.to_thread.run_sync(lambda: change(kept, what, text=text))
    except (FormErrors, MeanwhileError) as error:
        review = await anyio.to_thread.run_sync(lambda: review_of(text, corrections_of(kept)))
        found = review.find(key)
        if found is None:
            raise HTTPException(409, "Meanwhile somebody took it away. Nothing was saved.") from error
        if isinstance(error, FormErrors):
            return await _practice_page(
                request, kept, review, found=found, typed=typed, errors=error.errors, status=422
            )
        meanwhile = SAID[found.decision.verdict]
        said = f"Meanwhile this was {meanwhile} elsewhere. Nothing was saved yet: save again to replace it."
        return await _practice_page(request, kept, review, found=found, typed=typed, errors={"": said}, status=409)
    found = review.find(key)
    anchor = f"p{found.entry.number}" if isinstance(found, Reviewed) else "own"
    return RedirectResponse(f"{list_url(kept, which_of(request))}#{anchor}", status_code=303)


async def begin_add(request: Request) -> Response:
    """The form of a practice that was missed; `?quote=` begins with its words."""
    kept = kept_of(request)
    review = await review_in(kept)
    if review is None:
        return RedirectResponse(f"/generate/{kept.id}", status_code=303)
    quotes = [quote.strip() for quote in request.query_params.getlist("quote")[:_MOST_QUOTES]]
    typed = Typed(processing=("collect",), words=tuple(filter(None, quotes)))
    return await _practice_page(request, kept, review, found=None, typed=typed)


async def add(request: Request) -> Response:
    """Take a practice that was missed."""
    form = await form_of(request)
    kept = kept_of(request)
    text = await text_in(kept)
    typed = typed_form(form)
    try:
        await anyio.to_thread.run_sync(
            lambda: change(kept, lambda review: [(None, decision_of(typed, review, known=None))], text=text)
        )
    except FormErrors as error:
        review = await anyio.to_thread.run_sync(lambda: review_of(text, corrections_of(kept)))
        return await _practice_page(request, kept, review, found=None, typed=typed, errors=error.errors, status=422)
    return RedirectResponse(f"{list_url(kept, which_of(request))}#own", status_code=303)


def _typed(found: Reviewed | Own) -> Typed:
    decision = found.decision
    if not isinstance(decision, PracticeDecision):
        raise HTTPException(404, "Only a practice can be corrected; this can be accepted or rejected in the list.")
    return typed_claim(decision.corrected or decision.claim, decision.corrected_words or decision.words, decision.note)


async def _practice_page(
    request: Request,
    kept: Kept,
    review: Review,
    *,
    found: Reviewed | Own | None,
    typed: Typed,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    which = which_of(request)
    return page(
        request,
        "review/practice.html",
        status=status,
        **shared(kept, review, which),
        found=found,
        is_own=isinstance(found, Own),
        typed=typed,
        errors=errors or {},
        offered={name: offered(name) for name in ("processing", "retention", *LISTED)},
        with_names=WITH_NAMES,
        parties=[(party.value, name) for party, name in PARTIES.items()],
        back=list_url(kept, which) + (f"#p{found.entry.number}" if isinstance(found, Reviewed) else ""),
    )


ROUTES: tuple[BaseRoute, ...] = (
    Route("/generate/{kept}/review/add", begin_add, methods=["GET"]),
    Route("/generate/{kept}/review/add", add, methods=["POST"]),
    Route("/generate/{kept}/review/{key}", one, methods=["GET"]),
    Route("/generate/{kept}/review/{key}", save, methods=["POST"]),
)
