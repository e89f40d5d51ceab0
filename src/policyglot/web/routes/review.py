"""Review: what was read from a policy beside its words, to be accepted, rejected, corrected and added to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import anyio
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from policyglot.corrections import Corrections, Verdict, read_corrections
from policyglot.corrections.decision import Decision
from policyglot.errors import InputError
from policyglot.report.page import symbols
from policyglot.validate.corrections import check_corrections
from policyglot.web.kept import CORRECTIONS, SHOWN, Kept, kept_of
from policyglot.web.pages import page, rendered
from policyglot.web.received import Form, form_of
from policyglot.web.review_file import MeanwhileError, bring, change, corrections_of, decided
from policyglot.web.review_view import list_url, review_in, shared, shown_text, text_in, which_of
from policyglot.web.reviewing import Own, Review, Reviewed, review_of

_VERDICTS: Mapping[str, Verdict] = {
    "accept": Verdict.ACCEPT,
    "reject": Verdict.REJECT,
    "undo": Verdict.UNDECIDED,
}
_NAMES: Mapping[str, str] = {
    "all": "All",
    "undecided": "Undecided",
    "uncertain": "Undecided and less certain",
    "decided": "Decided",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pressed:
    """A button of the list: what is decided about one, or about what is undecided in a section.

    Attributes:
        is_section: Whether it is a section's button.
        key: What it is about: its name, or the section's number.
        verdict: The decision.
        state: How it stood when the page was made.
    """

    is_section: bool
    key: str
    verdict: Verdict
    state: str


async def listing(request: Request) -> Response:
    """Everything that was read, beside the words."""
    kept = kept_of(request)
    review = await review_in(kept)
    if review is None:
        return RedirectResponse(f"/generate/{kept.id}", status_code=303)
    return await _list_page(request, kept, review)


async def decide(request: Request) -> Response:
    """Take what was decided about one, or about a section."""
    form = await form_of(request)
    kept = kept_of(request)
    text = await text_in(kept)
    pressed = _pressed(form)
    which = which_of(request)
    wants_json = "application/json" in request.headers.get("accept", "")
    changed: list[str] = []
    following = ""

    def what(review: Review) -> Sequence[tuple[Reviewed | Own | None, Decision | None]]:
        nonlocal following
        chosen = _chosen(review, pressed, which)
        changed.extend(each.key for each in chosen)
        following = _following(review, chosen, which)
        return [(each, decided(each, pressed.verdict) if isinstance(each, Reviewed) else None) for each in chosen]

    try:
        review = await anyio.to_thread.run_sync(lambda: change(kept, what, text=text))
    except MeanwhileError as error:
        review = await anyio.to_thread.run_sync(lambda: review_of(text, corrections_of(kept)))
        said = "Meanwhile this was decided elsewhere. Nothing was saved: look at it, and decide again if you want to."
        if wants_json:
            return _changes(request, kept, review, [error.key], error=said)
        return await _list_page(request, kept, review, errors={error.key: said}, status=409)
    if wants_json:
        return _changes(request, kept, review, changed)
    return RedirectResponse(f"{list_url(kept, which)}#{following}", status_code=303)


async def take_file(request: Request) -> Response:
    """Take the decisions of a corrections file that somebody brings."""
    form = await form_of(request)
    kept = kept_of(request)
    text = await text_in(kept)
    file = form.files.get("file")
    error = "Choose a file first." if file is None else None
    brought: Corrections | None = None
    if file is not None:
        try:
            brought = replace(read_corrections(file.content, file.name), source=CORRECTIONS)
        except InputError as fault:
            error = str(fault)
    if brought is None:
        review = await anyio.to_thread.run_sync(lambda: review_of(text, corrections_of(kept)))
        return await _list_page(request, kept, review, errors={"file": error or ""}, status=422)
    given = brought
    await anyio.to_thread.run_sync(lambda: bring(kept, given, text=text))
    return RedirectResponse(list_url(kept, "all"), status_code=303)


async def to_list(request: Request) -> Response:
    """Where the form stands, for whoever loads the page of a refused one again."""
    return RedirectResponse(list_url(kept_of(request), "all"), status_code=303)


def _pressed(form: Form) -> _Pressed:
    """What a button says: "KEY accept STATE", or "section NUMBER accept STATE"."""
    parts = form.text("decide").split()
    is_section = parts[:1] == ["section"]
    parts = parts[1:] if is_section else parts
    if len(parts) != 3 or parts[1] not in _VERDICTS:
        raise HTTPException(400, "This button says nothing that is understood.")
    return _Pressed(is_section=is_section, key=parts[0], verdict=_VERDICTS[parts[1]], state=parts[2])


def _chosen(review: Review, pressed: _Pressed, which: str) -> Sequence[Reviewed | Own]:
    """What a button is about, as it was when the page was made."""
    if pressed.is_section:
        section = next((each for each in review.sections(which) if str(each.number) == pressed.key), None)
        if section is None or section.state != pressed.state:
            raise MeanwhileError(f"section-{pressed.key}")
        return section.undecided
    found = review.find(pressed.key)
    if found is None or found.state != pressed.state:
        raise MeanwhileError(pressed.key)
    return [found]


def _following(review: Review, chosen: Sequence[Reviewed | Own], which: str) -> str:
    """Anchor of what comes next: the next undecided one that the page shows, else the one itself."""
    last = chosen[-1] if chosen else None
    if not isinstance(last, Reviewed):
        return "own"
    shown = review.shown(which)
    at = next((number for number, each in enumerate(shown) if each.key == last.key), len(shown))
    later = (each for each in shown[at + 1 :] if each.decision.verdict is Verdict.UNDECIDED)
    return f"p{next(later, last).entry.number}"


async def _list_page(
    request: Request, kept: Kept, review: Review, *, errors: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    which = which_of(request)

    def made() -> Response:
        return page(
            request,
            "review/list.html",
            status=status,
            **shared(kept, review, which),
            title=kept.origin.title or kept.origin.name,
            text=Markup(shown_text(review.text)),  # noqa: S704 - our own report escaped it
            language=review.text.document.language,
            symbols=Markup(symbols()),  # noqa: S704 - our own drawing
            filters=_NAMES.items(),
            places=review.sections(which),
            reasons={own.key: _reason(own) for own in review.own},
            errors=errors or {},
            is_behind=_is_behind(kept),
        )

    return await anyio.to_thread.run_sync(made)


def _reason(own: Own) -> str | None:
    """Why a decision does nothing, or None where it adds its practice."""
    if own.unapplied is None:
        return None
    (finding,) = check_corrections([own.unapplied])
    return f"{finding.rule}: {finding.message}; {finding.hint}"


def _is_behind(kept: Kept) -> bool:
    """Say whether something was decided after the files were made."""
    try:
        return (kept.folder / CORRECTIONS).stat().st_mtime_ns > (kept.folder / SHOWN).stat().st_mtime_ns
    except FileNotFoundError:
        return False


def _changes(
    request: Request, kept: Kept, review: Review, keys: Sequence[str], *, error: str | None = None
) -> Response:
    """What a page of the list replaces after a decision: id to markup."""
    which = which_of(request)
    parts = shared(kept, review, which)
    changed = {
        "progress": rendered("review/progress.html", **parts, filters=_NAMES.items(), is_behind=_is_behind(kept))
    }
    for each in review.reviewed:
        if each.key in keys:
            changed[f"p{each.entry.number}"] = rendered("review/one.html", **parts, each=each, error=error)
    touched = {each.section for each in review.reviewed if each.key in keys}
    for section in review.sections(which):
        if section.title in touched or f"section-{section.number}" in keys:
            changed[f"section-{section.number}"] = rendered(
                "review/section.html",
                **parts,
                place=section,
                error=error if f"section-{section.number}" in keys else None,
            )
    return JSONResponse({"changed": changed, "error": error}, status_code=409 if error else 200)


ROUTES: tuple[BaseRoute, ...] = (
    Route("/generate/{kept}/review", listing, methods=["GET"]),
    Route("/generate/{kept}/review", decide, methods=["POST"]),
    Route("/generate/{kept}/review/file", take_file, methods=["POST"]),
    Route("/generate/{kept}/review/file", to_list, methods=["GET"]),
)
