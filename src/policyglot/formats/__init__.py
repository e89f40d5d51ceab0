"""Formats: each is one value, which the command line, the validators and the store all read.

A format's module is imported when it is first used, so that importing this package
loads no XML or RDF library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType

from policyglot.errors import FormatError
from policyglot.model import Policy

Reader = Callable[[bytes, str], Policy]
Writer = Callable[[Policy], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A way to write a policy down.

    Attributes:
        name: What the command line calls it ("jsonld").
        media_type: IANA media type, without parameters.
        suffix: File name suffix with its dot.
        read: Bytes and the name of their source to a policy, or None where it cannot be read.
            Raises `SyntaxFault` or `InputError`.
        write: Policy to bytes, or None where it cannot be written. Raises `FormatError`.
        description: One line for people.
    """

    name: str
    media_type: str
    suffix: str
    read: Reader | None
    write: Writer | None
    description: str


def _reader(module: str, function: str) -> Reader:
    def read(content: bytes, source: str) -> Policy:
        reader: Reader = getattr(import_module(module), function)
        return reader(content, source)

    return read


def _writer(module: str, function: str, **options: str) -> Writer:
    def write(policy: Policy) -> bytes:
        written: bytes | str = getattr(import_module(module), function)(policy, **options)
        return written.encode() if isinstance(written, str) else written

    return write


_JSONLD, _RDF, _P3P = "policyglot.formats.jsonld", "policyglot.formats.rdf", "policyglot.formats.p3p"

_ALL = (
    Format(
        name="jsonld",
        media_type="application/ld+json",
        suffix=".jsonld",
        read=_reader(_JSONLD, "read"),
        write=_writer(_JSONLD, "write"),
        description="JSON-LD 1.1 on the Data Privacy Vocabulary, context inlined",
    ),
    Format(
        name="turtle",
        media_type="text/turtle",
        suffix=".ttl",
        read=_reader(_RDF, "read_turtle"),
        write=_writer(_RDF, "write_turtle"),
        description="RDF 1.1 Turtle on the Data Privacy Vocabulary",
    ),
    Format(
        name="nquads",
        media_type="application/n-quads",
        suffix=".nq",
        read=_reader(_RDF, "read_nquads"),
        write=_writer(_RDF, "write_nquads"),
        description="RDF 1.1 N-Quads, one named graph a policy",
    ),
    Format(
        name="p3p",
        media_type="application/p3p+xml",
        suffix=".xml",
        read=_reader(_P3P, "read_policy"),
        write=_writer(_P3P, "write_policy", profile="1.0"),
        description="P3P 1.0 policy",
    ),
    Format(
        name="p3p11",
        media_type="application/p3p+xml",
        suffix=".xml",
        read=_reader(_P3P, "read_policy"),
        write=_writer(_P3P, "write_policy", profile="1.1"),
        description="P3P 1.1 policy",
    ),
    Format(
        name="p3p-reference",
        media_type="application/p3p+xml",
        suffix=".xml",
        read=None,
        write=_writer(_P3P, "write_reference"),
        description="P3P policy reference file",
    ),
    Format(
        name="compact",
        media_type="text/plain",
        suffix=".txt",
        read=None,
        write=_writer(_P3P, "write_compact"),
        description="P3P compact policy, as the HTTP header line",
    ),
)

FORMATS: Mapping[str, Format] = MappingProxyType({f.name: f for f in _ALL})

# The first element of an XML file, after declaration, comments and document type, under any
# prefix. HTML may begin with `<META http-equiv=…>`, so META counts only without such attributes.
_PROLOG = rb"\A\s*(?:<\?[^>]*\?>\s*|<!--(?:[^-]|-(?!->))*-->\s*|<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?\s*>\s*)*"
_P3P_POLICY = re.compile(_PROLOG + rb"<(?:[A-Za-z][\w.-]*:)?(?:POLICIES|POLICY|DATASCHEMA)[\s>/]")
_P3P_REFERENCE = re.compile(
    _PROLOG + rb"<(?:[A-Za-z][\w.-]*:)?META(?=[\s>])(?![^>]*\s(?:http-equiv|name|content|charset)\s*=)"
)
# A line of N-Quads or N-Triples: an absolute IRI or a blank node, then a predicate IRI.
_NQUADS = re.compile(
    rb"\A(?:[ \t\r]*(?:#[^\n]*)?\n)*[ \t]*(?:<[A-Za-z][A-Za-z0-9+.-]*:[^<>\"\s]*>|_:\w+)[ \t]+<[^<>\"\s]+>[ \t]+\S"
)
# Turtle begins with a directive, after comments and blank lines.
_TURTLE = re.compile(rb"\A(?:[ \t\r]*(?:#[^\n]*)?\n)*\s*(?:@(?:prefix|base)\s|(?:PREFIX|BASE)\s)", re.IGNORECASE)
# A compact policy: the header or its fields, nothing else before them.
_COMPACT = re.compile(rb"\A\s*(?:P3P\s*:|(?:policyref\s*=\s*[\"'][^\"']*[\"']\s*,\s*)?CP\s*=)", re.IGNORECASE)
# JSON-LD: an object or an array of objects; not prose or Markdown that opens with a bracket.
_JSON = re.compile(rb"\A\s*(?:\{\s*[\"}]|\[\s*(?:\{\s*[\"}]|\]\s*\Z))")
_SIGNS = (
    (_JSON, "jsonld"),
    (_COMPACT, "compact"),
    (_P3P_REFERENCE, "p3p-reference"),
    (_P3P_POLICY, "p3p"),
    (_TURTLE, "turtle"),
    (_NQUADS, "nquads"),
)
_HEAD_BYTES = 65_536


def format_named(name: str) -> Format:
    """Return the format of a name.

    Raises:
        FormatError: There is none; the advice lists those that exist.

    >>> format_named("turtle").suffix
    '.ttl'
    """
    try:
        return FORMATS[name]
    except KeyError:
        raise FormatError(f"no format named {name!r}", advice=f"formats are {', '.join(FORMATS)}") from None


def sniff(content: bytes, source: str) -> Format | None:
    """Tell the format of a published file from its bytes, then from its name.

    Args:
        content: The whole file, or at least its first 64 KiB.
        source: Its path or URL; the suffix decides between formats that look alike.

    Returns:
        The format, or None where the content is none of ours (prose, other XML).

    >>> sniff(b'{"@context": {}}', "x").name
    'jsonld'
    """
    head = content[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf")
    suffix = "." + source.rsplit(".", 1)[-1].lower() if "." in source else ""
    if b"\0" in head[:64]:
        # UTF-16 without its zero bytes is good enough to recognise ASCII element names.
        head = head.replace(b"\0", b"").lstrip(b"\xff\xfe")
    for pattern, name in _SIGNS:
        if pattern.match(head):
            return FORMATS["turtle" if name == "nquads" and suffix == ".ttl" else name]
    return {".nq": FORMATS["nquads"], ".ttl": FORMATS["turtle"]}.get(suffix)
