"""What the patterns of the frame must match, and must not."""

from __future__ import annotations

import pytest

from policyglot.web.received import SCHEME, FieldError, web_address
from policyglot.web.routes.generate import REPORT_SECURITY
from policyglot.web.routes.static import STATIC_PATH


@pytest.mark.parametrize("path", ["style.css", "yasgui/yasqe.min.js", "a-b.C1.svg"])
def test_static_path(path: str) -> None:
    assert STATIC_PATH.fullmatch(path)


@pytest.mark.parametrize(
    "path", ["", "..", "../x", "a/../b", ".hidden", "a//b", "/a", "a/", "a\\b", "a%2fb", "é", "a\n"]
)
def test_no_static_path(path: str) -> None:
    assert not STATIC_PATH.fullmatch(path)


@pytest.mark.parametrize("text", ["https://x", "mailto:x", "FTP:", "a+b-c.d:"])
def test_scheme(text: str) -> None:
    assert SCHEME.match(text)


@pytest.mark.parametrize("text", ["www.example.com", "/x", "1a:", ":x", "é:"])
def test_no_scheme(text: str) -> None:
    assert not SCHEME.match(text)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("shop.example", "https://shop.example"),
        ("shop.example:8443/privacy", "https://shop.example:8443/privacy"),
        ("localhost:8000/", "https://localhost:8000/"),
        ("HTTP://shop.example", "HTTP://shop.example"),
        ("bücher.example/über uns", "https://bücher.example/über uns"),
    ],
)
def test_web_address(given: str, found: str) -> None:
    assert web_address(given) == found


@pytest.mark.parametrize(
    "given", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://a b/", "//", "x\ny"]
)
def test_no_web_address(given: str) -> None:
    with pytest.raises(FieldError):
        web_address(given)


def test_report_security() -> None:
    head = b'<head>\n<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
    found = REPORT_SECURITY.search(head)
    assert found is not None
    assert found[1] == b"default-src 'none'"


@pytest.mark.parametrize(
    "head", [b'<meta http-equiv="refresh" content="1">', b'<meta http-equiv="Content-Security-Policy" content="<x">']
)
def test_no_report_security(head: bytes) -> None:
    assert not REPORT_SECURITY.search(head)
