"""What the regular expressions of this part must match, and what they must not."""

from __future__ import annotations

import re

import pytest

from policyglot.formats.p3p.compact_parser import DIRECTIVE, FIELD_NAME, TOKEN, WORD
from policyglot.formats.p3p.patterns import NO_PATTERN
from policyglot.formats.p3p.planning import XML_NAME
from policyglot.formats.p3p.policy_writer import NO_XML
from policyglot.formats.p3p.times import HTTP_DATE, ISO_DURATION, MAX_AGE, duration_seconds, read_http_date
from policyglot.formats.p3p.xml_tree import DOCTYPE, NAMESPACE, START_TAG
from policyglot.validate.rules.pg528 import DATA_NAME
from policyglot.validate.rules.pg701 import WELL_KNOWN
from policyglot.validate.rules.pg710 import METHOD

# expression, how it is used, what it must match, what it must not
TABLE: list[tuple[re.Pattern[str], str, list[str], list[str]]] = [
    (FIELD_NAME, "match", ["P3P:", "p3p :", "  P3P:"], ["P3P", "XP3P:", 'CP="P3P:"']),
    (DIRECTIVE, "fullmatch", ['CP="A B"', "CP='A'", "CP=A", 'cp = ""'], ['="x"', 'CP="A', "CP", '1="x"']),
    (DIRECTIVE, "search", [",CP=A", '";CP="A"', "é CP=A"], ["éCP=A", "--CP"]),
    (NAMESPACE, "fullmatch", ["{}", "{http://www.w3.org/2002/01/P3Pv1}"], ["{a}b", "{", "a"]),
    (TOKEN, "fullmatch", ["CUR", "IVDo", "CONi", "ADMa"], ["CURx", "cur", "CU", "CURaa", "CUR "]),
    (WORD, "fullmatch", ["CUR", "a!"], ["", "a b"]),
    (NO_PATTERN, "search", ["/a b", "\\*", "/a\t"], ["/*", "/a%20b", "/"]),
    (XML_NAME, "fullmatch", ["a", "_a", "Policy-1.2"], ["1a", "a b", "-a", "", "a:b", "ä"]),
    (NO_XML, "search", ["\x00", "\x0b", "\ufffe", "\ud800"], ["a", "\t\n", "é", "\U0001f600", "\x85"]),
    (
        HTTP_DATE,
        "fullmatch",
        ["Fri, 09 Oct 2015 04:12:27 GMT"],
        ["Fri, 09 Oct 2015 04:12:27 +0000", "Fri, 9 Oct 2015 04:12:27 GMT", "Friday, 09-Oct-15 04:12:27 GMT", "now"],
    ),
    (ISO_DURATION, "fullmatch", ["P1D", "PT5S", "P1Y2M3W4DT5H6M7S", "P"], ["1D", "P1", "PT1", "P1S", "P-1D"]),
    (
        START_TAG,
        "match",
        ["<a>", "<a:b x='>'/>", "<!-- <a> -->", "<![CDATA[<a>]]>", "<?x <a> ?>", "<é/>"],
        ["</a>", "a", "< a>", "<!DOCTYPE a>"],
    ),
    (MAX_AGE, "fullmatch", ["0", "86400"], ["", "-1", "1.5", "9" * 19, "٣"]),
    (
        DATA_NAME,
        "fullmatch",
        ["user", "user.name", "a-b.c_d", "größe"],
        ["Visitor ID", "a..b", ".a", "1a", "a#b", "a/b", ""],
    ),
    (
        WELL_KNOWN,
        "search",
        ["p3p.xml", "w3c/p3p.xml", "https://a.example/w3c/p3p.xml", "C:\\w3c\\P3P.XML", "a__w3c__p3p.xml", "p3p.xml?x"],
        ["policy.p3p.xml", "p3p.xml.bak", "my-p3p.xml", "p3p.html", "w3c/p3p.xml/x"],
    ),
    (METHOD, "fullmatch", ["GET", "M-SEARCH"], ["get", "GET POST", "", "-"]),
]


@pytest.mark.parametrize(
    ("expression", "how", "yes", "no"), TABLE, ids=lambda v: v.pattern[:20] if isinstance(v, re.Pattern) else ""
)
def test_expression_matches_what_it_is_for(
    expression: re.Pattern[str], how: str, yes: list[str], no: list[str]
) -> None:
    use = getattr(expression, how)
    assert [text for text in yes if not use(text)] == []
    assert [text for text in no if use(text)] == []


@pytest.mark.parametrize(
    ("prolog", "is_found"),
    [
        (b"<!DOCTYPE a>", True),
        (b"<?xml version='1.0'?>\n<!-- x --><!doctype a>", True),
        (b"\xef\xbb\xbf <!DOCTYPE a>", True),
        (b"<a><!DOCTYPE b></a>", False),
        (b"<!-- <!DOCTYPE a> --><a/>", False),
        (b"<?x <!DOCTYPE a> ?><a/>", False),
        (b"<!-- " * 20_000, False),
    ],
)
def test_document_type_is_seen_in_the_prolog_only(prolog: bytes, is_found: bool) -> None:
    assert bool(DOCTYPE.match(prolog)) is is_found


def test_dates_that_do_not_exist_are_none() -> None:
    assert read_http_date("Fri, 31 Feb 2015 04:12:27 GMT") is None
    assert duration_seconds("P") is None
    assert duration_seconds("P1W") == 604_800
