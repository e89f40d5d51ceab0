"""Warm processes that answer questions, and what is read back of a store through them."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.samples import ALPHA, BETA

from policyglot.compare import diff
from policyglot.errors import QueryError, QueryTimeoutError, StoreError
from policyglot.formats import jsonld
from policyglot.store.catalogue import query_named
from policyglot.store.ingest import ingest
from policyglot.store.pool import Pool
from policyglot.store.query import ask, ask_tables, policies_in

# Pairs of everything with everything: more than can be counted in a test.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pool")
    for policy in (ALPHA, BETA):
        (folder / f"{policy.sha256[:8]}.jsonld").write_bytes(jsonld.write(policy))
    ingest([str(folder)], folder / "store")
    return folder / "store"


@pytest.fixture
def pool() -> Iterator[Pool]:
    with Pool(1) as made:
        yield made


def _process(pool: Pool) -> int:
    return pool._free[0]._process.pid


def test_one_process_answers_one_question_after_the_other(pool: Pool, store: Path) -> None:
    for name in ("versions", "sharing", "versions"):
        warm = ask(query_named(name), store=store / "graph", tables=store / "tables", pool=pool)
        assert warm == ask(query_named(name), store=store / "graph", tables=store / "tables")
    first = _process(pool)
    with pytest.raises(QueryError, match="no SPARQL"):
        ask("SELECT", store=store / "graph", pool=pool)
    assert _process(pool) == first


def test_a_question_that_does_not_end_is_stopped_and_the_next_is_answered(pool: Pool, store: Path) -> None:
    with pytest.raises(QueryTimeoutError, match="within 1 seconds"):
        ask(ENDLESS, store=store / "graph", seconds=1, pool=pool)
    assert ask("ASK {}", store=store / "graph", pool=pool).truth


def test_a_question_that_nobody_waits_for_is_stopped(pool: Pool, store: Path) -> None:
    stopped = threading.Event()
    threading.Timer(0.5, stopped.set).start()
    with pytest.raises(QueryError, match="nobody waits"):
        ask(ENDLESS, store=store / "graph", pool=pool, seconds=60, stopped=stopped)
    assert ask("ASK {}", store=store / "graph", pool=pool).truth


def test_a_process_that_died_while_idle_is_replaced(pool: Pool, store: Path) -> None:
    ask("ASK {}", store=store / "graph", pool=pool)
    os.kill(_process(pool), signal.SIGKILL)
    assert ask("ASK {}", store=store / "graph", pool=pool).truth


def test_who_gets_no_turn_in_time_is_told(pool: Pool, store: Path) -> None:
    began = threading.Event()

    def occupy() -> None:
        began.set()
        with pytest.raises(QueryTimeoutError):
            ask(ENDLESS, store=store / "graph", seconds=1.5, pool=pool)

    other = threading.Thread(target=occupy)
    other.start()
    began.wait()
    while pool._turns._value:
        pass
    with pytest.raises(QueryTimeoutError, match="too many questions"):
        ask("ASK {}", store=store / "graph", seconds=0.1, pool=pool)
    other.join()


def test_closing_ends_the_processes(store: Path) -> None:
    with Pool(2) as pool:
        ask("ASK {}", store=store / "graph", pool=pool)
        process = pool._free[0]._process
    assert process.poll() is not None
    with pytest.raises(QueryError, match="closing"):
        ask("ASK {}", store=store / "graph", pool=pool)


def test_tables_are_asked_with_values_and_answer_with_lists(pool: Pool, store: Path) -> None:
    sql = """SELECT company, recipient_names, denied FROM practices JOIN policies USING (policy, company)
        WHERE list_contains($companies, company) AND len(recipient_names) > 0 ORDER BY company"""
    values = {"companies": ["beta.example", "o'hara"]}
    assert ask_tables(sql, tables=store / "tables", values=values, pool=pool) == (("beta.example", ["Adnet Ltd"], 1),)
    assert ask_tables("SELECT 1 FROM policies", tables=store / "tables", rows=1) == ((1,),)


def test_tables_that_came_later_are_seen(pool: Pool, store: Path, tmp_path: Path) -> None:
    source = tmp_path / "a.jsonld"
    source.write_bytes(jsonld.write(ALPHA))
    ingest([str(source)], tmp_path / "new")
    count = "SELECT count(*) FROM policies"
    assert ask_tables(count, tables=tmp_path / "new" / "tables", pool=pool) == ((1,),)
    source.write_bytes(jsonld.write(BETA))
    ingest([str(source)], tmp_path / "new")
    assert ask_tables(count, tables=tmp_path / "new" / "tables", pool=pool) == ((2,),)
    assert ask_tables(count, tables=store / "tables", pool=pool) == ((2,),)


def test_a_folder_without_tables_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no tables"):
        ask_tables("SELECT 1", tables=tmp_path)


def test_policies_are_read_back_in_the_order_asked_for(pool: Pool, store: Path) -> None:
    found = policies_in([BETA.iri, "urn:nowhere", ALPHA.iri], store=store / "graph", pool=pool)
    assert [policy.iri for policy in found] == [BETA.iri, ALPHA.iri]
    assert [p.key for p in found[1].practices] == [p.key for p in ALPHA.practices]
    assert diff(found[1], ALPHA).changes == ()
    with pytest.raises(QueryError, match="no IRI"):
        policies_in(["no iri"], store=store / "graph", pool=pool)
