"""Kept work: found by its name alone, whole or not there, bounded in number and age."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import client_of
from tests.web.test_generate import generated

from policyglot.errors import InputError
from policyglot.web.kept import ID, META, SHOWN, Shelf
from policyglot.web.received import FieldError, Form, Received, what_came
from policyglot.web.settings import Settings

DAY = 86_400


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf", number=3, days=10)


def received(name: str = "a.txt") -> Received:
    return Received(content=b"\x00words", name=name, charset="utf-8")


def test_what_was_given_comes_back(shelf: Shelf) -> None:
    kept = shelf.new(received("<é>.txt"), kind="file", site="https://a.example/")
    found = shelf.find(kept.id)
    assert found == kept
    assert kept.read("source.bin") == b"\x00words"
    assert (kept.origin.name, kept.origin.charset, kept.origin.site) == ("<é>.txt", "utf-8", "https://a.example/")
    assert kept.shown() is None
    url = shelf.new("https://b.example/", kind="url")
    assert (url.read("source.bin"), url.origin.url) == (None, "https://b.example/")


@pytest.mark.parametrize("name", ["A" * 22, "-_09azAZ" + "x" * 14])
def test_id(name: str) -> None:
    assert ID.fullmatch(name)


@pytest.mark.parametrize(
    "name", ["", "..", "A" * 21, "A" * 23, "A" * 21 + "/", "A" * 21 + ".", "é" * 22, "A" * 22 + "\n"]
)
def test_no_id(name: str, shelf: Shelf) -> None:
    assert not ID.fullmatch(name)
    assert shelf.find(name) is None


def aged(shelf: Shelf, days: float, name: str = "a.txt") -> str:
    """Keep something that was changed so many days ago, and return its id."""
    kept = shelf.new(received(name), kind="file")
    then = time.time() - days * DAY
    os.utime(kept.folder / META, (then, then))
    return kept.id


def test_oldest_makes_room(shelf: Shelf) -> None:
    ids = [aged(shelf, days) for days in (3, 5, 4, 2)]
    left = [kept.id for kept in shelf.latest(10)]
    assert left == [ids[3], ids[0], ids[2]]
    assert shelf.find(ids[1]) is None


def test_too_old_goes_when_something_new_comes(shelf: Shelf) -> None:
    old = aged(shelf, 11)
    assert shelf.find(old) is not None
    shelf.new(received(), kind="file")
    assert shelf.find(old) is None


def test_answers_and_decisions_keep_a_work_young(shelf: Shelf) -> None:
    old = aged(shelf, 11)
    kept = shelf.find(old)
    assert kept is not None
    kept.write({"corrections.toml": b""})
    shelf.new(received(), kind="file")
    assert shelf.find(old) is not None


def test_removed_work_is_gone_whole(shelf: Shelf, tmp_path: Path) -> None:
    kept = shelf.new(received(), kind="file")
    shelf.remove(kept)
    shelf.remove(kept)
    assert list((tmp_path / "shelf").iterdir()) == []


def test_damaged_folder_harms_no_other(client: TestClient, settings: Settings) -> None:
    path, other = generated(client), generated(client)
    folder = settings.folder / path.rpartition("/")[2]
    (folder / SHOWN).write_bytes(b"{")
    assert "was not read yet" in client.get(path).text
    (folder / META).write_bytes(b"[]")
    assert client.get(path).status_code == 400
    assert client.get("/generate").status_code == 200
    assert client.get(other).status_code == 200


def test_names_are_not_shown_around_where_many_share_a_token(settings: Settings, client: TestClient) -> None:
    path = generated(client)
    assert path in client.get("/generate").text
    shared = Settings(folder=settings.folder, token="0123456789abcdef", port=0)  # noqa: S106 - of nothing
    with client_of(shared) as other:
        page = other.get("/generate", headers={"authorization": "Bearer 0123456789abcdef"})
        assert page.status_code == 200
        assert path not in page.text


def form(**fields: str) -> Form:
    return Form(fields={name: (value,) for name, value in fields.items()})


def test_one_of_text_file_and_url_is_taken() -> None:
    assert what_came(form(text="words", url=" ")) == Received(content=b"words", name="pasted text")
    assert what_came(form(text="", url="shop.example/privacy")) == "https://shop.example/privacy"
    assert what_came(Form(files={"file": received()})) == received()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (form(), "text"),
        (form(text=" \n"), "text"),
        (form(text="words", url="shop.example"), "url"),
        (Form(fields={"text": ("words",)}, files={"file": received()}), "file"),
        (Form(files={"file": Received(content=b" \n", name="a.txt")}), "file"),
        (form(url="javascript:alert(1)"), "url"),
        (form(url="https://a b/"), "url"),
    ],
)
def test_fault_names_its_field(given: Form, field: str) -> None:
    with pytest.raises(FieldError) as fault:
        what_came(given)
    assert fault.value.name == field
    assert isinstance(fault.value, InputError)
