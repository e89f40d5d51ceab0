"""Generate: a policy in prose comes in, the report and the files go out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import anyio
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from policyglot.addresses import is_site
from policyglot.generation import FILES as GENERATED
from policyglot.output import slug
from policyglot.report.page import symbols
from policyglot.report.published import copied
from policyglot.report.serving import snippets
from policyglot.web.answering import Filled, answers_file, faults, filled_file, filled_form
from policyglot.web.kept import ANSWERS, CORRECTIONS, FILES, SOURCE, Kept, kept_of, shelf_of
from policyglot.web.pages import page
from policyglot.web.received import FieldError, Form, form_of, web_address, what_came
from policyglot.web.settings import settings_of
from policyglot.web.work import works_of
from policyglot.web.zipped import zipped

# What is repeated on the page to be copied; what is longer is downloaded.
_LONGEST_SHOWN = 200_000
_LATEST = 10
_MEDIA_TYPES: Mapping[str, str] = {
    "policy.jsonld": "application/ld+json",
    "policy.ttl": "text/turtle; charset=utf-8",
    "w3c/policy.xml": "application/xml",
    "w3c/p3p.xml": "application/xml",
    "headers.txt": "text/plain; charset=utf-8",
    "findings.json": "application/json",
    "report.html": "text/html; charset=utf-8",
    ANSWERS: "application/toml",
    CORRECTIONS: "application/toml",
}
_ABOUT: Mapping[str, tuple[str, str]] = {
    "headers.txt": ("P3P header", "sent with every response that sets a cookie"),
    "w3c/policy.xml": ("P3P policy", "at /w3c/policy.xml"),
    "w3c/p3p.xml": ("P3P reference file", "at /w3c/p3p.xml: which policy holds for which pages and cookies"),
    "policy.jsonld": ("JSON-LD", "in the policy's page or beside it: the practices, each with its words"),
    "policy.ttl": ("Turtle", "beside it: the same graph"),
}
# A download is looked at by nobody's script: it is shown alone, and can do nothing.
_ALONE = "default-src 'none'; sandbox"
# The policy that a report brings itself: its style and script, by their hashes.
REPORT_SECURITY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"<>]{1,1000})">')


async def begin(request: Request) -> Response:
    """Paste, upload, or give a URL; `?again=ID` begins with what was given before."""
    works_of(request).warm()
    again = shelf_of(request).find(request.query_params.get("again", ""))
    return _form_page(request, given=_given_before(again) if again else {}, errors={})


async def take(request: Request) -> Response:
    """Take a policy and begin to generate."""
    form = await form_of(request)
    try:
        came = what_came(form)
        site = _site(form)
    except FieldError as error:
        message = f"{error.message} {error.advice or ''}".strip()
        given = {name: form.text(name) for name in ("text", "url", "site")}
        return _form_page(request, given=given, errors={error.name: message}, status=422)
    kind = "url" if isinstance(came, str) else "file" if "file" in form.files else "text"
    kept = await anyio.to_thread.run_sync(lambda: shelf_of(request).new(came, kind=kind, site=site))
    return _generate(request, kept, back=f"/generate?again={kept.id}")


def _form_page(request: Request, *, given: Mapping[str, str], errors: Mapping[str, str], status: int = 200) -> Response:
    settings = settings_of(request)
    # Whoever shares a token shares the workbench, but not what each one brought: names are not shown around.
    latest = shelf_of(request).latest(_LATEST) if settings.token is None else ()
    return page(
        request,
        "generate/form.html",
        status=status,
        given=given,
        errors=errors,
        latest=[(kept.id, kept.origin) for kept in latest if kept.title],
    )


def _given_before(kept: Kept) -> dict[str, str]:
    origin = kept.origin
    given = {"site": origin.site or ""}
    if origin.kind == "url":
        given["url"] = origin.url or ""
    elif origin.kind == "text":
        given["text"] = (kept.read(SOURCE) or b"").decode("utf-8", "replace")
    else:
        given["file"] = origin.name
    return given


def _site(form: Form) -> str | None:
    given = form.text("site").strip()
    if not given:
        return None
    site = web_address(given, field_name="site")
    if not is_site(site):
        raise FieldError(
            "site", "This is not the base URL of a site.", advice="Give one such as https://www.example.com/."
        )
    return site


def _generate(request: Request, kept: Kept, *, back: str, section: str = "") -> Response:
    """Begin to generate, and lead to the page of that work, then to a section of what came of it."""
    settings = settings_of(request)
    work = works_of(request).start(
        "policyglot.web.generating:generate_kept",
        {
            "folder": str(kept.folder),
            "max_bytes": settings.max_bytes,
            "allow_private": settings.allow_private,
        },
        title=f"Reading {kept.origin.name}",
        target=f"/generate/{kept.id}{section}",
        back=back,
    )
    return RedirectResponse(f"/work/{work}", status_code=303)


async def result(request: Request) -> Response:
    """The report of a policy, with the form for its answers and its files."""
    kept = kept_of(request)
    filled = filled_file(kept.read(ANSWERS))
    site = kept.origin.site
    if site is not None and "site" not in filled.given:
        filled = replace(filled, given={**filled.given, "site": site})
    return _result_page(request, kept, filled=filled, errors={})


def _result_page(
    request: Request, kept: Kept, *, filled: Filled, errors: Mapping[str, str], status: int = 200
) -> Response:
    shown = kept.shown()
    if shown is None:
        return page(request, "generate/unfinished.html", kept=kept, origin=kept.origin)
    files = kept.files(GENERATED)
    return page(
        request,
        "generate/result.html",
        status=status,
        kept=kept,
        shown=shown,
        parts={
            name: Markup(shown[name])  # noqa: S704 - our own report escaped it
            for name in ("summary", "label", "text", "practices", "found")
        },
        symbols=Markup(symbols()),  # noqa: S704 - our own drawing
        filled=filled,
        errors=errors,
        files=[_file(path, files.get(path)) for path in _ABOUT],
        snippets=[
            {
                "title": one.title,
                "where": one.where,
                "shown": Markup(copied(one.key, one.title, one.content)),  # noqa: S704 - escaped in it
            }
            for one in snippets(files)
        ],
        others=[name for name in (ANSWERS, CORRECTIONS) if kept.read(name) is not None],
    )


def _file(path: str, content: bytes | None) -> dict[str, Any]:
    """What the page shows of one file."""
    title, where = _ABOUT[path]
    key = path.replace("/", "-").replace(".", "-")
    is_short = content is not None and len(content) <= _LONGEST_SHOWN
    shown = copied(key, title, content.decode("utf-8", "replace")) if content is not None and is_short else ""
    return {
        "path": path,
        "title": title,
        "where": where,
        "bytes": None if content is None else len(content),
        "shown": Markup(shown),  # noqa: S704 - escaped in it
    }


async def answer(request: Request) -> Response:
    """Take answers and generate again."""
    form = await form_of(request)
    kept = kept_of(request)
    shown = kept.shown()
    if shown is None:
        raise HTTPException(404, "This policy was not read yet.")
    filled = filled_form(form, [question["key"] for question in shown["questions"]])
    errors = faults(filled)
    if errors:
        return _result_page(request, kept, filled=filled, errors=errors, status=422)
    await anyio.to_thread.run_sync(lambda: kept.write({ANSWERS: answers_file(filled)}))
    return _generate(request, kept, back=f"/generate/{kept.id}#open", section="#open")


async def to_answers(request: Request) -> Response:
    """Where the form stands, for whoever loads the page of a refused one again."""
    return RedirectResponse(f"/generate/{kept_of(request).id}#open", status_code=303)


async def again(request: Request) -> Response:
    """Generate from what is kept once more: a work was stopped, or corrections were made."""
    await form_of(request)
    kept = kept_of(request)
    return _generate(request, kept, back=f"/generate?again={kept.id}")


async def delete(request: Request) -> Response:
    """Take a policy away with all that was made of it."""
    await form_of(request)
    kept = kept_of(request)
    await anyio.to_thread.run_sync(lambda: shelf_of(request).remove(kept))
    return RedirectResponse("/generate", status_code=303)


async def download(request: Request, *, path: str) -> Response:
    """One file, as it is to be published."""
    content = kept_of(request).read(path if path in (ANSWERS, CORRECTIONS) else f"{FILES}/{path}")
    if content is None:
        raise HTTPException(404, "There is no such file; a finding on the policy's page may say why.")
    if path == "report.html" and "download" not in request.query_params:
        return _report(content)
    name = path.rpartition("/")[2]
    headers = {"Content-Security-Policy": _ALONE, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, headers={**headers, "Content-Type": _MEDIA_TYPES[path]})


def _report(content: bytes) -> Response:
    """The report as it is, with the policy that it brings itself, in an origin of its own: it is no page of ours."""
    found = REPORT_SECURITY.search(content[:2000])
    own = found[1].decode() if found else "default-src 'none'"
    alone = "frame-ancestors 'none'; sandbox allow-scripts allow-downloads"
    return Response(content, media_type="text/html", headers={"Content-Security-Policy": f"{own}; {alone}"})


async def download_all(request: Request) -> Response:
    """Everything as a zip laid out for the root of the site."""
    kept = kept_of(request)
    shown = kept.shown()
    if shown is None:
        raise HTTPException(404, "This policy was not read yet.")
    files = kept.files(GENERATED)
    files |= {name: content for name in (ANSWERS, CORRECTIONS) if (content := kept.read(name)) is not None}
    content = await anyio.to_thread.run_sync(lambda: zipped(files, title=shown["title"]))
    name = f'attachment; filename="{slug(shown["title"])}.zip"'
    return Response(content, media_type="application/zip", headers={"Content-Disposition": name})


ROUTES: tuple[BaseRoute, ...] = (
    Route("/generate", begin, methods=["GET"]),
    Route("/generate", take, methods=["POST"]),
    Route("/generate/{kept}", result, methods=["GET"]),
    Route("/generate/{kept}/answers", answer, methods=["POST"]),
    Route("/generate/{kept}/answers", to_answers, methods=["GET"]),
    Route("/generate/{kept}/again", again, methods=["POST"]),
    Route("/generate/{kept}/delete", delete, methods=["POST"]),
    Route("/generate/{kept}/all.zip", download_all, methods=["GET"]),
    *(
        Route(f"/generate/{{kept}}/{path}", partial(download, path=path), methods=["GET"], name=path)
        for path in _MEDIA_TYPES
    ),
)
