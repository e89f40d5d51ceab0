from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyglot.report.markup import NO_HTML, Html, element, join, text


@given(st.text())
def test_text_comes_back_and_is_never_markup(words: str) -> None:
    made = text(words)
    assert not set(made) & {"<", ">"}
    assert html.unescape(made) == NO_HTML.sub("�", words)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_attribute_cannot_be_left(words: str) -> None:
    made = element("a", {"title": words})
    assert made.startswith('<a title="')
    assert made.count('"') == 2
    assert "<" not in made[1:].removesuffix("</a>")


def test_markup_is_not_escaped_twice() -> None:
    assert element("p", None, element("b", None, "a&b"), "<") == "<p><b>a&amp;b</b>&lt;</p>"
    assert join(["<", Html("<br>")], " & ") == "&lt; &amp; <br>"


def test_attributes_that_are_absent_or_bare() -> None:
    assert element("br", {"hidden": True, "class": None, "open": False, "tabindex": 0}) == '<br hidden tabindex="0">'


@pytest.mark.parametrize("letter", ["\x00", "\x1b", "\x85", "\ud800", "\uffff"])
def test_no_html(letter: str) -> None:
    assert NO_HTML.fullmatch(letter)


@pytest.mark.parametrize("letter", ["\t", "\n", "\r", " ", "é", "😀", "\u00a0"])
def test_html(letter: str) -> None:
    assert not NO_HTML.fullmatch(letter)
