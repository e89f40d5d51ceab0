"""How the files are served: what goes into the configuration of a web server, and into a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policyglot.formats import format_named
from policyglot.formats.p3p.reference_writer import WELL_KNOWN

# The header line of `headers.txt`: name, colon, value.
HEADER_LINE = re.compile(r"(?P<name>[A-Za-z0-9-]+): (?P<value>[\x20-\x7e]+)")
_GRAPHS = {"policy.jsonld": "jsonld", "policy.ttl": "turtle"}
_P3P = ("w3c/policy.xml", "w3c/p3p.xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A piece of configuration to copy.

    Attributes:
        key: Short name, unique ("nginx").
        title: What it is for.
        where: Where it goes, one sentence.
        content: The piece.
    """

    key: str
    title: str
    where: str
    content: str


def snippets(files: Mapping[str, bytes]) -> tuple[Snippet, ...]:
    """Return what serves the files that there are, at the root of a site.

    Args:
        files: Path ("w3c/p3p.xml", "headers.txt") to content.

    Returns:
        Links for the page's head, then nginx, Apache and static hosts; none where there is no file.

    Source: P3P 1.0, section 2.2 (the header and the link tag); RFC 8288 (Link).

    >>> print(snippets({"w3c/p3p.xml": b""})[0].content)
    <link rel="P3Pv1" href="/w3c/p3p.xml">
    """
    links, headers = list(_links(files)), list(_headers(files))
    types = [(path, format_named(name).media_type) for path, name in _GRAPHS.items() if path in files]
    types += [(path, "application/xml") for path in _P3P if path in files]
    if not types and not headers:
        return ()
    made = [
        ("head", "The page itself", "Into the <head> of every page, the policy's page first.", "\n".join(links)),
        ("nginx", "nginx", "Into the server block of the site.", _nginx(types, headers)),
        ("apache", "Apache", "Into the virtual host or .htaccess; needs mod_headers.", _apache(types, headers)),
        (
            "static",
            "Static host",
            "Into a file _headers at the root, as Netlify and Cloudflare Pages read it.",
            _static(types, headers),
        ),
    ]
    return tuple(Snippet(key=k, title=t, where=w, content=c) for k, t, w, c in made if c)


def _links(files: Mapping[str, bytes]) -> Iterator[str]:
    if "w3c/p3p.xml" in files:
        yield f'<link rel="P3Pv1" href="{WELL_KNOWN}">'
    for path, name in _GRAPHS.items():
        if path in files:
            yield f'<link rel="alternate" type="{format_named(name).media_type}" href="/{path}">'


def _headers(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for line in files.get("headers.txt", b"").decode("ascii", "replace").splitlines():
        found = HEADER_LINE.fullmatch(line)
        if found:
            yield found["name"], found["value"]
    if "policy.jsonld" in files:
        yield "Link", f'</policy.jsonld>; rel="alternate"; type="{format_named("jsonld").media_type}"'


def _nginx(types: list[tuple[str, str]], headers: list[tuple[str, str]]) -> str:
    lines = [f"add_header {name} '{_quoted(value, quote=chr(39))}' always;" for name, value in headers]
    for path, media_type in types:
        lines.append(f"location = /{path} {{ types {{ }} default_type {media_type}; }}")
    return "\n".join(lines)


def _apache(types: list[tuple[str, str]], headers: list[tuple[str, str]]) -> str:
    suffixes = {path.rpartition(".")[2]: media_type for path, media_type in types}
    lines = [f'Header always set {name} "{_quoted(value, quote=chr(34))}"' for name, value in headers]
    lines += [f"AddType {media_type} .{suffix}" for suffix, media_type in suffixes.items()]
    return "\n".join(lines)


def _static(types: list[tuple[str, str]], headers: list[tuple[str, str]]) -> str:
    lines = ["/*", *(f"  {name}: {value}" for name, value in headers)] if headers else []
    for path, media_type in types:
        lines += [f"/{path}", f"  Content-Type: {media_type}"]
    return "\n".join(lines)


def _quoted(value: str, *, quote: str) -> str:
    return value.replace("\\", "\\\\").replace(quote, f"\\{quote}")
