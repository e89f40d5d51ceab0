"""What every regular expression of the readers must match and must not."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import policyglot.read
from policyglot.read import (
    clauses,
    encoding,
    fetch,
    flow,
    language,
    layout,
    lines,
    markdown,
    markers,
    sentences,
    source,
    tables,
    tags,
    text,
)

# Pattern, how it is applied, what it must match, what it must not.
TABLE: list[tuple[re.Pattern[str], str, list[str], list[str]]] = [
    (fetch.CHARSET, "search", ["text/html; charset=utf-8", "text/html;charset='x'"], ["text/html", "charset=utf-8"]),
    (fetch.CONTROL, "search", ["https://a.example/\r\nHost: b", "\x7f"], ["https://a.example/ä?b=c"]),
    (layout.INVISIBLE, "search", ["a\u200bb", "\ufeff", "soft\u00adhyphen", "\x01"], ["plain text\n\t", "é “x” – …"]),
    (sentences.TERMINAL, "search", ["end. Next", "what?” Yes", "one.) Two", "Oh…  no"], ["end.", "a.b", "..x"]),
    (sentences.GLUED, "search", ["details.We collect", "end!The site"], ["Node.Js", "a. We", "3.5 million"]),
    (sentences.DOTTED, "fullmatch", ["U.S", "p.m", "B.V"], ["US", "Inc", "U.S."]),
    (sentences.LABEL, "fullmatch", ["1", "2.3", "iv", "(a)", "B"], ["Yes", "2004x", "12345"]),
    (sentences.PART, "search", ["EU-U.S", "and/or"], ["U.S", "Inc"]),
    (sentences.CAMEL, "match", ["iPhone", "eBay"], ["phone", "Phone", "gmail"]),
    (sentences.NEXT_WORD, "match", ["“We", "(the", "don’t"], ["— x", ""]),
    (lines.ENDED, "search", ["end.", "list:", "he said.”", "(all.)", "one;"], ["end", "name,", "(all)"]),
    (
        lines.DATED,
        "search",
        ["Updated June 2004", "3 May 2020", "on 12/04/2010", "2020-01-02"],
        ["Act of 2018", "Terms"],
    ),
    (
        lines.UNHEADED,
        "search",
        ["write to a@b", "www.x.org", "3100 Main Street", "a | b", "We ask. You answer."],
        ["2. Our site", "Section 12", "U.S. Privacy"],
    ),
    (lines.HEADED, "match", ["What", "“Your", "(Some", "2 Data"], ["what", "- What", "o"]),
    (text.SEPARATOR, "fullmatch", ["=====", "- - -", "***", "____", "~~~~"], ["==", "=-=", "a==="]),
    (text.UNDERLINE, "fullmatch", ["=", "-----"], ["=-", "== =="]),
    (text.REFERENCE, "search", ["&nbsp;", "&amp;", "&#124;", "&#xA0;"], ["AT&T", "a & b;", "&copy 2004"]),
    (text.INLINE_BULLET, "search", ["name • age", "a  ● b"], ["• name", "a · b", "self-made"]),
    (text.BULLET_SIGN, "search", ["•", "a ▪ b"], ["a · b", "- x"]),
    (text.LONE_MARKER, "fullmatch", ["•", "o", "(a)", "3.", "iv."], ["a", "of", "10th", "a bc"]),
    (text.SECTION_NUMBER, "match", ["3. Data", "3.2 Data", "IV. Data", "Section 4: x"], ["Data", "2004 was"]),
    (markers.BULLET, "match", ["- x", "* x", "•x", "o x", "– x"], ["-x", "ok", "of x", "— "]),
    (markers.ENUMERATOR, "match", ["1. x", "(a) x", "iv) x", "2.1 x", "B. x"], ["1 x", "ab. x", "2004. x", "a x"]),
    (
        source.HTML_START,
        "match",
        ["<!DOCTYPE html>", "<?xml version='1.0'?>\n<html>", "<!-- x --><head>"],
        ["a <html>", "<b>", "< html"],
    ),
    (source.HTML_TAG, "search", ["<p>", "</div>", "<br/>", '<a x><li class="y">'], ["<x>", "a < b > c", "<pre>"]),
    (
        source.MARKDOWN_SIGN,
        "search",
        ["# Title", "see [this](https://x.org)", "**bold** x"],
        ["#hashtag", "a * b", "[x]", "=====", "![logo](/x.png)"],
    ),
    (
        source.XML_START,
        "match",
        ['<?xml version="1.0"?>', '<POLICY name="x">', '<a:b xmlns:a="c">', "<!-- x --><POLICIES>", "<META xmlns='x'>"],
        ["<p>", "<div class=x>", "We ask.", "<meta charset=x>"],
    ),
    (source.TURTLE_START, "match", ["@prefix a: <b> .", "# note\n@base <x> ."], ["We ask.", "# Privacy\n\nWe ask."]),
    (source.JSON_START, "match", ['{"a": 1}', '[ {"a"', '{ "@context" :'], ["{a}", "[1] We ask.", "[a](b)"]),
    (tags.START_TAG, "match", ['<p a="1>2" b>', "<img src='x'/>"], ["<p>", "</p >", "< p x>", '<p a="1']),
    (tags.QUOTED, "search", ['a="b"', "a='b'"], ["a=b", "don't"]),
    (tags.HOLLOW_TAG, "fullmatch", ["<font color=red>", "</b>", "<SPAN>"], ["<p>", "<body>", "<section>", "<br>"]),
    (tags.NESTING_TAG, "fullmatch", ["<div>", "</table>", "<li>", "<ul class=x>"], ["<p>", "<br>", "<h2>", "<title>"]),
    (tags.WORDLESS, "search", ["<!-- x", "<script>", "<STYLE type=x>"], ["<scripture>", "<p>", "< !--"]),
    (markdown.INLINE_MARK, "search", ["*a*", "[a](b)", "a  \nb", "a &amp; b", "<br>"], ["plain, text!", "a\nb", "R&D"]),
    (markdown.ANY_MARK, "search", ["*", "a\nb", "R&D"], ["plain, text! (and more)"]),
    (markdown.CODE_MARK, "search", ["`a`", "<br>", "\\*", "![a](b)"], ["**a**", "[a](b)", "a!"]),
    (
        markdown.PLAIN_LINK,
        "fullmatch",
        ["[a b](/c_d)", "[**a**](https://x.example)", '[a](b "c")', "[](b)"],
        ["[a] (b)", "![a](b)", "[a](b c)", "[[a]](b)", "[a](<b>)", "[a_b](c)"],
    ),
    (
        markdown.PLAIN_BOLD,
        "search",
        ["**a b** c", "(**a**)", "a **b**."],
        ["a**b**", "** a**", "**a **", "***a***", "**a**b"],
    ),
    (markdown.BOLD_ONLY, "fullmatch", ["**Our data**", "__Data:__", "**Data**:"], ["**a** b", "a", "**a** and **b**"]),
    (markdown.LINK, "search", ["[a](b)", "[a b](https://x.org/y)"], ["[a]", "(b)", "[a] (b)"]),
    (markdown.MARKS, "search", ["**a", "_a", "a_ ", "`x`"], ["snake_case", "plain"]),
    (markdown.DEEP_QUOTE, "search", [">" * 9, "> " * 12], ["> a", ">> a"]),
    (markdown.BREAK_TAG, "fullmatch", ["<br>", "<br/>", "<BR />"], ["<b>", "<br clear=all>"]),
    (flow.HIDING_STYLE, "search", ["display:none", "a;visibility : hidden"], ["display:block", "visibility:visible"]),
    (flow.BOLD_STYLE, "search", ["font-weight:bold", "FONT-WEIGHT: 700"], ["font-weight:400", "bold"]),
    (flow.NAME_PART, "fullmatch", ["Footer", "site", "NAV"], ["siteFooter", "a-b", "1"]),
    (clauses.CELLS, "search", ["Name | to ship", "a|b"], ["Name, to ship", ""]),
    (clauses.GOES_ON, "search", ["one;", "one,", "one; and", "one, or"], ["one.", "one and", "one:"]),
    (language.WORD, "fullmatch", ["data", "être", "данные"], ["a b", "don't", "a1"]),
    (language.FAR_LETTERS, "search", ["данные", "数据", "بيانات", "データ"], ["données", "“data” – …"]),
    (tables.BULLET, "match", ["- x", "* x", "• x"], ["-x", "x", "1. x"]),
]
BYTES_TABLE = [
    (
        encoding.DECLARED,
        [b'<meta charset="utf-8">', b"<META content='text/html; charset=koi8-r'>", b'<?xml encoding="ascii"?>'],
        [b"<p charset=utf-8>", b"charset=utf-8", b"<meta name=utf-8>"],
    ),
]


@pytest.mark.parametrize(("pattern", "how", "must", "must_not"), TABLE, ids=[row[0].pattern[:30] for row in TABLE])
def test_pattern_matches_what_it_names(
    pattern: re.Pattern[str], how: str, must: list[str], must_not: list[str]
) -> None:
    apply = getattr(pattern, how)
    assert [example for example in must if apply(example) is None] == []
    assert [example for example in must_not if apply(example) is not None] == []


@pytest.mark.parametrize(("pattern", "must", "must_not"), BYTES_TABLE)
def test_pattern_over_bytes_matches_what_it_names(
    pattern: re.Pattern[bytes], must: list[bytes], must_not: list[bytes]
) -> None:
    assert [example for example in must if pattern.search(example) is None] == []
    assert [example for example in must_not if pattern.search(example) is not None] == []


def test_every_named_pattern_is_in_the_tables() -> None:
    known = {id(row[0]) for row in (*TABLE, *BYTES_TABLE)}
    missing = []
    for module in pkgutil.iter_modules(policyglot.read.__path__):
        names = vars(importlib.import_module(f"policyglot.read.{module.name}"))
        missing += [f"{module.name}.{n}" for n, v in names.items() if isinstance(v, re.Pattern) and id(v) not in known]
    assert missing == []
