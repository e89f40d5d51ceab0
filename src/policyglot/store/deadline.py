"""A limit of time for one policy, which no worker can sit out.

In the main thread of a process a signal ends the work, and the worker lives. Where no signal gets through (other
threads, C code that does not return) the watchdog of `faulthandler`, a thread outside Python, ends the process
after it said so in the log. Whoever waits for the worker reads there what it had in hand.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What faulthandler writes first when time is up.
_LATE = b"Timeout ("
# The signal comes first; the watchdog ends what did not heed it.
_GRACE = 5.0

# Thread to when its time is up (of `time.monotonic`) and the log that hears of it: there is one watchdog a process.
_watched: dict[int, tuple[float, int]] = {}
_lock = threading.Lock()


class OutOfTime(BaseException):
    """The time for a policy is up. No Exception: it must pass every handler of those on its way to the worker."""


def _up(*_: object) -> None:
    raise OutOfTime


def _arm() -> None:
    """Set the watchdog to the earliest deadline."""
    if not _watched:
        faulthandler.cancel_dump_traceback_later()
        return
    ends, log = min(_watched.values())
    faulthandler.dump_traceback_later(max(ends - time.monotonic(), 0.001), exit=True, file=log)


@contextmanager
def deadline(seconds: float, log: int) -> Iterator[None]:
    """End what runs inside after a time.

    Args:
        seconds: Above 0, by the clock.
        log: File descriptor that the watchdog writes to.

    Raises:
        OutOfTime: The time is up, in the main thread; elsewhere the process ends.
    """
    has_signals = threading.current_thread() is threading.main_thread()
    thread = threading.get_ident()
    before = signal.signal(signal.SIGALRM, _up) if has_signals else None
    try:
        with _lock:
            _watched[thread] = (time.monotonic() + seconds + (_GRACE if has_signals else 0), log)
            _arm()
        if has_signals:
            signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    finally:
        if has_signals:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        with _lock:
            _watched.pop(thread, None)
            _arm()


class Log:
    """What a worker writes down while it reads a shard: the number of the piece in hand."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o644)

    def takes(self, number: int) -> None:
        """Say which piece is next."""
        os.write(self.file, b"%d\n" % number)

    def close(self) -> None:
        """Drop the log: the shard is finished."""
        os.close(self.file)
        self._path.unlink(missing_ok=True)


def last_words(path: Path) -> tuple[int | None, bool]:
    """Return the piece that a dead worker had in hand, None where it had not begun, and whether its time was up."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        return None, False
    numbers = [int(line) for line in lines if line.isdigit()]
    return (numbers[-1] if numbers else None), any(line.startswith(_LATE) for line in lines)
