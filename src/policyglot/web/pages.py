"""Pages: templates filled in, with what every page needs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files as package_files
from typing import Any
from urllib.parse import quote, urlencode

import jinja2
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from policyglot.report.markup import NO_HTML
from policyglot.web.sessions import CSRF_FIELD, sessions_of
from policyglot.web.settings import settings_of

SECTIONS: tuple[tuple[str, str], ...] = (
    ("/generate", "Generate"),
    ("/check", "Check"),
    ("/explore", "Explore"),
    ("/ask", "Ask"),
)
"""Where the navigation leads: path and name."""


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """Fill in a template.

    Templates extend `layout.html`. Beside the context they have `csrf_field()`, `url(path, **query)`,
    `static(name)`, `settings`, `path` and `sections`. Whatever is filled in is shown as text; a name that
    the context lacks is an error.

    Args:
        request: What is answered.
        template: Path below `web/templates/` ("explore/company.html").
        status: Of the answer.
        **context: What the template shows.
    """
    sessions = sessions_of(request)
    session = sessions.read(request) or sessions.start(signed_in=False)
    used: list[str] = []

    def csrf_field() -> Markup:
        used.append(session)
        return Markup('<input type="hidden" name="{}" value="{}">').format(CSRF_FIELD, sessions.form_token(session))

    path = request.url.path
    said = (
        _environment()
        .get_template(template)
        .render(
            csrf_field=csrf_field,
            settings=settings_of(request),
            path=path,
            section=next((to for to, _ in SECTIONS if path == to or path.startswith(f"{to}/")), None),
            is_signed_in=sessions.token is not None and sessions.is_signed_in(request),
            **context,
        )
    )
    response = HTMLResponse(said.encode("utf-8", "replace"), status_code=status)
    if used and sessions.read(request) != session:
        sessions.keep(response, session, is_secure=request.url.scheme == "https")
    return response


def rendered(template: str, **context: Any) -> str:
    """Fill in a part of a page that needs neither the request nor a form's token.

    Args:
        template: Path below `web/templates/`.
        **context: What it shows.
    """
    return _environment().get_template(template).render(**context)


def url(path: str, /, **query: Any) -> str:
    """Return a URL of ours: the path escaped, what is None or empty left out of the query.

    >>> url("/explore/company/A & B", since=2020, to=None)
    '/explore/company/A%20%26%20B?since=2020'
    """
    return url_with(path, query)


def url_with(path: str, query: Mapping[str, Any]) -> str:
    """Return a URL of ours, as `url` does, for fields whose names are no names of Python; a list is repeated."""
    given = [
        (name, one)
        for name, value in query.items()
        for one in (value if isinstance(value, (list, tuple)) else [value])
        if one not in (None, "")
    ]
    return quote(path, safe="/:@!$'()*,;~-._") + (f"?{urlencode(given)}" if given else "")


def _finalize(value: Any) -> Any:
    """Take out what no HTML may hold; what is markup already was made by us."""
    return NO_HTML.sub("�", value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("policyglot.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.globals |= {"url": url, "url_with": url_with, "static": static, "sections": SECTIONS}
    environment.filters["thousands"] = "{:,}".format
    return environment


def static(name: str) -> str:
    """Return the URL of a file of `web/static/`; it changes with the file."""
    return f"/static/{name}?{_digest(name)}"


@cache
def _digest(name: str) -> str:
    return hashlib.sha256(static_content(name)).hexdigest()[:12]


_OF_REPORT: Mapping[str, str] = {"report.css": "page.css", "report.js": "page.js"}


@cache
def static_content(name: str) -> bytes:
    """Return a file of `web/static/`, or what the report looks like and does ("report.css", "report.js").

    Raises:
        FileNotFoundError: There is none.
    """
    if name in _OF_REPORT:
        return package_files("policyglot.report").joinpath(_OF_REPORT[name]).read_bytes()
    return package_files("policyglot.web").joinpath("static", *name.split("/")).read_bytes()
