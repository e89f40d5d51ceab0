"""What the workbench is told when it starts: where it listens, what it may cost."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from starlette.requests import HTTPConnection

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")
"""What browsers on this machine call it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the workbench listens, what it keeps, and what it may cost.

    Attributes:
        folder: Where kept work lies; made where it is missing.
        store: Folder of the store that is explored and asked, or None for none.
        host: Address to listen on.
        port: Port to listen on, 0 for any that is free.
        token: What people sign in with, or None for no sign-in (loopback only).
        names: Host names that requests may be for, beside those of the address itself.
        allow_private: Whether URLs may name hosts that are not on the public internet.
        max_bytes: Most bytes of a text, a file or what a URL answers.
        body_seconds: Longest time that a request's body may take to arrive, and one piece of an answer to leave.
        requests_at_once: More requests than these are refused.
        works_at_once: Processes that do long work at the same time.
        works_waiting: More work than this is refused.
        work_seconds: Longest time that one work may take.
        queries_at_once: Processes that answer questions at the same time.
        query_seconds: Longest time that one question may take.
        query_rows: Most rows of an answer.
        kept_number: How many kept works there may be; the oldest go first.
        kept_days: How many days a kept work stays after its last change.
    """

    folder: Path
    store: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    names: tuple[str, ...] = ()
    allow_private: bool = False
    max_bytes: int = 5_000_000
    body_seconds: float = 60.0
    requests_at_once: int = 200
    works_at_once: int = 2
    works_waiting: int = 20
    work_seconds: float = 180.0
    queries_at_once: int = 4
    query_seconds: float = 30.0
    query_rows: int = 10_000
    kept_number: int = 500
    kept_days: int = 365

    @property
    def is_loopback(self) -> bool:
        """Whether nobody but this machine can reach the address."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def known_names(self) -> frozenset[str] | None:
        """Host names that requests may be for, in lower case; None for any.

        An address that stands for all of the machine's, such as 0.0.0.0, has names that nobody can list. There
        the token protects: a page elsewhere that gives its own name our address does not get our cookie.
        """
        named = {name.lower() for name in self.names}
        if self.is_loopback:
            return frozenset({*LOOPBACK_NAMES, self.host.lower(), *named})
        try:
            is_any = ip_address(self.host).is_unspecified
        except ValueError:
            is_any = False
        if is_any:
            return frozenset({*LOOPBACK_NAMES, *named}) if named else None
        return frozenset({self.host.lower(), *named})


def settings_of(request: HTTPConnection) -> Settings:
    """Return the settings of the workbench that a request came to."""
    found: Settings = request.app.state.settings
    return found
