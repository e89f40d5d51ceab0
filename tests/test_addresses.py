from __future__ import annotations

import pytest

from policyglot.addresses import NO_IRI, is_site, is_web_address


@pytest.mark.parametrize(
    "text",
    [
        "https://shop.example",
        "http://shop.example:8080/a?b=c#d",
        "https://müller.example/ä",
        "https://[::1]/",
        "HTTPS://SHOP.EXAMPLE/",
    ],
)
def test_web_address(text: str) -> None:
    assert is_web_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "shop.example",
        "//shop.example/",
        "ftp://shop.example/",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "https://shop.example/a b",
        'https://shop.example/">',
        "https://shop.example/<x>",
        "https://shop.example:99999/",
        "https://[::1/",
        "javascript:alert(1)",
        "https://shop.example/\n",
    ],
)
def test_no_web_address(text: str) -> None:
    assert not is_web_address(text)


@pytest.mark.parametrize("text", ["https://shop.example/?a", "https://shop.example/#a"])
def test_address_of_a_page_part_is_no_site(text: str) -> None:
    assert is_web_address(text)
    assert not is_site(text)


@pytest.mark.parametrize("text", [" ", "\x00", "<", "\x85", "`"])
def test_no_iri(text: str) -> None:
    assert NO_IRI.search(text)


@pytest.mark.parametrize("text", ["ä", "%20", "~", "(", "'"])
def test_iri_character(text: str) -> None:
    assert not NO_IRI.search(text)
