from __future__ import annotations

import gzip
import ssl
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.loopback import Answer, Loopback, Write, redirect, serving

from policyglot.errors import FetchError, MissingExtraError
from policyglot.read.content_coding import Decoder
from policyglot.read.fetch import CHARSET, CONTROL, Fetched, FetchLimits, fetch, fetch_page, sendable
from policyglot.read.public_address import is_public

TLS = Path(__file__).parents[1] / "data" / "tls"
SMALL = FetchLimits(max_bytes=20_000, total_seconds=5, read_seconds=5, max_redirects=3)
HASTY = FetchLimits(total_seconds=5, read_seconds=0.05)
HTML = (("Content-Type", "text/html; charset=utf-8"),)
GZIP = (*HTML, ("Content-Encoding", "gzip"))
# Held back until the test is over, so that no test has to sleep.
RELEASE = threading.Event()


def endless(write: Callable[[bytes], object]) -> None:
    write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while not RELEASE.is_set():
        write(b"x" * 10_000)


def silent(write: Callable[[bytes], object]) -> None:
    write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\n\r\n12345")
    RELEASE.wait(5)


def dripping(write: Callable[[bytes], object]) -> None:
    write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
    while not RELEASE.wait(0.01):
        write(b"x")


def flooding(write: Callable[[bytes], object]) -> None:
    write(b"HTTP/1.1 200 OK\r\n")
    for number in range(100_000):
        write(b"X-Flood-%d: %s\r\n" % (number, b"x" * 100))


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PAGES: dict[str, Answer | Write] = {
    "/": Answer(body=b"<p>hello</p>", headers=(*HTML, ("P3P", 'CP="NON"'), ("P3P", 'CP="DSP"'), ("Set-Cookie", "a=b"))),
    "/plain": Answer(body=b"hello", headers=(("Content-Type", "TEXT/Plain"),)),
    "/untyped": Answer(body=b"hello", headers=()),
    "/moved": redirect("/"),
    "/moved-permanently": redirect("/moved", status=308),
    "/nowhere": Answer(status=302, headers=(), body=b"gone"),
    "/loop": redirect("/loop"),
    "/loop-a": redirect("/loop-b"),
    "/loop-b": redirect("/loop-a"),
    **{f"/far-{n}": redirect(f"/far-{n + 1}") for n in range(9)},
    "/to-file": redirect("file:///etc/passwd"),
    "/to-nonsense": redirect("http://[::1"),
    "/to-user": redirect("http://me:secret@127.0.0.1/"),
    "/gzip": Answer(body=gzip.compress(b"hello"), headers=GZIP),
    "/gzip-twice": Answer(body=gzip.compress(b"hel") + gzip.compress(b"lo"), headers=GZIP),
    "/gzip-padded": Answer(body=gzip.compress(b"hello") + b"\0\0", headers=GZIP),
    "/gzip-empty": Answer(headers=GZIP),
    "/deflate": Answer(body=zlib.compress(b"hello"), headers=(*HTML, ("Content-Encoding", "deflate"))),
    "/deflate-raw": Answer(body=raw_deflate(b"hello"), headers=(*HTML, ("Content-Encoding", "deflate"))),
    "/bomb": Answer(body=gzip.compress(bytes(15_000_000)), headers=GZIP),
    "/bomb-in-members": Answer(body=gzip.compress(bytes(9_000)) * 100, headers=GZIP),
    "/gzip-cut": Answer(body=gzip.compress(bytes(range(256)) * 9)[:200], headers=GZIP),
    "/gzip-broken": Answer(body=b"no gzip at all", headers=GZIP),
    "/brotli": Answer(body=b"?", headers=(*HTML, ("Content-Encoding", "br"))),
    "/packed-twice": Answer(body=b"?", headers=(*HTML, ("Content-Encoding", "gzip, gzip"))),
    "/large": Answer(body=b"x" * 20_001),
    "/large-untold": Answer(body=b"x" * 20_001, length=None),
    "/just-right": Answer(body=b"x" * 20_000),
    "/cut": Answer(body=b"x" * 10, length=20),
    "/endless": endless,
    "/silent": silent,
    "/dripping": dripping,
    "/flooding": flooding,
    "/no-http": lambda write: write(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "/nothing": lambda write: write(b""),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Loopback]:
    RELEASE.clear()
    with serving(PAGES) as running:
        yield running
        RELEASE.set()


def get(server: Loopback, path: str, *, limits: FetchLimits = SMALL) -> Fetched:
    return fetch(server.url + path, limits=limits, allow_private=True)


def test_answer_has_all_that_the_server_said(server: Loopback) -> None:
    found = get(server, "/")
    assert (found.status, found.content, found.media_type, found.charset) == (
        200,
        b"<p>hello</p>",
        "text/html",
        "utf-8",
    )
    assert found.values("p3p") == ('CP="NON"', 'CP="DSP"')
    assert (found.url, found.redirects) == (found.final_url, ())


@pytest.mark.parametrize(("path", "media_type"), [("/plain", "text/plain"), ("/untyped", None)])
def test_media_type(server: Loopback, path: str, media_type: str | None) -> None:
    found = get(server, path)
    assert (found.media_type, found.charset) == (media_type, None)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/gzip", b"hello"),
        ("/gzip-twice", b"hello"),
        ("/gzip-padded", b"hello"),
        ("/gzip-empty", b""),
        ("/deflate", b"hello"),
        ("/deflate-raw", b"hello"),
        ("/just-right", b"x" * 20_000),
    ],
)
def test_body_is_decoded(server: Loopback, path: str, content: bytes) -> None:
    assert get(server, path).content == content


