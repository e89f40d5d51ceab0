"""Asks the store for a page: in a process that ends at its limit, and as soon as nobody waits any more."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import anyio
from starlette.requests import Request

from policyglot.errors import QueryError
from policyglot.store.folder import graph_folder
from policyglot.store.pool import Pool
from policyglot.store.query import ask
from policyglot.store.results import Result
from policyglot.web.settings import Settings, settings_of

Ask = Callable[[str], Result]
AnswerT = TypeVar("AnswerT")

# How often it is looked whether whoever asks is still there.
_LOOK_SECONDS = 0.25


def pool_of(request: Request) -> Pool:
    """Return the processes that answer questions of the workbench that a request came to."""
    found: Pool = request.app.state.pool
    return found


async def while_awaited(request: Request, work: Callable[[Ask], AnswerT]) -> AnswerT:
    """Do work that asks the store, in a thread; its question is stopped when the client hangs up.

    Args:
        request: What is answered; its body has been read.
        work: Is given what asks the store a query of somebody's own, within the limits of the settings.

    Returns:
        What the work returns.

    Raises:
        QueryError: There is no store; and whatever the work raises.
    """
    settings, pool = settings_of(request), pool_of(request)
    store = settings.store
    if store is None:
        raise QueryError("the workbench was started without a store", source="query", advice="start it with --store")

    def do(stopped: threading.Event) -> AnswerT:
        return work(lambda query: _asked(query, store=store, settings=settings, pool=pool, stopped=stopped))

    return await in_thread(request, do)


async def in_thread(request: Request, do: Callable[[threading.Event], AnswerT]) -> AnswerT:
    """Do something in a thread, a few at a time.

    Args:
        request: What is answered; its body has been read.
        do: Is given what is set when the client hangs up.

    Returns:
        What `do` returns; it raises what that raises.
    """
    stopped = threading.Event()
    looking = asyncio.create_task(_look(request, stopped))
    try:
        return await anyio.to_thread.run_sync(do, stopped, limiter=request.app.state.queries)
    finally:
        looking.cancel()


def _asked(query: str, *, store: Path, settings: Settings, pool: Pool, stopped: threading.Event) -> Result:
    return ask(
        query,
        store=graph_folder(store),
        seconds=settings.query_seconds,
        rows=settings.query_rows,
        pool=pool,
        stopped=stopped,
    )


async def _look(request: Request, stopped: threading.Event) -> None:
    """Look again and again whether the client hung up."""
    while not await request.is_disconnected():
        await asyncio.sleep(_LOOK_SECONDS)
    stopped.set()
