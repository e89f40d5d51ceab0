"""Check: published files, headers and sites come in, findings beside their lines go out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import anyio
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from policyglot.validate.catalogue import FAMILIES, catalogue
from policyglot.validate.report.source_text import source_text
from policyglot.web.check_parts import KINDS
from policyglot.web.checking import AS_JSON, AS_SARIF, CHECKED, FILE_NAME, Given, given_files
from policyglot.web.kept import SOURCE, Kept, Shelf
from policyglot.web.pages import page, url_with
from policyglot.web.received import FieldError, Form, form_of, what_came
from policyglot.web.settings import settings_of
from policyglot.web.work import State, Work, works_of

PROFILES: tuple[tuple[str, str], ...] = (
    ("strict", "Strict: the letter of the standards"),
    ("tolerant", "Tolerant: what user agents forgave"),
)
"""How severe a check is: value and words."""

# Most files are checked within this time; only what takes longer gets a page of its own.
_PATIENCE_SECONDS = 2.5
# What a field of the form may be filled with by a link.
_FILLED = ("text", "url", "profile", "kind")
_LONGEST_LINK = 20_000
# What fits into a link back to the form; longer texts have to be given again.
_LONGEST_BACK = 2_000
_DOWNLOADS = {AS_JSON: "application/json", AS_SARIF: "application/sarif+json"}


def _shelf(request: Request) -> Shelf:
    settings = settings_of(request)
    return Shelf(settings.folder / "checks", number=settings.kept_number, days=settings.kept_days)


async def form(request: Request) -> Response:
    """Paste, upload, or give a URL; a link can fill in the fields."""
    given = {name: request.query_params.get(name, "")[:_LONGEST_LINK] for name in _FILLED}
    again = request.query_params.get("again")
    if again is not None and not given["text"]:
        given["text"] = await anyio.to_thread.run_sync(_text_of, request, again)
    return _form(request, given, {})


def _text_of(request: Request, kept_id: str) -> str:
    """The text of a check that was kept, or of what it repaired; "" where it is gone."""
    kept = _shelf(request).find(kept_id)
    if kept is None:
        return ""
    wanted = request.query_params.get("repaired")
    if wanted is None:
        return source_text(kept.read(SOURCE) or b"")
    is_there = any(one["kept"] == wanted for one in _checked(kept)["repairs"])
    return source_text(kept.read(wanted) or b"") if is_there else ""


def _form(request: Request, given: Mapping[str, str], errors: Mapping[str, str], *, status: int = 200) -> Response:
    return page(request, "check/form.html", status=status, given=given, errors=errors, kinds=KINDS, profiles=PROFILES)


async def check(request: Request) -> Response:
    """Check what came; where that is soon done, go right to its page."""
    form = await form_of(request)
    given = {name: form.text(name) for name in _FILLED}
    try:
        kept, field = await anyio.to_thread.run_sync(_keep, request, form)
    except FieldError as error:
        return _form(request, given, {error.name: _said(error.message, error.advice)}, status=422)
    settings = settings_of(request)
    target = f"/check/{kept.id}"
    work_id = works_of(request).start(
        "policyglot.web.checking:check_kept",
        {
            "folder": str(kept.folder),
            "max_bytes": settings.max_bytes,
            "allow_private": settings.allow_private,
        },
        title=f"Checking {kept.origin.name}",
        target=target,
        back=url_with("/check", {name: value for name, value in given.items() if len(value) <= _LONGEST_BACK}),
    )
    work = await _soon(request, work_id)
    if work is not None and work.state is State.DONE:
        return RedirectResponse(target, status_code=303)
    if work is not None and work.state is State.FAILED and work.fault is not None:
        _shelf(request).remove(kept)
        message = _said(f"This cannot be checked: {work.fault.message}.", work.fault.advice)
        return _form(request, given, {field: message}, status=422)
    return RedirectResponse(f"/work/{work_id}", status_code=303)


def _said(message: str, advice: str | None) -> str:
    return message if advice is None else f"{message} {advice[:1].upper()}{advice[1:].rstrip('.')}."


def _keep(request: Request, form: Form) -> tuple[Kept, str]:
    """Keep what a form brought; return it with the name of the field that it came in.

    Raises:
        FieldError: A field cannot be used.
    """
    came = what_came(form)
    kind = form.text("kind") or None
    if kind is not None and kind not in dict(KINDS):
        raise FieldError("kind", "There is no such kind of file.")
    rules = form.files.get("rules")
    field = "url" if isinstance(came, str) else "file" if "file" in form.files else "text"
    kept = _shelf(request).new(came, kind=field)
    given = Given(
        name=kept.origin.name,
        is_url=field == "url",
        profile="tolerant" if form.text("profile") == "tolerant" else "strict",
        kind=kind,
        rules=rules.name if rules is not None else None,
    )
    kept.write(given_files(given, rules=rules.content if rules is not None else None))
    return kept, field


async def _soon(request: Request, work_id: str) -> Work | None:
    """A work when it is over, or as it stands when patience is."""
    with anyio.move_on_after(_PATIENCE_SECONDS):
        while (work := works_of(request).get(work_id)) is not None and not work.is_over:
            await anyio.sleep(0.03)
    return works_of(request).get(work_id)


def _kept(request: Request) -> Kept:
    found = _shelf(request).find(request.path_params["kept"])
    if found is None:
        raise HTTPException(404, "There is no such check here: it made room for newer ones. Check the file again.")
    return found


def _checked(kept: Kept) -> dict[str, Any]:
    content = kept.read(CHECKED)
    if content is None:
        raise HTTPException(404, "This check did not come to its end. Check the file again.")
    said: dict[str, Any] = json.loads(content)
    return said


async def checked(request: Request) -> Response:
    """What came of a check."""
    kept = _kept(request)
    said = await anyio.to_thread.run_sync(_checked, kept)
    return page(request, "check/checked.html", kept=kept, checked=said)


async def download(request: Request) -> Response:
    """The findings as JSON or SARIF, or a repaired file."""
    kept, name = _kept(request), request.path_params["name"]
    saved, media_type = name, _DOWNLOADS.get(name)
    if media_type is None:
        # Only what the check says that it repaired: no other file of the folder.
        found = next((one for one in _checked(kept)["repairs"] if one["kept"] == name), None)
        if found is None or not FILE_NAME.fullmatch(found["name"]):
            raise HTTPException(404, "This check has no such file.")
        saved = found["name"]
        media_type = "text/plain" if saved.endswith(".txt") else "application/xml"
    content = kept.read(name)
    if content is None:
        raise HTTPException(404, "This check has no such file.")
    disposition = f'attachment; filename="{saved}"'
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


async def delete(request: Request) -> Response:
    """Take a check away with what was given."""
    await form_of(request)
    kept = _kept(request)
    await anyio.to_thread.run_sync(_shelf(request).remove, kept)
    return RedirectResponse("/check", status_code=303)


async def rules(request: Request) -> Response:
    """What every rule means."""
    by_family = {
        title: (about, [entry for entry in catalogue().values() if entry.family == digit])
        for digit, (title, about) in FAMILIES.items()
    }
    return page(request, "check/rules.html", families=by_family)


async def rule(request: Request) -> Response:
    """What one rule means: what it demands, why, and how to meet it."""
    entry = catalogue().get(request.path_params["rule"].upper())
    if entry is None:
        raise HTTPException(404, f"There is no rule {request.path_params['rule']}.")
    return page(request, "check/rule.html", entry=entry, family=FAMILIES[entry.family])


ROUTES = (
    Route("/check", form, methods=["GET"]),
    Route("/check", check, methods=["POST"]),
    Route("/check/rules", rules),
    Route("/check/rules/{rule}", rule),
    Route("/check/{kept}", checked),
    Route("/check/{kept}/delete", delete, methods=["POST"]),
    Route("/check/{kept}/{name}", download),
)
