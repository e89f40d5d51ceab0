"""Asks the store for a page: in a process that ends at its limit, and as soon as nobody waits any more."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol, TypeVar

import anyio
from starlette.requests import Request

from policyglot.errors import QueryError
from policyglot.store.catalogue import NamedQuery
from policyglot.store.folder import graph_folder
from policyglot.store.pool import Pool
from policyglot.store.query import ask as query_store
from policyglot.store.results import Result
from policyglot.web.settings import settings_of


class Ask(Protocol):
    """Asks the store a named query, or one of somebody's own, within the limits of the settings."""

    def __call__(self, query: str | NamedQuery, *, parameters: Mapping[str, str] = ...) -> Result:
        """Return the answer; raises what `policyglot.store.query.ask` raises."""


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
        work: Is given what asks the store.

    Returns:
        What the work returns.

    Raises:
        QueryError: There is no store; and whatever the work raises.
    """
    settings, pool = settings_of(request), pool_of(request)
    store = settings.store
    if store is None:
        raise QueryError("the workbench was started without a store", source="query", advice="start it with --store")

    put = partial(
        query_store,
        store=graph_folder(store),
        tables=store / "tables",
        seconds=settings.query_seconds,
        rows=settings.query_rows,
        pool=pool,
    )

    def do(stopped: threading.Event) -> AnswerT:
        return work(partial(put, stopped=stopped))

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


async def _look(request: Request, stopped: threading.Event) -> None:
    """Look again and again whether the client hung up."""
    while not await request.is_disconnected():
        await asyncio.sleep(_LOOK_SECONDS)
    stopped.set()
