"""Long work in processes of its own: it can be watched and stopped, and has a time limit.

A process that has done one work does the next: its vocabulary and weights are read by then. One that is
stopped is killed, and another takes its place.
"""

from __future__ import annotations

import json
import os
import queue
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import IO, Any

from starlette.requests import HTTPConnection

from policyglot.errors import PolicyglotError
from policyglot.web.settings import Settings

# A process that nothing was asked of for so long is ended, and one that has done so many works.
_IDLE_SECONDS, _WORKS_EACH = 300.0, 50
# Works that ended are remembered for whoever comes back to their page.
_REMEMBERED = 500
# So many bytes at most of what a process that died wrote to standard error.
_LAST_WORDS = 4000


class State(StrEnum):
    """How far a work is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a work failed.

    Attributes:
        kind: Name of the exception ("NotAPolicyError").
        message: What went wrong.
        advice: What can be done about it, or None.
    """

    kind: str
    message: str
    advice: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A work as it stands at one moment.

    Attributes:
        id: What its page is called; nobody can guess it.
        title: What is done ("Reading shop.html").
        target: The path that shows what came of it.
        back: The path to begin again from.
        state: How far it is.
        step: What is being done just now, or "".
        done: How many steps are done.
        of: How many steps there are, 0 where nobody knows.
        began: When it was asked for, in seconds of `time.monotonic`.
        ended: When it ended, or None.
        result: What the function returned.
        fault: Why it failed, or None.
    """

    id: str
    title: str
    target: str
    back: str
    state: State = State.WAITING
    step: str = ""
    done: int = 0
    of: int = 0
    began: float = field(default_factory=time.monotonic)
    ended: float | None = None
    result: Any = None
    fault: Fault | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will change."""
        return self.state in (State.DONE, State.FAILED, State.STOPPED)

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return (self.ended or time.monotonic()) - self.began


class TooMuchWorkError(PolicyglotError):
    """So much work waits that no more is taken."""


