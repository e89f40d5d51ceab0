"""Which policy holds for a page or a cookie."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyglot.errors import InputError
from policyglot.formats.p3p.coverage import Cookie, covers, covers_cookie, disagreement
from policyglot.formats.p3p.file_reader import read_file
from policyglot.formats.p3p.patterns import is_local_pattern, matches, normalised
from policyglot.formats.p3p.published import PublishedFile

META = """<META xmlns="http://www.w3.org/2002/01/P3Pv1"><POLICY-REFERENCES>
<POLICY-REF about="#shop"><INCLUDE>/shop/*</INCLUDE><INCLUDE>/cart</INCLUDE><EXCLUDE>/shop/help/*</EXCLUDE>
<METHOD>GET</METHOD><METHOD>POST</METHOD>
<COOKIE-INCLUDE name="cart*" domain=".shop.example" path="/shop*"/></POLICY-REF>
<POLICY-REF about="other.xml#rest"><INCLUDE>/*</INCLUDE><EXCLUDE>*.gif</EXCLUDE>
<COOKIE-INCLUDE/><COOKIE-EXCLUDE name="secret"/></POLICY-REF>
</POLICY-REFERENCES></META>"""


def meta(text: str = META, source: str = "https://shop.example/w3c/p3p.xml") -> PublishedFile:
    return read_file(text.encode(), source)


PAGES = [
    ("https://shop.example/shop/boots", "GET", "#shop"),
    ("/shop/boots?size=9", "POST", "#shop"),
    ("/shop/boots", "DELETE", "other.xml#rest"),
    ("/shop/help/sizes", "GET", "other.xml#rest"),
    ("/cart", "GET", "#shop"),
    ("/cart/", "GET", "other.xml#rest"),
    ("https://shop.example", "GET", "other.xml#rest"),
    ("/sh%6Fp/boots", "GET", "#shop"),
    ("/logo.gif", "GET", None),
]


@pytest.mark.parametrize(("uri", "method", "about"), PAGES)
def test_first_reference_that_matches_holds(uri: str, method: str, about: str | None) -> None:
    found = covers(meta(), uri, method=method)
    assert (found.about if found else None) == about


def test_about_is_relative_to_the_reference_file() -> None:
    found = covers(meta(), "/")
    assert found is not None
    assert found.policy == "https://shop.example/w3c/other.xml#rest"
    assert (found.line, found.pointer) == (5, "/META/POLICY-REFERENCES/POLICY-REF[2]")


COOKIES = [
    (Cookie(name="cart1", domain=".shop.example", path="/shop"), "#shop"),
    (Cookie(name="cart1", domain="www.shop.example", path="/shop"), "other.xml#rest"),
    (Cookie(name="cart1", domain="shop.example", path="/shop/x"), "#shop"),
    (Cookie(name="cart1", domain="shop.example", path="/"), "other.xml#rest"),
    (Cookie(name="cart1", domain="eshop.example", path="/shop"), "other.xml#rest"),
    (Cookie(name="secret", domain="shop.example"), None),
]


@pytest.mark.parametrize(("cookie", "about"), COOKIES)
def test_cookies_have_patterns_of_their_own(cookie: Cookie, about: str | None) -> None:
    found = covers_cookie(meta(), cookie)
    assert (found.about if found else None) == about


def test_pages_say_nothing_about_cookies() -> None:
    only_pages = meta(META.replace('<COOKIE-INCLUDE/><COOKIE-EXCLUDE name="secret"/>', ""))
    assert covers_cookie(only_pages, Cookie(name="x")) is None


def test_files_that_name_different_policies_disagree() -> None:
    other = meta(META.replace('about="other.xml#rest"', 'about="third.xml#rest"'), "https://shop.example/p3p.xml")
    assert {c.policy.rpartition("/")[2] for c in disagreement([meta(), other], "/")} == {
        "other.xml#rest",
        "third.xml#rest",
    }
    assert disagreement([meta(), meta()], "/") == ()


@pytest.mark.parametrize(
    ("pattern", "is_local"),
    [
        *[(pattern, True) for pattern in ("/*", "/", "/a%2Ab")],
        *[(pattern, False) for pattern in ("*", "\\*", "/a b", "", "http://a.example/*", "//a.example/*", "a/*")],
    ],
)
def test_patterns_are_local_uris(pattern: str, is_local: bool) -> None:
    assert is_local_pattern(pattern) is is_local


def test_a_star_in_a_uri_is_written_as_an_escape() -> None:
    assert matches("/a%2Ab", "/a%2Ab")
    assert not matches("/a%2Ab", "/axb")
    assert normalised("/%41%2a") == "/A%2A"


@given(st.text("ab*", max_size=12), st.text("ab", max_size=12))
def test_matching_is_that_of_a_regular_expression(pattern: str, text: str) -> None:
    import re

    expression = ".*".join(re.escape(part) for part in pattern.split("*"))
    assert matches(pattern, text) is bool(re.fullmatch(expression, text))


def test_many_stars_are_matched_in_linear_time() -> None:
    before = time.process_time()
    assert not matches("/" + "a*" * 5_000 + "b", "/" + "a" * 100_000)
    assert time.process_time() - before < 5


def test_addresses_that_are_none_do_not_end_the_search() -> None:
    found = covers(meta(META.replace("other.xml#rest", "http://[#rest")), "/")
    assert found is not None
    assert found.policy == "http://[#rest"
    with pytest.raises(InputError):
        covers(meta(), "http://[")
