"""The store as a SPARQL endpoint, for programs; what it says is `store/protocol.py`'s.

It is asked by GET, or by POST from the workbench's own pages and from what is no browser. Other than
`policyglot endpoint` it lets no page of another site read the answers: whoever runs the workbench may have a
store that is nobody else's business.
"""

from __future__ import annotations

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from policyglot.store import protocol
from policyglot.web.asking import while_awaited
from policyglot.web.settings import settings_of


async def sparql(request: Request) -> Response:
    """Answer a request of the SPARQL 1.1 Protocol."""
    if settings_of(request).store is None:
        missing = "the workbench was started without a store: policyglot serve --store DIR"
        return _response(protocol.refused(HTTPStatus.NOT_FOUND, missing))
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > protocol.MAX_BODY:
            return _response(protocol.too_large())
    asked = protocol.Request(
        method=request.method,
        query_string=request.url.query,
        media_type=request.headers.get("content-type", "").partition(";")[0].strip().lower(),
        accept=request.headers.get("accept", ""),
        body=body,
    )
    return _response(await while_awaited(request, lambda put: protocol.answer(asked, ask=put)))


def _response(answer: protocol.Answer) -> Response:
    media_type = f"{answer.media_type}; charset=utf-8"
    response = Response(answer.content, status_code=answer.status, headers={"Content-Type": media_type})
    if answer.status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        response.headers["Connection"] = "close"  # the rest of the body is not read
    return response


ROUTES = (Route("/sparql", sparql, methods=["GET", "HEAD", "POST"]),)