class Works:
    """Every work of a workbench, and the threads that look after their processes."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._works: dict[str, Work] = {}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._queue: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self._threads = 0
        self._idle = 0
        self._is_closed = False

    def start(self, function: str, arguments: Mapping[str, object], *, title: str, target: str, back: str = "/") -> str:
        """Have a function called in a process of its own.

        Args:
            function: Module and name, "policyglot.web.generating:generate_kept". It is called with `report`, a
                `policyglot.web.child.Report`, and the arguments, and returns what JSON can say.
            arguments: What JSON can say; what is large goes into files.
            title: What is done, for people.
            target: The path to go to when it is done; `{work}` in it becomes the work's id.
            back: The path to begin again from where it fails.

        Returns:
            The work's id; `/work/{id}` is its page.

        Raises:
            TooMuchWorkError: Too much waits already.
        """
        request = {"function": function, "arguments": dict(arguments), "seconds": self._settings.work_seconds}
        work_id = secrets.token_urlsafe(16)
        work = Work(id=work_id, title=title, target=target.replace("{work}", work_id), back=back)
        with self._lock:
            waiting = sum(one.state is State.WAITING for one in self._works.values())
            if self._is_closed or waiting >= self._settings.works_waiting:
                raise TooMuchWorkError("too much work is waiting", advice="try again in a minute")
            self._works[work.id] = work
            over = [key for key, one in self._works.items() if one.is_over]
            for key in over[: max(0, len(self._works) - _REMEMBERED)]:
                del self._works[key]
            self._queue.put((work.id, json.dumps(request).encode() + b"\n"))
            self._need_thread()
        return work.id

    def warm(self) -> None:
        """Have a process ready for work that is likely to come."""
        with self._lock:
            if self._threads == 0 and not self._is_closed:
                self._queue.put(("", b'{"function": "policyglot.web.child:warm", "arguments": {}, "seconds": 60}\n'))
                self._need_thread()

    def get(self, work_id: str) -> Work | None:
        """Return a work as it stands, or None where there is none of that id."""
        with self._lock:
            return self._works.get(work_id)

    def stop(self, work_id: str) -> None:
        """Stop a work; one that is over stays as it is."""
        if self._end(work_id, state=State.STOPPED):
            with self._lock:
                process = self._processes.get(work_id)
            if process is not None:
                _kill(process)

    def close(self) -> None:
        """Stop everything; no work is taken any more."""
        with self._lock:
            self._is_closed = True
            processes = list(self._processes.values())
            ids = list(self._works)
            threads = self._threads
        for work_id in ids:
            self._end(work_id, state=State.STOPPED)
        for process in processes:
            _kill(process)
        for _ in range(threads):
            self._queue.put(("", b""))

    def _need_thread(self) -> None:
        if self._idle < self._queue.qsize() and self._threads < self._settings.works_at_once:
            self._threads += 1
            threading.Thread(target=self._look_after, name="policyglot work", daemon=True).start()

    def _look_after(self) -> None:
        """Give works to one process after the other, until there is nothing to do for long."""
        child = _Child()
        try:
            while True:
                with self._lock:
                    self._idle += 1
                try:
                    work_id, request = self._queue.get(timeout=_IDLE_SECONDS)
                except queue.Empty:
                    return
                finally:
                    with self._lock:
                        self._idle -= 1
                if not request:
                    return
                self._do(work_id, request, child)
        finally:
            child.end()
            with self._lock:
                self._threads -= 1
                if not self._queue.empty() and not self._is_closed:
                    self._need_thread()

    def _do(self, work_id: str, request: bytes, child: _Child) -> None:
        try:
            process = child.ready()
        except OSError as error:
            fault = Fault(kind="OSError", message=f"no process can be started: {error.strerror or error}")
            self._end(work_id, state=State.FAILED, fault=fault)
            return
        with self._lock:
            work = self._works.get(work_id)
            if self._is_closed or (work_id and (work is None or work.is_over)):
                return
            self._processes[work_id] = process
            if work is not None:
                self._works[work_id] = replace(work, state=State.RUNNING)
        late = threading.Timer(self._settings.work_seconds, self._late, (work_id, process))
        late.daemon = True
        late.start()
        is_answered = False
        try:
            for said in child.ask(request):
                is_answered = self._take(work_id, said)
        finally:
            late.cancel()
            with self._lock:
                self._processes.pop(work_id, None)
        if not is_answered:
            self._died(work_id, child)

    def _late(self, work_id: str, process: subprocess.Popen[bytes]) -> None:
        seconds = self._settings.work_seconds
        fault = Fault(
            kind="Late", message=f"it took longer than {seconds:g} seconds and was stopped", advice="give less at once"
        )
        if self._end(work_id, state=State.FAILED, fault=fault):
            _kill(process)

    def _died(self, work_id: str, child: _Child) -> None:
        """End a process that was killed, or died; of the work whoever stopped it has said so before."""
        message = "the process that did it ended before its time"
        advice = "the workbench's terminal says more; give less at once if memory ran out"
        if self._end(work_id, state=State.FAILED, fault=Fault(kind="Died", message=message, advice=advice)):
            sys.stderr.write(child.last_words())
        child.end()

    def _take(self, work_id: str, said: Mapping[str, Any]) -> bool:
        """Take what a process says of a work, and say whether that was its end and no other came before."""
        if "result" in said:
            return self._end(work_id, state=State.DONE, result=said["result"]) or not work_id
        if "error" in said:
            return self._end(work_id, state=State.FAILED, fault=Fault(**said["error"])) or not work_id
        with self._lock:
            work = self._works.get(work_id)
            if work is not None and not work.is_over:
                self._works[work_id] = replace(work, **said)
        return False

    def _end(self, work_id: str, **said: Any) -> bool:
        """Bring a work to its end and say so, unless it came to one before."""
        with self._lock:
            work = self._works.get(work_id)
            if work is None or work.is_over:
                return False
            self._works[work_id] = replace(work, ended=time.monotonic(), **said)
            return True


class _Child:
    """A process that does one work after the other."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._works = 0

    def ready(self) -> subprocess.Popen[bytes]:
        """Return the process, a new one where the last is gone or has done enough."""
        if self._works >= _WORKS_EACH or (self._process is not None and self._process.poll() is not None):
            self.end()
        if self._process is None:
            self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process, and is closed with it
            self._process = subprocess.Popen(
                [sys.executable, "-m", "policyglot.web.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                start_new_session=True,  # Ctrl-C is for the workbench, which ends its processes itself
            )
            self._works = 0
        self._works += 1
        return self._process

    def ask(self, request: bytes) -> Any:
        """Yield what the process says of a request, up to its result or its end."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return
        try:
            process.stdin.write(request)
            process.stdin.flush()
        except OSError:
            return
        for line in process.stdout:
            if not line.endswith(b"\n"):  # it was killed while it spoke
                return
            said = json.loads(line)
            yield said
            if "result" in said or "error" in said:
                return

    def last_words(self) -> str:
        """Return the end of what a process that died wrote to standard error, with a line feed."""
        if self._errors is None:
            return ""
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - _LAST_WORDS))
        said = self._errors.read().decode(errors="replace").strip()
        return f"{said}\n" if said else "a work's process ended without a word\n"

    def end(self) -> None:
        """End the process."""
        if self._process is not None:
            _kill(self._process)
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout, self._errors):
                if pipe is not None:
                    with suppress(OSError):  # what was not sent is not wanted any more
                        pipe.close()
        self._process = self._errors = None


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process with whatever it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()


def works_of(request: HTTPConnection) -> Works:
    """Return the works of the workbench that a request came to."""
    found: Works = request.app.state.works
    return found
