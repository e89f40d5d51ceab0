"""Ask: questions in SPARQL to the store, with their answer as a table, a chart or a download."""

from __future__ import annotations

from functools import cache

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from policyglot.errors import PolicyglotError, QueryTimeoutError, StoreError
from policyglot.store.results import GRAPH_FORMATS, RESULT_FORMATS, Result, serialise
from policyglot.vocabulary import PREFIXES
from policyglot.web.ask_view import (
    FILE_SUFFIXES,
    FIRST,
    MOST_ROWS,
    AnswerView,
    FaultView,
    answer_view,
    declarations,
    examples,
    fault_view,
    question_of,
)
from policyglot.web.asking import Ask, while_awaited
from policyglot.web.pages import page, static_content, url
from policyglot.web.received import form_of
from policyglot.web.settings import settings_of

# The longest link that every browser, mail program and chat keeps whole.
_LONGEST_LINK = 6_000
_FORMATS = {**RESULT_FORMATS, **GRAPH_FORMATS}


async def ask(request: Request) -> Response:
    """The editor; with a query in the link, its answer as well."""
    query = request.query_params.get("query")
    named = request.query_params.get("named")
    if query is None or settings_of(request).store is None:
        found = next((example for example in examples() if example.name == named), None)
        return _page(request, query or (found.text if found is not None else FIRST))
    return await _answered(request, query)


async def asked(request: Request) -> Response:
    """Ask what the editor holds: by a link that can be shared, where it is short enough for one."""
    form = await form_of(request)
    query, name = form.text("query"), form.text("format")
    if name:
        return await _downloaded(request, query, name)
    link = url("/ask", query=query)
    if query.strip() and len(link) <= _LONGEST_LINK:
        return RedirectResponse(f"{link}#answer", status_code=303)
    return await _answered(request, query)


async def download(request: Request) -> Response:
    """An answer as a file."""
    return await _downloaded(request, request.query_params.get("query", ""), request.path_params["format"])


async def _answered(request: Request, query: str) -> Response:
    try:
        view = await while_awaited(request, lambda put: answer_view(_put(query, put)))
    except PolicyglotError as error:
        return _page(request, query, fault=fault_view(error, query), status=_status(error))
    return _page(request, query, answer=view)


def _status(error: PolicyglotError) -> int:
    if isinstance(error, QueryTimeoutError):
        return 503
    return 500 if isinstance(error, StoreError) else 400


async def _downloaded(request: Request, query: str, name: str) -> Response:
    if name not in _FORMATS:
        raise HTTPException(404, f"There is no format {name}: use {', '.join(_FORMATS)}.")

    try:
        content = await while_awaited(request, lambda put: serialise(_put(query, put), name))
    except PolicyglotError as error:
        return _page(request, query, fault=fault_view(error, query), status=_status(error))
    disposition = f'attachment; filename="answer.{FILE_SUFFIXES[name]}"'
    return Response(content, media_type=_FORMATS[name], headers={"Content-Disposition": disposition})


def _put(text: str, put: Ask) -> Result:
    question = question_of(text)
    return put(question.query, parameters=question.parameters)


def _page(
    request: Request,
    query: str,
    *,
    answer: AnswerView | None = None,
    fault: FaultView | None = None,
    status: int = 200,
) -> Response:
    link = url("/ask", query=query)
    return page(
        request,
        "ask/ask.html",
        status=status,
        query=query,
        answer=answer,
        fault=fault,
        link=link if len(link) <= _LONGEST_LINK else None,
        prefixed=declarations(query) + query,
        examples=examples(),
        prefixes=PREFIXES,
        most_rows=MOST_ROWS,
        has_editor=has_editor(),
    )


@cache
def has_editor() -> bool:
    """Say whether the editor of YASGUI was built into the workbench."""
    try:
        return bool(static_content("yasgui/yasqe.min.js")) and bool(static_content("yasgui/yasqe.min.css"))
    except OSError:
        return False


ROUTES = (
    Route("/ask", ask, methods=["GET"]),
    Route("/ask", asked, methods=["POST"]),
    Route("/ask/answer.{format}", download, methods=["GET"]),
)
