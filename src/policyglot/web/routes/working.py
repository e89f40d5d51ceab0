"""The page of a work: how far it is, with a button that stops it."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from policyglot.web.pages import page
from policyglot.web.received import form_of
from policyglot.web.work import State, Work, works_of


async def working(request: Request) -> Response:
    """How far a work is; where it is done, on to what came of it."""
    work = _wanted(request)
    if work.state is State.DONE:
        return RedirectResponse(work.target, status_code=303)
    status = 422 if work.state is State.FAILED else 200
    return page(request, "work.html", status=status, work=work)


async def progress(request: Request) -> Response:
    """The same for the page's script."""
    work = _wanted(request)
    said = {"state": work.state, "step": work.step, "done": work.done, "of": work.of, "seconds": int(work.seconds)}
    return JSONResponse(said)


async def stop(request: Request) -> Response:
    """Stop a work."""
    await form_of(request)
    work = _wanted(request)
    works_of(request).stop(work.id)
    return RedirectResponse(f"/work/{work.id}", status_code=303)


def _wanted(request: Request) -> Work:
    found = works_of(request).get(request.path_params["work"])
    if found is None:
        raise HTTPException(404, "There is no such work: it ended long ago, or the workbench was started anew.")
    return found


ROUTES = (
    Route("/work/{work}", working),
    Route("/work/{work}/progress", progress),
    Route("/work/{work}/stop", stop, methods=["POST"]),
)
