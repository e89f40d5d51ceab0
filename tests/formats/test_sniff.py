from __future__ import annotations

import subprocess
import sys

import pytest

from policyglot.errors import FormatError
from policyglot.formats import FORMATS, format_named, sniff


@pytest.mark.parametrize(
    ("content", "source", "expected"),
    [
        (b'{"@context": {}}', "x", "jsonld"),
        (b"\xef\xbb\xbf \n{}", "x", "jsonld"),
        (b'[{"@id": "x:y"}]', "x", "jsonld"),
        (b"[Company] Privacy Policy. We collect", "x.txt", None),
        (b"[[Home](/)] # Privacy", "x.md", None),
        (b'["Personal data" means', "x.md", None),
        (b"[{name}] collects", "x.txt", None),
        (b"[] ", "x", "jsonld"),
        (b"{Company} tells you", "x.txt", None),
        (b'<?xml version="1.0"?><!-- a - b --><POLICIES xmlns="x">', "x", "p3p"),
        (b'<POLICY discuri="x"/>', "x.html", "p3p"),
        (b'<p3p:POLICY xmlns:p3p="x">', "x", "p3p"),
        ('<POLICIES xmlns="x">'.encode("utf-16"), "x", "p3p"),
        (b'<META xmlns="http://www.w3.org/2002/01/P3Pv1">', "x", "p3p-reference"),
        (b'<META http-equiv="refresh" content="0">', "x", None),
        (b"<html><body>POLICY <POLICY/></body></html>", "x", None),
        (b"<!DOCTYPE html><html>", "x.html", None),
        (b"# a\n@prefix x: <y:> .", "x", "turtle"),
        (b"PREFIX x: <y:>\n", "x", "turtle"),
        (b"<a:b> <c:d> <e:f> <g:h> .", "x", "nquads"),
        (b"<a:b> <c:d> <e:f> .", "x.ttl", "turtle"),
        (b"_:a <c:d> <e:f> .", "x", "nquads"),
        (b'P3P: CP="NOI"', "x", "compact"),
        (b"p3p:policyref=\"/w3c/p3p.xml\", CP='NOI'", "x", "compact"),
        (b'CP="NOI DSP"', "x", "compact"),
        (b"P3P is a standard. We do not use it.", "x.txt", None),
        (b"We collect your name.", "x.txt", None),
        (b"", "x", None),
        (b"", "x.nq", "nquads"),
    ],
)
def test_format_is_told_from_the_first_bytes(content: bytes, source: str, expected: str | None) -> None:
    found = sniff(content, source)
    assert (found.name if found else None) == expected


def test_unknown_name_is_refused_with_those_that_exist() -> None:
    with pytest.raises(FormatError, match="jsonld, turtle"):
        format_named("docx")


def test_every_format_is_filed_under_its_name() -> None:
    assert {name: form.name for name, form in FORMATS.items()} == {name: name for name in FORMATS}


def test_importing_the_formats_loads_no_library() -> None:
    code = "import sys, policyglot.formats; sys.exit(any(m in sys.modules for m in ('lxml', 'rdflib', 'pyld')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
