"""The zip: what is published lies as it is served, the rest beside it."""

from __future__ import annotations

import io
import zipfile

from policyglot.web.zipped import zipped

FILES = {
    "policy.jsonld": b"{}",
    "w3c/p3p.xml": b"<META/>",
    "headers.txt": b'P3P: CP="ALL"\n',
    "report.html": b"<p>",
    "answers.toml": b"",
}


def names(content: bytes) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(content)).namelist())


def test_only_what_is_published_lies_in_the_web_root() -> None:
    found = names(zipped(FILES, title="Shop"))
    assert {name for name in found if name.startswith("web-root/")} == {
        "web-root/policy.jsonld",
        "web-root/w3c/p3p.xml",
    }
    assert {"serve/nginx.conf", "serve/_headers", "headers.txt", "report.html", "answers.toml", "README.txt"} <= found


def test_note_speaks_of_what_is_there_and_stays_one_line_a_title() -> None:
    archive = zipfile.ZipFile(io.BytesIO(zipped(FILES, title="Shop\nweb-root/ {x} \ud800")))
    note = archive.read("README.txt").decode()
    assert note.startswith("Shop web-root/ {x} ?\n")
    assert "answers.toml" in note
    assert "corrections.toml" not in note
    assert all(entry.external_attr >> 16 == 0o644 for entry in archive.infolist())


def test_same_files_give_the_same_bytes() -> None:
    assert zipped(FILES, title="Shop") == zipped(dict(reversed(FILES.items())), title="Shop")


def test_nothing_but_a_note_where_nothing_was_written() -> None:
    assert names(zipped({}, title="Shop")) == {"README.txt"}
