"""Warm processes that answer questions one after the other: most of a short question's time is a process's start.

A process that overruns the limit of a question is ended, as one of `query.ask` is, and the next question starts
another. Each runs `python -m policyglot.store.child serve`: a line of JSON for the question, a line for the answer.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from policyglot.errors import QueryError, QueryTimeoutError

# A process that grew larger than this ends itself after its answer, in MB.
_MOST_MEGABYTES = 600
# How often it is looked whether somebody still waits.
_LOOK_SECONDS = 0.1
# A question that nobody waits for may run so long all the same: to start a process anew would cost more.
_GRACE_SECONDS = 2.0


class Pool:
    """At most so many processes, started when they are needed, each busy with one question at a time.

    >>> with Pool(1) as pool:
    ...     pool.run({"query": "ASK {}", "store": None, "rows": 1, "is_trusted": True}, seconds=10)
    {'truth': True}
    """

    def __init__(self, size: int) -> None:
        self._free: list[_Process] = []
        self._turns = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._busy: set[_Process] = set()
        self._is_closed = False

    def run(
        self, request: Mapping[str, object], *, seconds: float, stopped: threading.Event | None = None
    ) -> dict[str, Any]:
        """Answer one request of `child.answer`.

        Args:
            request: What is asked; without data, so of a store or its tables.
            seconds: Time to wait for a process and for its answer, above 0.
            stopped: Is set when nobody waits for the answer any more; None for never.

        Raises:
            QueryError: No process was free in time, or the answer did not come in time, or its process died, or
                nobody waits for it.
        """
        end = time.monotonic() + seconds
        _check_wanted(stopped)
        if not self._turns.acquire(timeout=seconds):
            raise QueryTimeoutError(
                "too many questions are asked at once", source="query", advice="try again in a moment"
            )
        try:
            _check_wanted(stopped)
            # That one ended itself for its size, or was ended while it was idle, is no fault of the question.
            for is_fresh in (False, True):
                process = self._taken(is_fresh=is_fresh)
                try:
                    left = max(end - time.monotonic(), 0.1)
                    reply = process.ask(request, seconds=left, limit=seconds, stopped=stopped)
                except _GoneError as gone:
                    self._drop(process)
                    if is_fresh or not process.was_used:
                        raise QueryError(
                            f"the query's process ended with {gone.code}", source="query", advice="ask for less"
                        ) from gone
                    continue
                except BaseException:
                    self._drop(process)
                    raise
                self._give_back(process)
                return reply
            raise AssertionError("the second process is fresh")
        finally:
            self._turns.release()

    def close(self) -> None:
        """End all processes; questions that are being answered fail."""
        with self._lock:
            self._is_closed = True
            ending = [*self._free, *self._busy]
            self._free.clear()
        for process in ending:
            process.end()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _taken(self, *, is_fresh: bool) -> _Process:
        with self._lock:
            if self._is_closed:
                raise QueryError("the workbench is closing", source="query")
            process = self._free.pop() if self._free and not is_fresh else _Process()
            self._busy.add(process)
            return process

    def _give_back(self, process: _Process) -> None:
        with self._lock:
            self._busy.discard(process)
            if not self._is_closed:
                self._free.append(process)
                return
        process.end()

    def _drop(self, process: _Process) -> None:
        with self._lock:
            self._busy.discard(process)
        process.end()


def _check_wanted(stopped: threading.Event | None) -> None:
    if stopped is not None and stopped.is_set():
        raise QueryError("the query was stopped: nobody waits for its answer", source="query")


class _GoneError(Exception):
    """The process ended before it had answered."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self.code = code


class _Process:
    """One process that answers questions."""

    def __init__(self) -> None:
        self.was_used = False
        self._lock = threading.Lock()
        self._process = subprocess.Popen(  # noqa: S603 - this Python and our own module
            [sys.executable, "-m", "policyglot.store.child", "serve", str(_MOST_MEGABYTES)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def ask(
        self, request: Mapping[str, object], *, seconds: float, limit: float, stopped: threading.Event | None
    ) -> dict[str, Any]:
        """Ask, and wait so many seconds for the answer; `limit` is what the message says."""
        over, late = threading.Event(), threading.Event()
        watching = threading.Thread(
            target=self._watch, args=(time.monotonic() + seconds, over, late, stopped), daemon=True
        )
        watching.start()
        try:
            answer = self._exchange(json.dumps({**request, "seconds": seconds}).encode() + b"\n")
        finally:
            with self._lock:
                over.set()
        if not answer.endswith(b"\n"):
            _check_wanted(stopped)
            if late.is_set():
                raise QueryTimeoutError(
                    f"the query did not end within {limit:g} seconds and was stopped",
                    source="query",
                    advice="ask for less",
                )
            raise _GoneError(self._process.wait())
        self.was_used = True
        reply: dict[str, Any] = json.loads(answer)
        return reply

    def _watch(self, end: float, over: threading.Event, late: threading.Event, stopped: threading.Event | None) -> None:
        """End the process when its time is over or nobody waits for it, unless it has answered."""
        patience = time.monotonic() + _GRACE_SECONDS
        while not over.wait(end - time.monotonic() if stopped is None else _LOOK_SECONDS):
            if stopped is not None and stopped.is_set() and time.monotonic() >= patience:
                break
            if time.monotonic() >= end:
                late.set()
                break
        else:
            return
        with self._lock:  # what has answered may have the next question by now
            if not over.is_set():
                self._process.kill()

    def _exchange(self, line: bytes) -> bytes:
        assert self._process.stdin is not None  # noqa: S101 - made with pipes
        assert self._process.stdout is not None  # noqa: S101 - the same
        try:
            self._process.stdin.write(line)
            self._process.stdin.flush()
            return self._process.stdout.readline()
        except (OSError, ValueError):
            return b""

    def end(self) -> None:
        """End the process, whatever it does, and let go of it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was written and never read
                    continue
