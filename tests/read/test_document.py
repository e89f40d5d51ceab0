from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyglot.errors import InputError, NotAPolicyError
from policyglot.model import Document
from policyglot.read import read_document, segment

PROSE = "We collect your personal data, such as your name and your address, and we use it to ship your order. "


def read(text: str | bytes, name: str = "shop.txt", **options: str | int) -> Document:
    content = text.encode() if isinstance(text, str) else text
    return read_document(content=content, name=name, **options)  # type: ignore[arg-type] # a test passes any option


def refusal(text: str | bytes, name: str = "shop.txt", **options: str | int) -> InputError:
    with pytest.raises(InputError) as caught:
        read(text, name, **options)
    assert caught.value.source == name
    assert caught.value.advice
    return caught.value


@pytest.mark.parametrize(
    ("name", "text", "media_type"),
    [
        ("a.txt", PROSE, "text/plain"),
        ("a.md", PROSE, "text/markdown"),
        ("a.html", PROSE, "text/html"),
        ("a.txt", f"<!doctype html><p>{PROSE}", "text/html"),
        ("a", f"<div><p>{PROSE}</p><p>{PROSE}</p></div>", "text/html"),
        ("a.txt", f"# Privacy\n\n{PROSE}\n\n## Data\n\n**We** ask for [it](https://x.example).", "text/markdown"),
        ("a.txt", f"Privacy\n=======\n\n{PROSE}", "text/plain"),
        ("https://x.example/privacy.html?a=b.txt", PROSE, "text/html"),
    ],
)
def test_media_type_by_suffix_and_content(name: str, text: str, media_type: str) -> None:
    assert read(text, name).media_type == media_type


def test_media_type_that_is_told_counts() -> None:
    assert (
        read(f"# Privacy\n\n{PROSE}", "a.txt", media_type="text/markdown; charset=utf-8").media_type == "text/markdown"
    )
    assert "image/png" in refusal(PROSE, media_type="image/png").message


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        (("We don’t sell “personal data”. " * 3).encode("utf-8-sig"), None),
        (("We don’t sell “personal data”. " * 3).encode("utf-16"), None),
        (("We don’t sell “personal data”. " * 3).encode("utf-32"), None),
        (("We don’t sell “personal data”. " * 3).encode("cp1252"), "iso-8859-1"),
        (("We don’t sell “personal data”. " * 3).encode("cp1252"), None),
        (("We don’t sell “personal data”. " * 3).encode(), "iso-8859-1"),
        (("We don’t sell “personal data”. " * 3).encode(), "no such charset"),
        (("We don’t sell “personal data”. " * 3).encode(), "rot13"),
        (("We don’t sell “personal data”. " * 3 + "’").encode()[:-1], None),
    ],
)
def test_encodings(content: bytes, charset: str | None) -> None:
    document = read_document(content=content, name="a.txt", charset=charset)
    assert document.text.startswith("We don’t sell “personal data”.")


def test_encoding_that_the_page_names() -> None:
    page = f'<meta charset="cp1251"><p>{PROSE}Наш адрес'.encode("cp1251")
    assert "Наш адрес" in read(page, "a.html").text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"%PDF-1.7 x", "PDF"),
        (b"PK\x03\x04 x", "ZIP"),
        (b"We collect\x00data", "NUL byte at offset 10"),
        (bytes(range(1, 32)) * 9, "control characters"),
        (b"a" * 5_000_001, "too large"),
    ],
)
def test_unusable_content_is_refused_with_a_reason(content: bytes, words: str) -> None:
    error = refusal(content)
    assert words in error.message
    assert not isinstance(error, NotAPolicyError)


def test_size_limit_names_its_flag_and_can_be_raised() -> None:
    assert "--max-bytes" in str(refusal(PROSE * 100, max_bytes=1000))
    assert read(PROSE * 100, max_bytes=20_000).text


def test_file_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.txt", tmp_path, tmp_path / "a\0b"):
        with pytest.raises(InputError) as caught:
            read_document(path)
        assert caught.value.source == str(path)
        assert caught.value.advice
    with pytest.raises(InputError):
        read_document()


def test_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_text(PROSE, encoding="utf-8")
    document = read_document(path)
    assert (document.text, document.source, document.language) == (PROSE.strip(), str(path), "en")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<title>404 Not Found</title><h1>Not Found</h1><p>/privacy was not found on this server.", "error page"),
        ("<title>Just a moment...</title><p>Checking your browser before you go on to the site.", "checks the browser"),
        ("<noscript>You need to enable JavaScript.</noscript><div id=root></div>", "no text"),
        (
            "<ul>" + "".join(f"<li><a href=/{k}>Product line {k}</a>" for k in range(60)) + "<li><a>Privacy</a></ul>",
            "links",
        ),
        (
            "<p>Take two eggs and a pound of flour, mix them with the milk, and bake it for an hour.",
            "not speak of privacy",
        ),
        ("<h1>Acme Privacy Statement</h1>", "3 words"),
    ],
)
def test_what_is_no_policy_is_refused_with_a_reason(text: str, reason: str) -> None:
    error = refusal(text, "a.html")
    assert isinstance(error, NotAPolicyError)
    assert reason in error.message


@pytest.mark.parametrize(
    "text",
    [
        "We do not collect any data.",
        "This app does not collect or share any personal data.",
        "Privacy\n\nWe use a captcha to keep robots out, and cookies so that you stay logged in. No data leaves us.",
        PROSE + "Access denied pages and 404 not found pages set no cookies. Your information stays with us.",
        PROSE * 3 + "Wir erheben Ihre Daten nur mit Ihrer Einwilligung und löschen sie auf Wunsch.",
    ],
)
def test_short_and_odd_policies_pass(text: str) -> None:
    assert read(text).language == "en"


def test_title_is_the_policys_own() -> None:
    assert (
        read(f"<title>Acme: shoes</title><h1>Acme privacy policy</h1><p>{PROSE}", "a.html").title
        == "Acme privacy policy"
    )
    assert read(f"<title>Privacy | Acme</title><h1>Your data</h1><p>{PROSE}", "a.html").title == "Privacy | Acme"
    assert read(f"Menu\n\nOur Privacy Policy\n\n{PROSE}").title == "Our Privacy Policy"
    assert read(PROSE).title is None


def test_menu_above_a_text_is_left_out() -> None:
    menu = "\n".join(f"Product Line {k}" for k in range(30))
    document = read(f"{menu}\nPrivacy Policy\n\n{PROSE}")
    assert "Product" not in document.text
    assert document.text.startswith("Privacy Policy")


def test_invisible_characters_never_reach_the_text() -> None:
    page = f"<p>{PROSE} Zero&#8203;width, soft&shy;hyphen, &#x202E;turned, e&#769;."
    assert "Zerowidth, softhyphen, turned, é." in read(page, "a.html").text


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a"]))
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    try:
        document = read_document(content=content + PROSE.encode() * 2, name=name)
    except InputError:
        return
    for clause in segment(document):
        assert clause.text == clause.span.of(document.text)


@given(
    st.text(alphabet=st.sampled_from("aA .:\n-*•#>|()[]<>1&;_`=\t"), max_size=200),
    st.sampled_from(["a.txt", "a.md", "a.html"]),
)
def test_any_marks_are_read_or_refused(text: str, name: str) -> None:
    try:
        document = read(f"{PROSE}\n\n{text}\n\n{PROSE}", name)
    except InputError:
        return
    covered = "".join(clause.text for clause in segment(document))
    blocks = "".join(block.span.of(document.text) for block in document.blocks)
    assert "".join(covered.split()) == "".join(blocks.split())
