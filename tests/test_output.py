from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from policyglot.errors import OutputError
from policyglot.output import DEVICE, NOT_SLUG, slug, unique_slugs, write_file, write_folder


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("shop", "shop"),
        ("Kmart Privacy Policy (2004)", "kmart-privacy-policy-2004"),
        ("../../etc/passwd", "etc-passwd"),
        ("Datenschutzerklärung", "datenschutzerklarung"),
        ("隐私政策", "policy"),
        ("", "policy"),
        ("...", "policy"),
        ("con", "policy-con"),
        ("LPT1", "policy-lpt1"),
        ("a" * 200, "a" * 60),
        ("a\x00b\nc", "a-b-c"),
    ],
)
def test_slug_is_a_safe_folder_name(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_slugs_are_unique_and_keep_order() -> None:
    assert unique_slugs(["shop", "Shop", "shop-2", "shop"]) == ("shop", "shop-2", "shop-2-2", "shop-3")


@pytest.mark.parametrize("text", ["-", " ", "A", "é", "../"])
def test_not_slug_matches_what_a_slug_must_not_hold(text: str) -> None:
    assert NOT_SLUG.fullmatch(text)


@pytest.mark.parametrize("text", ["a", "0", ""])
def test_not_slug_leaves_letters_and_digits(text: str) -> None:
    assert not NOT_SLUG.fullmatch(text)


@pytest.mark.parametrize(("text", "is_device"), [("nul", True), ("com9", True), ("com", False), ("console", False)])
def test_device_names(text: str, is_device: bool) -> None:
    assert bool(DEVICE.fullmatch(text)) is is_device


def test_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    write_folder(tmp_path / "a" / "b", {"x.txt": b"1", "w3c/y.xml": b"2"})
    assert (tmp_path / "a/b/x.txt").read_bytes() == b"1"
    assert (tmp_path / "a/b/w3c/y.xml").read_bytes() == b"2"


def test_other_files_stay_and_stale_ones_go(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(b"keep")
    (tmp_path / "old.xml").write_bytes(b"stale")
    write_folder(tmp_path, {"new.xml": b"1"}, known=("old.xml", "new.xml", "never.xml"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.toml", "new.xml"]


def test_files_are_readable_as_the_umask_allows(tmp_path: Path) -> None:
    write_file(tmp_path / "x", b"")
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_failure_leaves_what_was_there_and_no_part(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(OutputError, match="cannot write here"):
        write_folder(tmp_path, {"a.txt": b"new", "b.txt": b"new"})
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "b.txt"]


def test_a_file_in_the_way_of_the_folder_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(OutputError):
        write_folder(tmp_path / "out", {"a": b""})


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_unwritable_folder_is_an_output_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="Permission denied"):
        write_folder(tmp_path, {"a": b""})
    tmp_path.chmod(0o700)


def test_failure_names_the_file_and_advises_a_folder_for_folders_only(tmp_path: Path) -> None:
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(OutputError) as folder:
        write_folder(tmp_path, {"a.txt": b"", "b.txt": b""})
    with pytest.raises(OutputError) as file:
        write_file(tmp_path / "b.txt", b"")
    assert folder.value.source == file.value.source == str(tmp_path / "b.txt")
    assert folder.value.advice == "choose another folder with -o"
    assert file.value.advice is None
