"""Web archives: which pages are policies, from where and when."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from policyglot.errors import InputError
from policyglot.load import names_policy
from policyglot.store.pieces import pieces, read_piece, size_of
from policyglot.store.warc import _title

warcio = pytest.importorskip("warcio", reason="the extra `corpus` is not installed")

_POLICY = b"<html><title>Privacy Policy</title><p>We collect your email address."
_PAGES = [
    # address, title's page, status, media type, date, encoding
    ("https://a.example/legal/privacy-policy?x=1", b"<p>We collect.", "200 OK", "text/html", "2020-01-02", ""),
    ("https://a.example/shop", b"<html><title>Shop</title>", "200 OK", "text/html", "2020-01-02", ""),
    ("https://a.example/legal", _POLICY, "200 OK", "text/html; charset=utf-8", "2021-03-04", "gzip"),
    ("https://a.example/privacy", _POLICY, "404 Not Found", "text/html", "2020-01-02", ""),
    ("https://a.example/privacy.pdf", b"%PDF", "200 OK", "application/pdf", "2020-01-02", ""),
    ("http://b.example:8080/Datenschutz", _POLICY, "200 OK", "application/xhtml+xml", "2020-01-02", ""),
]


def _record(kind: str, address: str, day: str, block: bytes) -> bytes:
    headers = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:1>",
        "WARC-Target-URI": address,
        "WARC-Date": f"{day}T03:04:05Z",
        "Content-Type": f"application/http; msgtype={kind}",
        "Content-Length": str(len(block)),
    }
    lines = ["WARC/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode() + block + b"\r\n\r\n"


def _archive(path: Path) -> Path:
    """Write an archive; not with warcio, whose writer leaves files open."""
    parts = [_record("warcinfo", "urn:x", "2020-01-01", b"software: a test")]
    for address, page, status, media_type, day, encoding in _PAGES:
        body = gzip.compress(page) if encoding else page
        head = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n"
        head += f"Content-Encoding: {encoding}\r\n\r\n" if encoding else "\r\n"
        parts.append(_record("request", address, day, b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"))
        parts.append(_record("response", address, day, head.encode() + body))
    path.write_bytes(b"".join(map(gzip.compress, parts) if path.suffix == ".gz" else parts))
    return path


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_pages_whose_address_or_title_names_a_policy(tmp_path: Path, name: str) -> None:
    _archive(tmp_path / name)
    by_address, by_title, other = pieces([str(tmp_path)])
    assert (by_address.name, by_address.site) == ("https://a.example/legal/privacy-policy?x=1", "https://a.example/")
    assert (by_address.series, by_address.date) == ("https://a.example/legal/privacy-policy", "2020-01-02")
    assert (by_title.name, by_title.date, by_title.content) == ("https://a.example/legal", "2021-03-04", _POLICY)
    assert (other.site, other.content) == ("http://b.example:8080/", _POLICY)
    assert 0 < sum(piece.size for piece in (by_address, by_title, other)) <= size_of([str(tmp_path)])


@pytest.mark.parametrize("name", ["x.warc", "x.warc.gz"])
def test_what_is_no_archive_fails_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"not an archive at all\r\n\r\n")
    (broken,) = pieces([str(tmp_path / name)])
    with pytest.raises(InputError, match=f"{name}: no WARC: "):
        read_piece(broken)


def test_archive_that_is_cut_off_gives_what_came_before(tmp_path: Path) -> None:
    whole = _archive(tmp_path / "crawl.warc").read_bytes()
    (tmp_path / "crawl.warc").write_bytes(whole[: len(whole) * 2 // 3])
    assert next(iter(pieces([str(tmp_path)]))).name == "https://a.example/legal/privacy-policy?x=1"


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (b"<title>Privacy</title>", "Privacy"),
        (b'<TITLE lang="en">\n A &amp; B </TITLE >', "\n A & B "),
        (b"<title></title>", ""),
        (b"<titles>Privacy</titles>", ""),
        (b"<p>no title", ""),
        (b" " * 70_000 + b"<title>far away</title>", ""),
    ],
)
def test_title_of_a_page(page: bytes, title: str) -> None:
    assert _title(page) == title


@pytest.mark.parametrize("text", ["/privacy", "/legal/privacy policy.html", "COOKIE POLICY", "Data Protection Notice"])
def test_name_of_a_policy(text: str) -> None:
    assert names_policy(text)


@pytest.mark.parametrize("text", ["", "/shop", "/semiprivacyx", "About us"])
def test_no_name_of_a_policy(text: str) -> None:
    assert not names_policy(text)
