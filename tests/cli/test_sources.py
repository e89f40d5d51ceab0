from __future__ import annotations

from pathlib import Path

import pytest

from policyglot.cli.sources import PROSE, URL, one_source, sources
from policyglot.errors import FetchError, InputError


def test_folder_gives_its_prose_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2024.md", "a.HTML", "c.txt", "d.pdf"):
        (tmp_path / name).write_text("x")
    found = list(sources([str(tmp_path)], suffixes=PROSE))
    assert [source.label for source in found] == ["a", "b-2024", "c"]
    assert all(source.is_found for source in found)


def test_dash_is_standard_input() -> None:
    (source,) = sources(["-"], suffixes=PROSE)
    assert (source.name, source.path) == ("standard input", None)


def test_folder_without_prose_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file to read"):
        list(sources([str(tmp_path)], suffixes=PROSE))


def test_one_source_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="one file is needed"):
        one_source(str(tmp_path))


@pytest.mark.parametrize("text", ["https://shop.example/", "HTTP://shop.example"])
def test_url(text: str) -> None:
    assert URL.match(text)
    (source,) = sources([text], suffixes=PROSE)
    assert (source.is_url, source.path, source.label, source.allow_private) == (True, None, "shop.example", False)


@pytest.mark.parametrize(
    ("url", "label"),
    [("https://shop.example/en/privacy.html?x=1", "shop.example/en/privacy"), ("http://[::1", "http://[::1")],
)
def test_url_names_the_output_after_host_and_path(url: str, label: str) -> None:
    assert one_source(url).label == label


def test_private_host_is_refused() -> None:
    with pytest.raises(FetchError, match="not on the public internet"):
        one_source("http://127.0.0.1:9/").read(max_bytes=10)


@pytest.mark.parametrize("text", ["C:\\policy.txt", "httpd.conf", "./https://x", "ftp.txt"])
def test_path_is_no_url(text: str) -> None:
    assert not URL.match(text)