def test_redirects_are_followed_and_kept(server: Loopback) -> None:
    found = get(server, "/moved-permanently#part")
    assert found.redirects == (server.url + "/moved-permanently", server.url + "/moved")
    assert found.final_url == server.url + "/"
    assert not found.is_downgraded


@pytest.mark.parametrize("path", ["/missing", "/nowhere"])
def test_other_status_is_an_answer_and_no_page(server: Loopback, path: str) -> None:
    assert get(server, path).status in (302, 404)
    with pytest.raises(FetchError, match="the server answers"):
        fetch_page(server.url + path, allow_private=True)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/loop", "in a loop"),
        ("/loop-a", "in a loop"),
        ("/far-0", "more than 3 times"),
        ("/to-file", "only http and https"),
        ("/to-nonsense", "no URL"),
        ("/to-user", "user name"),
        ("/bomb", "more than 20,000 bytes"),
        ("/bomb-in-members", "more than 20,000 bytes"),
        ("/large", "more than 20,000 bytes"),
        ("/large-untold", "more than 20,000 bytes"),
        ("/endless", "more than 20,000 bytes"),
        ("/gzip-cut", "ends too early"),
        ("/gzip-broken", "stream is broken"),
        ("/brotli", "coding “br”"),
        ("/packed-twice", "coding “gzip, gzip”"),
        ("/cut", "broken"),
        ("/flooding", "broken|cannot be reached"),
        ("/no-http", "broken"),
        ("/nothing", "broken"),
    ],
)
def test_bad_answer_is_one_clear_error(server: Loopback, path: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason) as caught:
        get(server, path)
    assert caught.value.source == server.url + path


def test_server_that_falls_silent_is_left(server: Loopback) -> None:
    with pytest.raises(FetchError, match=r"no answer within 0\.05 seconds"):
        get(server, "/silent", limits=HASTY)


def test_server_that_drips_headers_does_not_outlast_the_total(server: Loopback) -> None:
    with pytest.raises(FetchError, match=r"longer than 0\.2 seconds"):
        get(server, "/dripping", limits=FetchLimits(total_seconds=0.2))


def test_nothing_about_the_user_is_sent(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    server.requests.clear()
    get(server, "/moved")
    assert [path for path, _ in server.requests] == ["/moved", "/"]
    for _, headers in server.requests:
        assert set(headers) == {"User-Agent", "Accept", "Accept-Encoding", "Connection", "Host"}
        assert headers["User-Agent"] == "policyglot"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "100.100.100.200",
        "0.0.0.0",  # noqa: S104 - an address to refuse, nothing is bound to it
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "168.63.129.16",
        "192.0.0.192",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "fec0::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001::1",
        "2001:db8::1",
        "::127.0.0.1",
        "shop.example",
    ],
)
def test_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34", "64:ff9b::5db8:d822", "2002:5db8:d822::"]
)
def test_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("93.184.216.34", "10.0.0.1"), ("::1",), ("not an address",)])
def test_private_host_is_refused_before_anything_is_sent(server: Loopback, addresses: tuple[str, ...]) -> None:
    server.requests.clear()
    with pytest.raises(FetchError, match="not on the public internet") as caught:
        fetch(f"http://shop.example:{server.port}/", resolve=lambda *_: addresses)
    assert "--allow-private" in (caught.value.advice or "")
    assert server.requests == []


