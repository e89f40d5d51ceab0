from __future__ import annotations

import json
import tarfile
import zipfile
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from policyglot.errors import InputError
from policyglot.store.pieces import MAX_BYTES, Piece, pieces, read_piece


def _read(*sources: object) -> list[tuple[str, bytes]]:
    return [(p.name, read_piece(p)) for p in pieces(map(str, sources))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep" / "shop").mkdir(parents=True)
    (tmp_path / "b.txt").write_bytes(b"B")
    (tmp_path / "a.html").write_bytes(b"A")
    (tmp_path / "left.out").write_bytes(b"-")
    (tmp_path / "deep" / "shop" / "2024-05-01.md").write_bytes(b"old")
    (tmp_path / "deep" / "shop" / "2025-05.md").write_bytes(b"new")
    return tmp_path


def test_folder_gives_its_files_in_order(folder: Path) -> None:
    assert [content for _, content in _read(folder)] == [b"A", b"B", b"old", b"new"]


def test_file_named_after_a_date_is_a_version_of_its_folder(folder: Path) -> None:
    old, new = pieces([str(folder / "deep")])
    assert (old.series, old.date) == (str(folder / "deep" / "shop"), "2024-05-01")
    assert (new.series, new.date) == (old.series, "2025-05")


def test_globs_and_lists(folder: Path) -> None:
    assert [content for _, content in _read(folder / "*.txt")] == [b"B"]
    (folder / "list").write_text(f"# comment\n{folder / 'a.html'}\n\n{folder / 'b.txt'}\n")
    assert [content for _, content in _read(f"@{folder / 'list'}")] == [b"A", b"B"]


def test_line_of_a_list_that_is_missing_fails_alone(folder: Path) -> None:
    (folder / "list").write_text(f"{folder}/none.txt\n{folder}/none/*.md\n{folder}/none.parquet\n{folder / 'b.txt'}\n")
    *missing, there = pieces([f"@{folder / 'list'}"])
    assert there.name == str(folder / "b.txt")
    assert [piece.name for piece in missing] == [f"{folder}/none.txt", f"{folder}/none/*.md", f"{folder}/none.parquet"]
    for piece in missing:
        with pytest.raises(InputError, match="No such file"):
            read_piece(piece)


def test_link_that_leads_nowhere_fails_alone(folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder / "none")
    names = [piece.name for piece in pieces([str(folder / "*.txt"), str(folder / "link.txt")])]
    assert names == [str(folder / "b.txt"), str(folder / "link.txt"), str(folder / "link.txt")]


def test_archives(folder: Path) -> None:
    with zipfile.ZipFile(folder / "some.zip", "w") as archive:
        archive.writestr("x/2020-01-01.txt", "in zip")
        archive.writestr("x/picture.png", "no")
    with tarfile.open(folder / "some.tar.gz", "w:gz") as tar:
        tar.add(folder / "b.txt", "y/b.txt")
    assert _read(folder / "some.zip") == [(f"{folder}/some.zip/x/2020-01-01.txt", b"in zip")]
    assert _read(folder / "some.tar.gz") == [(f"{folder}/some.tar.gz/y/b.txt", b"B")]


def test_json_lines_are_byte_ranges(tmp_path: Path) -> None:
    lines = [
        json.dumps({"text": "ä one", "site": "https://a.example/", "date": "2024-01-02", "id": "first"}),
        "",
        json.dumps({"text": "two", "url": "ftp://x"}),
    ]
    (tmp_path / "p.jsonl").write_text("\n".join(lines), encoding="utf-8")
    one, two = pieces([str(tmp_path / "p.jsonl")])
    assert (one.name, one.site, one.date, one.series) == (
        "first",
        "https://a.example/",
        "2024-01-02",
        "https://a.example/",
    )
    assert read_piece(one) == "ä one".encode()
    assert (two.site, read_piece(two)) == (None, b"two")
    assert one.content is None
    assert two.start > 0


def test_parquet_has_a_text_column(tmp_path: Path) -> None:
    table = pyarrow.table({"text": ["one", None], "site": ["https://a.example/", ""]})
    pyarrow.parquet.write_table(table, tmp_path / "p.parquet")
    one, two = pieces([str(tmp_path / "p.parquet")])
    assert (one.content, one.site, two.content) == (b"one", "https://a.example/", b"")


@pytest.mark.parametrize("name", ["none.txt", "*.none", "@none"])
def test_missing_source_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        list(pieces([name.replace("none", f"{tmp_path}/none") if name[0] == "@" else f"{tmp_path}/{name}"]))


@pytest.mark.parametrize("name", ["x.zip", "x.tar.gz", "x.parquet"])
def test_broken_archive_fails_by_name_and_what_follows_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"not an archive at all")
    (tmp_path / "y.txt").write_bytes(b"good")
    broken, good = pieces([str(tmp_path)])
    with pytest.raises(InputError, match=f"{name}: cannot be read: "):
        read_piece(broken)
    assert read_piece(good) == b"good"


def test_member_that_is_broken_or_encrypted_fails_alone(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "some.zip", "w") as archive:
        for name in ("a", "b", "c"):
            archive.writestr(f"{name}.txt", f"the text of {name}")
    content = (tmp_path / "some.zip").read_bytes().replace(b"the text of a", b"the text of ?")
    # The first flag of the second member says that it is encrypted: in its own header and in the directory.
    place, listed = content.index(b"b.txt"), content.rindex(b"b.txt")
    flags = bytearray(content)
    flags[place - 24] |= 1
    flags[listed - 38] |= 1
    (tmp_path / "some.zip").write_bytes(flags)
    damaged, encrypted, whole = pieces([str(tmp_path / "some.zip")])
    assert "CRC" in (damaged.fault or "")
    assert "encrypted" in (encrypted.fault or "")
    assert read_piece(whole) == b"the text of c"


def test_archive_that_is_cut_off_gives_what_came_before_and_fails(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"{number}.txt").write_bytes(bytes(range(256)) * 200 + bytes([number]))
    with tarfile.open(tmp_path / "all.tar.gz", "w:gz") as tar:
        for number in range(9):
            tar.add(tmp_path / f"{number}.txt", f"{number}.txt")
    whole = (tmp_path / "all.tar.gz").read_bytes()
    (tmp_path / "all.tar.gz").write_bytes(whole[: len(whole) // 2])
    *read, broken = pieces([str(tmp_path / "all.tar.gz")])
    assert read
    assert broken.fault is not None


@pytest.mark.parametrize("line", ["{", "[]", '{"text": 5}'])
def test_bad_record_fails_when_it_is_read(tmp_path: Path, line: str) -> None:
    (tmp_path / "p.jsonl").write_text(line + '\n{"text": "good"}\n')
    bad, good = pieces([str(tmp_path / "p.jsonl")])
    with pytest.raises(InputError):
        read_piece(bad)
    assert read_piece(good) == b"good"


def test_policy_that_is_too_large_is_refused() -> None:
    with pytest.raises(InputError, match="larger"):
        read_piece(Piece(name="x", series="x", content=b" " * (MAX_BYTES + 1)))
