"""An export is the store, the same bytes each time, and whole or going on."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
from tests.store.samples import ALPHA, BETA

from policyglot.cli import main
from policyglot.errors import OutputError, StoreError
from policyglot.formats import jsonld, rdf
from policyglot.store import export as module
from policyglot.store.export import export
from policyglot.store.folder import graph_folder, open_writer
from policyglot.store.graph import vocabulary_nquads
from policyglot.store.ingest import ingest

duckdb = pytest.importorskip("duckdb", reason="the extra `corpus` is not installed")

_PAGE = (Path(__file__).parents[2] / "docs" / "export.md").read_text(encoding="utf-8")
_MANY = [replace(ALPHA, sha256=f"{n:012x}" + "0" * 52, source=f"{n}") for n in range(5)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("it's a store")
    for number, policy in enumerate([BETA, *_MANY]):
        (folder / f"{number}.jsonld").write_bytes(jsonld.write(policy))
    ingest([str(folder)], folder / "store")
    return folder / "store"


def _content(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def _lines(folder: Path) -> list[bytes]:
    return [
        line
        for path in sorted((folder / "graph").glob("policies-*"))
        for line in gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    ]


def _said(store: pyoxigraph.Store) -> pyoxigraph.Dataset:
    dataset = pyoxigraph.Dataset(store)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def test_statements_are_those_of_the_policies_in_byte_order(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_POLICIES", 4)
    done = export(store, tmp_path / "out")
    lines = _lines(tmp_path / "out")
    assert lines == sorted(lines)
    # Oxigraph writes doubles in its own way: "1" for "1.0E0".
    written = {line for p in (BETA, *_MANY) for line in rdf.write_nquads(p).splitlines(keepends=True)}
    assert {line for line in lines if b"#double>" not in line} == {line for line in written if b"#double>" not in line}
    assert len(lines) == len(written)
    assert len(list((tmp_path / "out" / "graph").glob("policies-*"))) == 2
    opened = pyoxigraph.Store.read_only(str(graph_folder(store)))
    assert (done.policies, done.quads) == (6, len(opened))
    assert done.files == done.written == 9


def test_same_store_gives_the_same_bytes_whatever_the_workers(store: Path, tmp_path: Path) -> None:
    export(store, tmp_path / "one")
    export(store, tmp_path / "two", workers=2)
    assert _content(tmp_path / "one") == _content(tmp_path / "two")


def test_same_policies_in_two_stores_give_the_same_policies(store: Path, tmp_path: Path) -> None:
    for number, policy in enumerate([*_MANY, BETA]):
        (tmp_path / f"{number}.jsonld").write_bytes(jsonld.write(policy))
    ingest([str(tmp_path)], tmp_path / "store")
    export(tmp_path / "store", tmp_path / "one", with_tables=False)
    export(store, tmp_path / "two", with_tables=False)
    assert _lines(tmp_path / "one") == _lines(tmp_path / "two")
    assert (tmp_path / "one" / "graph" / "vocabulary.nq.gz").read_bytes() == (
        tmp_path / "two" / "graph" / "vocabulary.nq.gz"
    ).read_bytes()


def test_vocabulary_is_the_same_bytes_each_time() -> None:
    # Else each run would take it for another one, and load it again.
    assert vocabulary_nquads.__wrapped__() == vocabulary_nquads.__wrapped__()


def test_interrupted_export_goes_on_and_a_finished_one_does_nothing(store: Path, tmp_path: Path) -> None:
    whole, part = tmp_path / "whole", tmp_path / "part"
    export(store, whole)
    shutil.copytree(whole, part)
    noted = json.loads((part / "export.json").read_text())
    del noted["files"]["tables/practices.parquet"]
    (part / "export.json").write_text(json.dumps(noted))
    (part / "tables" / "practices.parquet").write_bytes(b"half")
    (part / "graph" / "policies-000000.nq.gz").write_bytes(b"cut")
    (part / "graph" / "versions.nq.gz").unlink()
    assert export(store, part).written == 3
    assert _content(part) == _content(whole)
    assert export(store, part).written == 0


def test_interrupt_says_that_the_export_can_go_on(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "export", interrupted)
    assert main(["export", "--store", str(store), "-o", str(tmp_path / "out")]) == 130
    assert "the same command goes on" in capsys.readouterr().err


def test_graph_alone_can_be_completed_later(store: Path, tmp_path: Path) -> None:
    assert export(store, tmp_path / "out", with_tables=False).rows == 0
    assert not (tmp_path / "out" / "tables").exists()
    assert export(store, tmp_path / "out").written == 5


def test_folder_with_something_else_or_of_another_state_is_refused(store: Path, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("mine")
    with pytest.raises(OutputError, match="something else"):
        export(store, tmp_path)
    with pytest.raises(OutputError, match="something else"):
        export(store, tmp_path / "x.txt")
    export(store, tmp_path / "out", with_tables=False)
    (tmp_path / "more.jsonld").write_bytes(jsonld.write(BETA))
    ingest([str(tmp_path / "more.jsonld")], tmp_path / "other")
    with pytest.raises(OutputError, match="another state"):
        export(tmp_path / "other", tmp_path / "out")
    (tmp_path / "out" / "export.json").write_text("{")
    with pytest.raises(OutputError, match=r"export\.json is broken"):
        export(store, tmp_path / "out")


def test_store_that_is_none_or_in_use_or_interrupted_is_refused(store: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store"):
        export(tmp_path, tmp_path / "out")
    with open_writer(store), pytest.raises(StoreError, match="a writer is at work"):
        export(store, tmp_path / "out")
    (store / "parts" / "left.json").write_text("{}")
    with pytest.raises(StoreError, match="interrupted"):
        export(store, tmp_path / "out")
    (store / "parts" / "left.json").unlink()
    assert not (tmp_path / "out").exists()


def test_ledger_that_cannot_be_read_is_said(store: Path, tmp_path: Path) -> None:
    shutil.copytree(store, tmp_path / "store")
    (tmp_path / "store" / "ledger.sqlite").write_bytes(b"no ledger at all" * 100)
    with pytest.raises(StoreError, match="the ledger cannot be read"):
        export(tmp_path / "store", tmp_path / "out")


def test_file_that_cannot_be_written_leaves_nothing_half(store: Path, tmp_path: Path) -> None:
    def full(path: Path) -> int:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        module._put(tmp_path / "a" / "b", full)
    assert list((tmp_path / "a").iterdir()) == []


def test_duckdb_and_oxigraph_load_it_as_the_page_says(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(store, tmp_path / "FOLDER")
    monkeypatch.chdir(tmp_path)
    with duckdb.connect() as connection:
        first, second = re.findall(r"```sql\n(.*?)```", _PAGE.split("## DuckDB")[1].split("\n## ")[0], re.DOTALL)
        assert connection.execute(first).fetchall() == [("Alpha", 5), ("beta.example", 2)]
        connection.execute(second)
        assert connection.execute("SELECT count(*) FROM practices").fetchone() == (23,)
    (code,) = re.findall(r"```python\n(.*?)```", _PAGE.split("## Oxigraph")[1].split("\n## ")[0], re.DOTALL)
    loaded: dict[str, object] = {}
    exec(code, loaded)  # noqa: S102 - the example of our own page
    assert isinstance(loaded["store"], pyoxigraph.Store)
    # Blank nodes of the vocabulary have other names in each store.
    assert _said(loaded["store"]) == _said(pyoxigraph.Store.read_only(str(graph_folder(store))))


def test_command_line_says_what_it_wrote(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["export", "--store", str(store), "-o", str(tmp_path / "out"), "--only", "graph", "--workers", "1"]
    assert main(arguments) == 0
    assert "6 policies: " in capsys.readouterr().err
    assert main([*arguments[:3], "-o", str(store)]) == 2
    assert "this holds something else" in capsys.readouterr().err
