"""The workbench on a port, until it is told to end."""

from __future__ import annotations

import asyncio
import errno
import logging
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from policyglot.errors import InputError
from policyglot.web import create_app
from policyglot.web.settings import Settings

# For the head of a request to arrive, and between two of them.
_HEAD_SECONDS = 15
# For whoever takes an answer slowly, once all of it was written.
_TAKING_SECONDS = 600
# For requests that are being answered when the workbench ends.
_GRACE_SECONDS = 3
# Connections beyond the requests that are answered at once: browsers open some in advance.
_SPARE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """A workbench that has its port.

    Attributes:
        settings: With the port that it got.
        socket: It listens.
        app: What answers.
    """

    settings: Settings
    socket: socket.socket
    app: Starlette

    @property
    def url(self) -> str:
        """Where it answers."""
        host = f"[{self.settings.host}]" if ":" in self.settings.host else self.settings.host
        return f"http://{host}:{self.settings.port}/"


@contextmanager
def listen(settings: Settings) -> Iterator[Listening]:
    """Make the workbench and take its port; nothing is answered yet.

    Raises:
        InputError: The port is taken, or the address is none of this machine.
        OutputError: The folder for kept work cannot be written.
        StoreError: The store cannot be read.
    """
    place = f"{settings.host}:{settings.port}"
    try:
        family, *_, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        server = socket.socket(family, socket.SOCK_STREAM)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    except OSError as error:
        raise InputError(f"cannot listen: {error.strerror or error}", source=place) from error
    with server:
        try:
            server.bind(address)
            server.listen(512)
        except OSError as error:
            is_taken = error.errno == errno.EADDRINUSE
            reason = "another program has this port" if is_taken else error.strerror or str(error)
            advice = "choose another with --port, or 0 for any that is free" if is_taken else "check --host and --port"
            raise InputError(f"cannot listen: {reason}", source=place, advice=advice) from error
        settings = replace(settings, port=server.getsockname()[1])
        yield Listening(settings=settings, socket=server, app=create_app(settings))


def serve(listening: Listening) -> None:
    """Answer requests until Ctrl-C or SIGTERM."""
    server_for(listening).run(sockets=[listening.socket])


def server_for(listening: Listening) -> uvicorn.Server:
    """Return the server that answers for a workbench."""
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    return QuietServer(
        uvicorn.Config(
            listening.app,
            http=ImpatientProtocol,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=True,
            timeout_keep_alive=_HEAD_SECONDS,
            timeout_graceful_shutdown=_GRACE_SECONDS,
            limit_concurrency=listening.settings.requests_at_once + _SPARE,
        )
    )


class QuietServer(uvicorn.Server):
    """A server that ends at a signal and leaves it at that, so that whoever runs it has the last word."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End at Ctrl-C and SIGTERM; the second time at once."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class ImpatientProtocol(H11Protocol):
    """HTTP/1.1 that hangs up where the head of a request, or the taking of an answer, does not come to an end."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in what it extends
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Take what comes, and wait for the rest of a head no longer than for the first."""
        super().data_received(data)
        self._await_head()

    def timeout_keep_alive_handler(self) -> None:
        """Close after the last answer; whoever has not taken it by then gets some minutes more."""
        super().timeout_keep_alive_handler()
        self.loop.call_later(_TAKING_SECONDS, self.transport.abort)

    def _await_head(self) -> None:
        if not self._is_between_requests():
            if self._waiting is not None:
                self._waiting.cancel()
                self._waiting = None
        elif self._waiting is None:
            self._waiting = self.loop.call_later(_HEAD_SECONDS, self._hang_up)

    def _is_between_requests(self) -> bool:
        return self.cycle is None or self.cycle.response_complete  # type: ignore[redundant-expr] # None at first

    def _hang_up(self) -> None:
        self._waiting = None
        if self._is_between_requests():
            self.transport.abort()
