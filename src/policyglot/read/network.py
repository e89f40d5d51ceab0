"""Connections of a fetch: every address is checked, and every wait ends with the fetch's time.

The name is resolved here, once a connection, and the address that was checked is the address
connected to: a name server that answers differently the second time is never asked again.
Imported by `fetch` when something is fetched; needs httpcore, which the extra `fetch` brings.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from policyglot.errors import FetchError
from policyglot.read.public_address import is_public

Resolver = Callable[[str, int], Sequence[str]]
"""Host name and port to its IP addresses, best first. Raises OSError where the name has none."""


def system_resolver(host: str, port: int) -> tuple[str, ...]:
    """Return the addresses that the system knows for a name, best first, none twice.

    Raises:
        OSError: The name has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


class Deadline:
    """The moment at which a fetch has to be over."""

    def __init__(self, seconds: float, *, source: str) -> None:
        self._end = time.monotonic() + seconds
        self._seconds = seconds
        self._source = source

    def left(self, timeout: float | None) -> float:
        """Return the seconds that a wait may take: `timeout`, but not past the end.

        Raises:
            FetchError: There is no time left.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise FetchError(
                f"took longer than {self._seconds:g} seconds",
                source=self._source,
                advice="the server is too slow; save the page and give the file instead",
            )
        return left if timeout is None else min(timeout, left)


class _Stream(httpcore.NetworkStream):
    """A connection on which no wait outlasts the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Stream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to addresses that it resolved and checked itself.

    Attributes:
        deadline: When everything has to be over.
    """

    def __init__(self, *, deadline: Deadline, resolve: Resolver, allow_private: bool, source: str) -> None:
        self.deadline = deadline
        self._resolve = resolve
        self._allow_private = allow_private
        self._source = source
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers.

        Raises:
            FetchError: The name has no address, or one that is not public.
            httpcore.NetworkError: No address answers.
        """
        addresses = self._addresses(host, port)
        for number, address in enumerate(addresses, 1):
            try:
                stream = self._plain.connect_tcp(
                    address, port, self.deadline.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
            else:
                return _Stream(stream, self.deadline)
        raise FetchError(f"the name {host} has no address", source=self._source, advice="check the host name")

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise FetchError(
                f"the name {host} cannot be resolved", source=self._source, advice="check the host name"
            ) from error
        private = [address for address in addresses if not is_public(address)]
        if private and not self._allow_private:
            raise FetchError(
                f"{host} has the address {private[0]}, which is not on the public internet",
                source=self._source,
                advice="--allow-private permits it, for sites that are your own",
            )
        return addresses
