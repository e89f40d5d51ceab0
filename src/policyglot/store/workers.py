"""Processes of this machine that read policies or write files."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


class WorkerProcesses(ProcessPoolExecutor):
    """Processes that an interrupt ends at once and silently.

    Ctrl-C reaches every process of a terminal. One that is being started, or waits for work, would answer it with a
    traceback, so it has the signal blocked; while it works the interrupt ends the work.

    >>> with WorkerProcesses(1) as executor:
    ...     executor.submit(abs, -1).result()
    1
    """

    def __init__(self, count: int) -> None:
        """Make an executor.

        Args:
            count: Number of processes, at least 1.
        """
        # Not fork: Oxigraph's threads would not survive it.
        super().__init__(max_workers=count, mp_context=multiprocessing.get_context("spawn"))

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Hand work to a process; see `concurrent.futures.Executor.submit`."""
        # Processes are started here, and inherit what is blocked.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return super().submit(_interruptible, fn, *args, **kwargs)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _interruptible(work: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    try:
        return work(*args, **kwargs)
    finally:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
