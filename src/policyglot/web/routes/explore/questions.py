"""`/explore/questions`: the named queries, each with a form, a table, a chart and downloads."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from policyglot.errors import QueryError
from policyglot.store.catalogue import NamedQuery, query_named
from policyglot.store.results import RESULT_FORMATS, Result, serialise
from policyglot.web.explore.gallery import MOST_BARS, groups, read_given, show_question
from policyglot.web.explore.source import Source
from policyglot.web.routes.explore.asking import asked, not_found, shown, without_store
from policyglot.web.settings import settings_of

_FORMATS = {"csv": "text/csv; charset=utf-8", "json": RESULT_FORMATS["json"]}


async def gallery(request: Request) -> Response:
    """All named queries."""
    if settings_of(request).store is None:
        return without_store(request)
    return shown(request, "questions.html", groups=groups())


async def question(request: Request) -> Response:
    """One of them, answered where nothing is missing."""
    if settings_of(request).store is None:
        return without_store(request)
    query = _wanted(request.path_params["name"])
    found = await asked(request, show_question, query, dict(request.query_params))
    return shown(request, "question.html", found=found, most_bars=MOST_BARS, status=422 if found.has_errors else 200)


async def download(request: Request) -> Response:
    """The answer as a file."""
    query, suffix = _wanted(request.path_params["name"]), request.path_params["suffix"]
    if suffix not in _FORMATS:
        raise not_found(f"Answers can be had as {' and '.join(_FORMATS)}.")
    given, wrong = read_given(query, dict(request.query_params))
    if wrong:
        raise QueryError(f"the parameter {wrong[0].parameter.name!r} is missing or unknown", source=query.name)
    result = await asked(request, _answer, query, given)
    headers = {"Content-Disposition": f'attachment; filename="{query.name}.{suffix}"'}
    if result.is_truncated:
        headers["X-Truncated"] = "true"
    return Response(serialise(result, suffix), media_type=_FORMATS[suffix], headers=headers)


def _answer(source: Source, query: NamedQuery, given: dict[str, str]) -> Result:
    return source.answer(query, given, rows=source.most)


def _wanted(name: str) -> NamedQuery:
    try:
        return query_named(name)
    except QueryError as error:
        raise not_found(f"There is no question named {name!r}.") from error


ROUTES = (
    Route("/explore/questions", gallery),
    Route("/explore/questions/{name}.{suffix}", download),
    Route("/explore/questions/{name}", question),
)
