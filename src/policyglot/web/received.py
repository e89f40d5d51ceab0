"""What a form brought: its fields, a file, a text, or what a URL names; all of it bounded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from policyglot.addresses import is_web_address
from policyglot.errors import FetchError, InputError
from policyglot.read.fetch import FetchLimits, fetch_page, sendable
from policyglot.web.sessions import CSRF_FIELD, sessions_of
from policyglot.web.settings import settings_of

PASTED = "pasted text"
"""What messages call a text that was pasted."""
_FIELDS, _FILES, _NAME = 1000, 5, 150
# What a URL starts with; people leave it out, and mean https.
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class FieldError(InputError):
    """A field of a form that cannot be used.

    Attributes:
        name: The field's name.
    """

    def __init__(self, name: str, message: str, *, advice: str | None = None) -> None:
        super().__init__(message, advice=advice)
        self.name = name


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Bytes with what is known of them.

    Attributes:
        content: The bytes.
        name: How messages call them: the file's name, the URL, or "pasted text".
        media_type: As the server says, or None: what a browser says of an upload is a guess by its suffix.
        charset: As the server says, or None.
        url: Where they were fetched, or None.
    """

    content: bytes
    name: str
    media_type: str | None = None
    charset: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form that came from a page of ours.

    Attributes:
        fields: Name to values, in the order sent; line ends are line feeds.
        files: Name to the file that was chosen; fields without one are left out.
    """

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, Received] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return the first value of a field, "" where it has none."""
        return next(iter(self.fields.get(name, ())), "")


async def form_of(request: Request) -> Form:
    """Read a request's form.

    Args:
        request: A POST; every route that changes something calls this first.

    Raises:
        HTTPException: The form does not bring the token of its session (403), is broken (400), or holds
            more than the settings allow (413).
    """
    settings = settings_of(request)
    try:
        async with request.form(max_files=_FILES, max_fields=_FIELDS, max_part_size=settings.max_bytes) as sent:
            fields: dict[str, list[str]] = {}
            files: dict[str, Received] = {}
            for name, value in sent.multi_items():
                if isinstance(value, str):
                    fields.setdefault(name, []).append(value.replace("\r\n", "\n"))
                elif value.filename:
                    files[name] = await _uploaded(value, max_bytes=settings.max_bytes)
    except HTTPException as error:
        if "maximum size" in error.detail:
            raise _too_large(settings.max_bytes) from error
        raise
    form = Form(fields={name: tuple(values) for name, values in fields.items()}, files=files)
    if not sessions_of(request).is_form_token(form.text(CSRF_FIELD), request):
        raise HTTPException(
            403,
            "This form did not come from a page of this workbench, or the page is too old. "
            "Go back, load the page again, and send it again.",
        )
    return form


async def _uploaded(file: UploadFile, *, max_bytes: int) -> Received:
    content = await file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise _too_large(max_bytes)
    # Some browsers send a path; nobody needs more than its end.
    name = PurePosixPath((file.filename or "").replace("\\", "/")).name
    shown = "".join(letter if letter.isprintable() else " " for letter in name)[-_NAME:]
    return Received(content=content, name=shown or "file")


def _too_large(max_bytes: int) -> HTTPException:
    return HTTPException(413, f"More than {max_bytes:,} bytes are too many for one text or file.")


def what_came(form: Form) -> Received | str:
    """Return the one thing that a form brought: what its fields `file` or `text` hold, or the URL in `url`.

    Args:
        form: With the fields that `forms/source.html` shows.

    Returns:
        The bytes, or a URL that `fetched` takes.

    Raises:
        FieldError: Nothing came, more than one thing, an empty file, or no URL.
    """
    text, url, file = form.text("text"), form.text("url").strip(), form.files.get("file")
    given = [name for name, value in (("text", text.strip()), ("url", url), ("file", file)) if value]
    if not given:
        raise FieldError("text", "There is nothing to read yet.", advice="Paste a text, choose a file or give a URL.")
    if len(given) > 1:
        raise FieldError(given[1], "Only one of text, file and URL can be read.", advice="Leave the others empty.")
    if file is not None:
        if not file.content.strip():
            raise FieldError("file", f"{file.name} is empty.")
        return file
    return web_address(url) if url else Received(content=text.encode("utf-8", "replace"), name=PASTED)


def web_address(given: str, *, field_name: str = "url") -> str:
    """Return a URL that can be fetched, of what somebody wrote into a field; https is meant where nothing is said.

    Raises:
        FieldError: It is none.

    >>> web_address("www.example.com/privacy")
    'https://www.example.com/privacy'
    """
    has_scheme = SCHEME.match(given) is not None and urlsplit(f"//{given}").hostname != given.partition(":")[0]
    url = given if has_scheme or "://" in given else f"https://{given}"
    try:
        sent = sendable(url)
    except FetchError as error:
        raise FieldError(field_name, f"This cannot be fetched: {error.message}.", advice=error.advice) from error
    if not is_web_address(sent):
        raise FieldError(field_name, "This is no web address.", advice="Give one such as https://www.example.com/.")
    return url


def fetched(url: str, *, max_bytes: int, allow_private: bool) -> Received:
    """Fetch what a URL names; it takes up to half a minute, so do it in a thread or in a work.

    Raises:
        FetchError: As `policyglot.read.fetch.fetch_page`; hosts that are not public are refused.
        MissingExtraError: The extra `fetch` is not installed.
    """
    found = fetch_page(url, limits=FetchLimits(max_bytes=max_bytes), allow_private=allow_private)
    return Received(
        content=found.content,
        name=found.final_url,
        media_type=found.media_type,
        charset=found.charset,
        url=found.final_url,
    )
