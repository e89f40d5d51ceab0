"""Small files of tables become large ones, and no row is lost or doubled however a join ends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow.parquet
import pytest
from tests.store.samples import ALPHA

from policyglot.formats import jsonld
from policyglot.store import joined
from policyglot.store.folder import Writer, open_writer
from policyglot.store.pieces import Piece
from policyglot.store.shard import Shard, compile_shard
from policyglot.store.tables import COLUMNS


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joined, "SHARDS", 3)


def _merge(writer: Writer, *names: str) -> None:
    for name in names:
        policy = replace(ALPHA, sha256=f"{sum(name.encode()):06x}{name[6:8]}" + "0" * 56)
        piece = Piece(name=name, series=name, content=jsonld.write(policy))
        writer.merge(compile_shard(Shard(name=name, pieces=(piece,)), str(writer.parts)))


def _names(store: Path) -> list[str]:
    return sorted(path.stem.removeprefix("policies-") for path in (store / "tables").glob("policies-*.parquet"))


def _rows(store: Path, table: str) -> list[str]:
    files = sorted((store / "tables").glob(f"{table}-*.parquet"))
    return sorted(str(row) for path in files for row in pyarrow.parquet.ParquetFile(path).read().to_pylist())


def test_whole_groups_are_joined_and_the_rest_waits(tmp_path: Path) -> None:
    with open_writer(tmp_path) as writer:
        _merge(writer, "00000000", "00000001-r02", "00000001-0003", "00000002")
        writer.settle()
        before = {table: _rows(tmp_path, table) for table in COLUMNS}
        writer.finish()
        assert {table: _rows(tmp_path, table) for table in COLUMNS} == before
        assert _names(tmp_path) == ["00000000-to-00000001-r02", "00000002"]
        assert writer.next_shard() == 3
        assert list(writer.parts.iterdir()) == []
        # What is joined is left alone, and its numbers are taken.
        _merge(writer, "00000003", "00000004")
        writer.finish()
        assert _names(tmp_path) == ["00000000-to-00000001-r02", "00000002-to-00000004"]
        assert writer.next_shard() == 5
        assert len(_rows(tmp_path, "policies")) == 6


@pytest.mark.parametrize("moved", [0, 2, 5])
@pytest.mark.parametrize("dropped", [0, 1])
def test_join_that_was_interrupted_is_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: int, dropped: int
) -> None:
    with open_writer(tmp_path) as writer:
        _merge(writer, "00000000", "00000001", "00000002")
        writer.settle()
        before = {table: _rows(tmp_path, table) for table in COLUMNS}
        with monkeypatch.context() as patched:
            patched.setattr(joined, "complete_join", lambda *_: None)
            writer.finish()
    for table in list(COLUMNS)[:moved]:
        name = f"{table}-00000000-to-00000002"
        (tmp_path / "parts" / f"{name}.joined").replace(tmp_path / "tables" / f"{name}.parquet")
    if moved == len(COLUMNS) and dropped:
        (tmp_path / "tables" / "policies-00000001.parquet").unlink()
    with open_writer(tmp_path) as writer:
        writer.recover()
        assert {table: _rows(tmp_path, table) for table in COLUMNS} == before
        assert _names(tmp_path) == ["00000000-to-00000002"]
        assert list(writer.parts.iterdir()) == []


def test_join_that_was_not_noted_never_happened(tmp_path: Path) -> None:
    with open_writer(tmp_path) as writer:
        _merge(writer, "00000000")
        writer.settle()
        (writer.parts / "policies-00000000-to-00000002.joined").write_bytes(b"half")
        writer.recover()
        assert _names(tmp_path) == ["00000000"]
        assert list(writer.parts.iterdir()) == []


@pytest.mark.parametrize("name", ["00000000", "00000001-r02", "00000001-r02-0004", "00000001-0003"])
def test_name_of_a_shard(name: str) -> None:
    assert joined._SHARD.fullmatch(name)


@pytest.mark.parametrize("name", ["00000000-to-00000003", "1", "00000000-x", ""])
def test_no_name_of_a_shard(name: str) -> None:
    assert not joined._SHARD.fullmatch(name)
