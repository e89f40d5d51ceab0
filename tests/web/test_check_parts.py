from __future__ import annotations

import re
from contextlib import suppress

import pytest

from policyglot.errors import InputError
from policyglot.findings import Location
from policyglot.validate.report.source_text import source_text
from policyglot.web import check_parts
from policyglot.web.check_parts import parts_of, placed

CURL = b"""HTTP/1.1 200 OK
Server: x
P3P: policyref="/w3c/p3p.xml", CP="NOI DSP"
Content-Type: text/html

<html><head>
  <meta http-equiv="P3P" content='CP="NON &quot;x"'>
  <script type="application/ld+json">{"@context": "https://w3id.org/policyglot"}</script>
  <script type="application/ld+json">{"@context": "https://schema.org"}</script>
</head></html>
"""


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (b"NOI DSP COR", [("compact", b'CP="NOI DSP COR"')]),
        (b"  NOI\n DSP CURa XYZ\n", [("compact", b'CP="NOI DSP CURa XYZ"')]),
        (b'CP="NOI"', [("compact", b'CP="NOI"')]),
        (
            b'P3P: policyref="/p" CP="NOI  DSP CURa ADM XYZ"',
            [("compact", b'P3P: policyref="/p" CP="NOI  DSP CURa ADM XYZ"')],
        ),
        (b'P3P: CP="NOI"\n', [("compact", b'P3P: CP="NOI"')]),
        (b"p3p : CP='NOI'", [("compact", b"p3p : CP='NOI'")]),
        (b'policyref="/w3c/p3p.xml", CP="NOI"', [("compact", b'policyref="/w3c/p3p.xml", CP="NOI"')]),
        (b'P3P: CP="NOI\n  DSP"', [("compact", b'P3P: CP="NOI   DSP"')]),
        (b'P3P: CP="NOI"\nP3P: CP="DSP"', [("compact", b'P3P: CP="NOI"'), ("compact", b'P3P: CP="DSP"')]),
        (b'X: y\r\nP3P: CP="NOI"\r\n\r\n', [("compact", b'P3P: CP="NOI" ')]),
        (b"header('P3P: CP=\"NOI ADM\"');", [("compact", b'CP="NOI ADM"')]),
        (b'Header set P3P "policyref=\\"/p.xml\\", CP=\\"NOI\\""', [("compact", b'policyref="/p.xml", CP="NOI"')]),
        (b'{"@context": {}}', [("jsonld", b'{"@context": {}}')]),
        (b"<POLICIES/>", [("p3p", b"<POLICIES/>")]),
        (b"@prefix a: <b:> .", [("turtle", b"@prefix a: <b:> .")]),
    ],
)
def test_what_people_give_is_recognised(given: bytes, found: list[tuple[str, bytes]]) -> None:
    assert [(part.kind, part.content) for part in parts_of(given, "pasted text")] == found


def test_answer_of_a_server_has_its_header_element_and_script_checked() -> None:
    parts = parts_of(CURL, "pasted text")
    assert [part.found for part in parts] == [
        "P3P header in line 3",
        "META element in line 7",
        "JSON-LD script in line 8",
    ]
    assert [part.content for part in parts] == [
        b'P3P: policyref="/w3c/p3p.xml", CP="NOI DSP"',
        b'CP="NON "x"',
        b'{"@context": "https://w3id.org/policyglot"}',
    ]


@pytest.mark.parametrize("given", [b"We collect your name.", b"<p>Privacy</p>", b"THE END OF ALL", b"\0\1\2", b" "])
def test_what_cannot_be_checked_is_refused(given: bytes) -> None:
    with pytest.raises(InputError):
        parts_of(given, "pasted text")


def test_kind_that_is_said_is_believed() -> None:
    assert parts_of(b"[[[", "pasted text", kind="jsonld")[0].kind == "jsonld"
    assert parts_of(b"hello you", "pasted text", kind="compact")[0].content == b'CP="hello you"'
    assert parts_of(b'x="y"', "pasted text", kind="compact")[0].content == b'x="y"'


@pytest.mark.parametrize(
    ("given", "number", "place", "expected"),
    [
        (b'P3P: CP="NOI XXX"', 0, (1, 14), (1, 14)),
        (b'\n  P3P: CP="NOI XXX"', 0, (1, 14), (2, 16)),
        (b'A: b\nP3P: CP="NOI\n  XXX"', 0, (1, 16), (3, 3)),
        (b"NOI\nXXX", 0, (1, 9), (1, None)),
        (CURL, 0, (1, 37), (3, 37)),
        (CURL, 1, (1, 5), (7, None)),
        (CURL, 2, (1, 3), (8, 40)),
        (CURL, 2, (None, None), (8, None)),
        (b"<POLICIES/>", 0, (None, None), (None, None)),
    ],
)
def test_places_are_those_of_what_was_given(
    given: bytes, number: int, place: tuple[int | None, int | None], expected: tuple[int | None, int | None]
) -> None:
    part = parts_of(given, "x")[number]
    line, column = place
    found = placed(Location(source="x", line=line, column=column), part, source_text(given))
    assert (found.line, found.column) == expected


@pytest.mark.parametrize(
    ("name", "matching", "others"),
    [
        ("HEADER_LINE", ["P3P: x", " p3p :", "A: b\nP3P: x"], ["XP3P: x", "see P3P: x"]),
        ("META", ["<meta a>", "<META http-equiv=P3P>"], ["<metal>", "<meta <"]),
        ("META_P3P", ['http-equiv="P3P"', "HTTP-EQUIV = p3p"], ["http-equiv=p3px", "name=P3P"]),
        ("META_CONTENT", ["content='CP=\"a\"'", 'content=""'], ["content=x"]),
        ("SCRIPT", ['<script type="application/ld+json">{}</script>'], ["<script>{}</script>"]),
        (
            "MENTION",
            ['CP="NOI"', "CP='NOI'", 'policyref="/x", CP="NOI"', 'CP=\\"NOI\\"'],
            ["CP=NOI", 'XCP="NOI"', 'CP="NOI'],
        ),
    ],
)
def test_patterns(name: str, matching: list[str], others: list[str]) -> None:
    pattern: re.Pattern[str] = getattr(check_parts, name)
    assert [text for text in matching if not pattern.search(text)] == []
    assert [text for text in others if pattern.search(text)] == []


@pytest.mark.parametrize(
    "hostile",
    [
        b"<meta " * 50_000,
        b"CP=" * 100_000,
        b"P3P:\n " * 50_000,
        b"policyref='" * 50_000,
        b"<script " * 50_000,
        b"P3P: CP='NOI'\n" * 100_000,
    ],
)
def test_hostile_text_takes_no_square_of_its_length(hostile: bytes) -> None:
    with suppress(InputError):
        parts_of(hostile, "x", kind="compact")
