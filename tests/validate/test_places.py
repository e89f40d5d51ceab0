from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyglot.findings import Finding, Location, Severity
from policyglot.validate import validate
from policyglot.validate.places import JSON_TOKEN, PREFIX, SUBJECT, located


def _place(text: str, pointer: str, *, kind: str = "jsonld") -> tuple[int | None, int | None]:
    finding = Finding(
        rule="x", severity=Severity.NOTE, message="m", location=Location(source="f", pointer=pointer, line=None)
    )
    (found,) = located([finding], text.encode(), kind=kind)
    return found.location.line, found.location.column


TEXT = """{
  "a/b": [1, {"c": "}"}, [
    true]],
  "g": {"id": "this:node-1", "q": {"@id": "https://x.example/#n"}}
}"""


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("", (1, 1)),
        ("/a~1b", (2, 10)),
        ("/a~1b/0", (2, 11)),
        ("/a~1b/1/c", (2, 20)),
        ("/a~1b/2/0", (3, 5)),
        ("/g", (4, 8)),
        ("/missing", (None, None)),
        ("https://x.example/#n", (4, 43)),
        ("https://x.example/p#node-1", (4, 15)),
        ("https://x.example/p#node-2", (None, None)),
        ("practices/0", (None, None)),
    ],
)
def test_pointer_leads_to_its_value(pointer: str, place: tuple[int | None, int | None]) -> None:
    assert _place(TEXT, pointer) == place


def test_finding_that_has_a_line_keeps_it() -> None:
    finding = Finding(
        rule="x", severity=Severity.NOTE, message="m", location=Location(source="f", pointer="/g", line=7)
    )
    assert located([finding], TEXT.encode(), kind="jsonld") == (finding,)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def _pointers(value: object, at: str = "") -> list[str]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [at]
    for key, inner in parts:
        found += _pointers(inner, f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}")
    return found


@given(_JSON, st.sampled_from([None, 1]))
def test_every_pointer_of_any_json_has_a_place(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    for pointer in _pointers(value):
        line, column = _place(text, pointer)
        assert line is not None
        assert column is not None
        rest = "\n".join([text.split("\n")[line - 1][column - 1 :], *text.split("\n")[line:]])
        assert json.JSONDecoder().raw_decode(rest)[0] == _at(value, pointer)


def _at(value: object, pointer: str) -> object:
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        value = value[int(key)] if isinstance(value, list) else value[key]  # type: ignore[index]
    return value


TURTLE = """@prefix this: <https://x.example/p#> .
PREFIX o: <https://o.example/>
# <https://x.example/> in a comment
<https://x.example/> a o:Thing ;
  o:has this:node .
  this:node a o:Other .
"""


@pytest.mark.parametrize(
    ("node", "place"),
    [
        ("https://x.example/", (4, 2)),
        ("https://x.example/p#node", (6, 3)),
        ("https://o.example/Thing", (None, None)),
        ("n1", (None, None)),
    ],
)
def test_node_of_turtle_is_where_something_is_said_of_it(node: str, place: tuple[int | None, int | None]) -> None:
    assert _place(TURTLE, node, kind="turtle") == place


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        (JSON_TOKEN, ['"a\\"b"', "{", "-1.5e3", "null"], ['"open', " ", ""]),
        (SUBJECT, ["<https://a.example/> ", "a:b ", "  :c\t"], ["a ", "# a:b ", "<a b> ", '"a:b" ']),
        (PREFIX, ["@prefix a: <b>", "PREFIX : <b>"], ["prefixa: <b>", "@prefix a <b>", "# @prefix a: <b>"]),
    ],
)
def test_patterns(pattern: re.Pattern[str], matching: list[str], others: list[str]) -> None:
    assert [text for text in matching if not pattern.match(text)] == []
    assert [
        text for text in others if pattern.fullmatch(text) or (pattern is not JSON_TOKEN and pattern.match(text))
    ] == []


def test_schema_findings_say_line_and_column() -> None:
    broken = b'{\n"@context": {},\n"id": "urn:x:1",\n"@graph": {"type": ["Policy", "PrivacyNotice"], "sha256": 5}}'
    found = [f for f in validate(broken, "p.jsonld") if (f.location.pointer or "").endswith("sha256")]
    assert [(f.location.line, f.location.column) for f in found] == [(4, 61)] * len(found)
