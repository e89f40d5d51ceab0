"""Cookies and the tokens of forms: who is signed in, and that a form came from a page of ours.

A session is a random number in a strict cookie. The token of its forms is made from it with a key that only
this workbench has, so that nothing needs to be stored, and a form stays good when the workbench starts anew.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import HTTPConnection
from starlette.responses import Response

from policyglot.errors import OutputError

CSRF_FIELD = "csrf"
"""Name of the hidden field of every form that changes something."""
# A session: 22 letters of base64url, then for whoever is signed in a dot and 64 hexadecimal digits.
SESSION = re.compile(r"(?P<number>[A-Za-z0-9_-]{22})(?:\.(?P<proof>[0-9a-f]{64}))?")
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """What cookies and form tokens are made with.

    Attributes:
        key: Secret of this workbench, 32 bytes.
        cookie: The cookie's name. Cookies do not know ports, so that it names ours.
        token: What people sign in with, or None.
    """

    key: bytes
    cookie: str
    token: str | None = None

    def read(self, request: HTTPConnection) -> str | None:
        """Return the session of a request, or None where it has none that we made."""
        found = SESSION.fullmatch(request.cookies.get(self.cookie, ""))
        if found is None:
            return None
        proof = found["proof"]
        if proof is not None and not hmac.compare_digest(proof, self._mac("signed-in", found["number"])):
            return None
        return found.group()

    def is_signed_in(self, request: HTTPConnection) -> bool:
        """Say whether a request may be answered: nobody needs a token, or this one has it."""
        if self.token is None:
            return True
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.is_token(given.strip()):
            return True
        return "." in (self.read(request) or "")

    def is_token(self, given: str) -> bool:
        """Say whether somebody knows the token, in the same time whatever they give."""
        return self.token is not None and hmac.compare_digest(given.encode(), self.token.encode())

    def start(self, *, signed_in: bool) -> str:
        """Return a new session."""
        number = secrets.token_urlsafe(16)
        return f"{number}.{self._mac('signed-in', number)}" if signed_in else number

    def form_token(self, session: str) -> str:
        """Return what a form of this session must bring."""
        return self._mac("form", session)

    def is_form_token(self, given: str, request: HTTPConnection) -> bool:
        """Say whether a form's token is the one of its request's session."""
        session = self.read(request)
        return session is not None and hmac.compare_digest(given.encode(), self.form_token(session).encode())

    def keep(self, response: Response, session: str, *, is_secure: bool) -> None:
        """Put a session into a response's cookie: for this site only, never for scripts, until the browser closes."""
        response.set_cookie(self.cookie, session, httponly=True, samesite="strict", secure=is_secure, path="/")

    def _mac(self, purpose: str, words: str) -> str:
        said = f"{purpose}\n{self.token or ''}\n{words}".encode()
        return hmac.new(self.key, said, hashlib.sha256).hexdigest()


def load_key(folder: Path) -> bytes:
    """Return the secret of the workbench that keeps its work in a folder, made where it is missing.

    Raises:
        OutputError: The folder cannot be written.
    """
    place = folder / "key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            key = place.read_bytes()
            if len(key) == _KEY_BYTES:
                return key
            place.unlink()
        key = secrets.token_bytes(_KEY_BYTES)
        # Nobody else may read it, from its first byte on.
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            f"cannot write here: {reason}", source=str(folder), advice="choose another folder with --folder"
        ) from error
    return key


def sessions_of(request: HTTPConnection) -> Sessions:
    """Return the sessions of the workbench that a request came to."""
    found: Sessions = request.app.state.sessions
    return found