def test_every_redirect_is_checked_again(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    server.pages["/inwards"] = redirect(f"http://inside.example:{server.port}/")
    # The first host counts as public here: what is tested is the second one.
    monkeypatch.setattr("policyglot.read.network.is_public", lambda address: address == "127.0.0.1")
    with pytest.raises(FetchError, match=r"inside\.example has the address 10\.0\.0\.1"):
        fetch(
            f"http://shop.example:{server.port}/inwards",
            resolve=lambda host, _: ["10.0.0.1" if host.startswith("inside") else "127.0.0.1"],
        )


def test_name_is_resolved_once_and_the_checked_address_connected_to(
    server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    monkeypatch.setattr("policyglot.read.network.is_public", lambda address: address == "127.0.0.1")
    server.requests.clear()
    found = fetch(f"http://shop.example:{server.port}/", resolve=lambda *_: next(answers))
    assert found.status == 200
    assert server.requests[0][1]["Host"] == f"shop.example:{server.port}"


def test_next_address_is_tried(server: Loopback) -> None:
    url = f"http://shop.example:{server.port}/"
    # 127.0.0.2 is this machine too, but the server does not listen there.
    assert fetch(url, allow_private=True, resolve=lambda *_: ["127.0.0.2", "127.0.0.1"]).status == 200
    with pytest.raises(FetchError, match="cannot be reached"):
        fetch(url, allow_private=True, resolve=lambda *_: ["127.0.0.2"])


def unknown(host: str, port: int) -> list[str]:
    raise OSError(f"{host}:{port} is unknown")


@pytest.mark.parametrize(("resolve", "reason"), [(unknown, "cannot be resolved"), (lambda *_: [], "has no address")])
def test_name_without_address(resolve: Callable[[str, int], list[str]], reason: str) -> None:
    with pytest.raises(FetchError, match=reason):
        fetch("http://shop.example/", resolve=resolve)


def test_certificate_is_that_of_the_name_and_not_of_the_address() -> None:
    serve = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serve.load_cert_chain(TLS / "shop.pem", TLS / "shop.key")
    asked: list[str | None] = []
    serve.sni_callback = lambda _, name, __: asked.append(name)
    trust = ssl.create_default_context(cafile=str(TLS / "shop.pem"))
    with serving({"/": Answer(body=b"hello"), "/down": redirect("http://127.0.0.1:9/")}, tls=serve) as server:
        url = f"https://shop.example:{server.port}/"
        here = ["127.0.0.1"]
        assert fetch(url, allow_private=True, resolve=lambda *_: here, tls=trust).content == b"hello"
        assert asked == ["shop.example"]
        with pytest.raises(FetchError, match="cannot be reached"):
            fetch(f"https://other.example:{server.port}/", allow_private=True, resolve=lambda *_: here, tls=trust)
        with pytest.raises(FetchError, match="cannot be reached"):
            fetch(url, allow_private=True, resolve=lambda *_: here)


def test_way_from_https_to_http_is_told() -> None:
    found = Fetched(
        url="https://a.example/",
        final_url="http://a.example/",
        status=200,
        headers=(),
        content=b"",
        media_type=None,
        charset=None,
        redirects=("https://a.example/",),
    )
    assert found.is_downgraded


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("HTTP://Shop.Example", "http://shop.example/"),
        ("https://a.example/x%20y?q=a b#z", "https://a.example/x%20y?q=a%20b"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
    ],
)
def test_url_is_sent_as_ascii(url: str, sent: str) -> None:
    assert sendable(url) == sent


@pytest.mark.parametrize(
    "url",
    [
        "",
        "shop.example",
        "ftp://a.example/",
        "file:///etc/passwd",
        "http://",
        "http://[::1",
        "http://a.example:99999/",
        "http://me@a.example/",
        "http://:x@a.example/",
        "http://a.example/\r\nX: y",
        f"http://{'a' * 70}.example/",
    ],
)
def test_url_is_refused(url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url)


def test_missing_extra_is_said_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "policyglot.read.network", raising=False)
    monkeypatch.setitem(sys.modules, "httpcore", None)
    with pytest.raises(MissingExtraError, match=r"policyglot\[fetch\]"):
        fetch("http://shop.example/")


@pytest.mark.parametrize(
    ("text", "charset"),
    [("text/html; charset=UTF-8", "UTF-8"), ('text/html;charset="iso-8859-1"', "iso-8859-1"), ("text/html", None)],
)
def test_charset(text: str, charset: str | None) -> None:
    found = CHARSET.search(text)
    assert (found.group(1) if found else None) == charset


@pytest.mark.parametrize(("text", "is_found"), [("a\nb", True), ("\x7f", True), ("über uns", False)])
def test_control_characters(text: str, is_found: bool) -> None:
    assert bool(CONTROL.search(text)) is is_found


@given(content=st.binary(max_size=3000), cut=st.integers(1, 500), form=st.sampled_from(["gzip", "deflate", "raw", ""]))
def test_body_is_decoded_however_it_comes_in_pieces(content: bytes, cut: int, form: str) -> None:
    packers: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "deflate": zlib.compress, "raw": raw_deflate}
    packed = packers.get(form, bytes)(content)
    decoder = Decoder("deflate" if form == "raw" else form, max_bytes=3000, source="x")
    pieces = [packed[i : i + cut] for i in range(0, len(packed), cut)]
    assert all(decoder.feed(piece) for piece in pieces)
    assert decoder.finish() == content


@given(packed=st.binary(max_size=300), form=st.sampled_from(["gzip", "deflate"]))
def test_garbage_is_decoded_or_refused(packed: bytes, form: str) -> None:
    decoder = Decoder(form, max_bytes=100, source="x")
    try:
        if decoder.feed(packed):
            assert len(decoder.finish()) <= 100
    except FetchError:
        pass
