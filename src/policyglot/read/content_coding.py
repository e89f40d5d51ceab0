"""Undoes the compression of a body, never beyond a limit.

Source: RFC 9110, section 8.4.1.
"""

from __future__ import annotations

import zlib

from policyglot.errors import FetchError

# zlib finds out by itself whether the stream has gzip's header or zlib's own.
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
_RAW = -zlib.MAX_WBITS
_CODINGS = frozenset({"gzip", "x-gzip", "deflate"})


class Decoder:
    """Decodes a body piece by piece; a bomb is noticed before it has gone off.

    Attributes:
        max_bytes: Most decoded bytes.
    """

    def __init__(self, coding: str, *, max_bytes: int, source: str) -> None:
        """Prepare for a body.

        Args:
            coding: Value of Content-Encoding, "" for none.
            max_bytes: Most decoded bytes.
            source: URL, for errors.

        Raises:
            FetchError: A coding that is not understood, or several.
        """
        names = [name.strip().lower() for name in coding.split(",") if name.strip() not in ("", "identity")]
        if len(names) > 1 or not _CODINGS.issuperset(names):
            raise FetchError(f"sent in the coding “{coding[:60]}”, which was not asked for", source=source)
        self.max_bytes = max_bytes
        self._source = source
        self._coding = names[0] if names else ""
        self._stream = zlib.decompressobj(_GZIP_OR_ZLIB) if names else None
        self._is_started = False
        self._waiting = b""
        self._decoded = bytearray()

    def feed(self, chunk: bytes) -> bool:
        """Take the next piece, and say whether the limit still holds.

        Raises:
            FetchError: The piece cannot be decoded.
        """
        if self._stream is None:
            self._decoded += chunk
            return len(self._decoded) <= self.max_bytes
        try:
            self._inflate(chunk)
        except zlib.error as error:
            raise FetchError(f"the {self._coding} stream is broken", source=self._source) from error
        return len(self._decoded) <= self.max_bytes

    def finish(self) -> bytes:
        """Return the decoded body.

        Raises:
            FetchError: It ends too early.
        """
        if self._stream is not None and (self._waiting or (self._is_started and not self._stream.eof)):
            raise FetchError(f"the {self._coding} stream ends too early", source=self._source)
        return bytes(self._decoded)

    def _inflate(self, chunk: bytes) -> None:
        chunk, self._waiting = self._waiting + chunk, b""
        if self._stream is None or not chunk:
            return
        if not self._is_started and len(chunk) == 1:
            self._waiting = chunk  # two bytes tell which stream it is
            return
        if not self._is_started and self._coding == "deflate" and not _has_zlib_header(chunk):
            # Many servers take "deflate" for the bare stream, and browsers forgive it.
            self._stream = zlib.decompressobj(_RAW)
        self._is_started = True
        while chunk and len(self._decoded) <= self.max_bytes:
            if self._stream.eof:
                if self._coding == "deflate" or not chunk.startswith(b"\x1f\x8b"):
                    return  # padding behind the end
                self._stream = zlib.decompressobj(_GZIP_OR_ZLIB)
            self._decoded += self._stream.decompress(chunk, self.max_bytes + 1 - len(self._decoded))
            chunk = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail


def _has_zlib_header(chunk: bytes) -> bool:
    return len(chunk) > 1 and chunk[0] & 0x0F == zlib.DEFLATED and (chunk[0] * 256 + chunk[1]) % 31 == 0
