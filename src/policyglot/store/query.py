"""Questions to policies: SPARQL over a dataset or a store, in a process of its own with a time limit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

from policyglot.errors import QueryError, QueryTimeoutError, StoreError
from policyglot.model import Policy
from policyglot.store.catalogue import NamedQuery
from policyglot.store.pool import Pool
from policyglot.store.results import Cell, Kind, Result

SECONDS = 60.0
ROWS = 100_000


def ask(
    query: str | NamedQuery,
    *,
    data: bytes | None = None,
    store: str | os.PathLike[str] | None = None,
    tables: str | os.PathLike[str] | None = None,
    parameters: Mapping[str, str] = MappingProxyType({}),
    as_of: str | None = None,
    seconds: float = SECONDS,
    rows: int = ROWS,
    pool: Pool | None = None,
    stopped: threading.Event | None = None,
) -> Result:
    """Ask a question of a dataset or a store.

    Args:
        query: A named query, or SPARQL 1.1 text (the project's prefixes need not be declared).
        data: N-Quads, as `dataset` makes them. Exactly one of this and `store` is given.
        store: Folder of an Oxigraph store.
        tables: Folder of the tables that say the same, or None. A named query that knows SQL is asked of them
            where DuckDB (extra `corpus`) is installed: over many policies that is far quicker.
        parameters: For a named query: name to value, a CURIE or IRI where it asks for a concept. A parameter
            that is not given restricts nothing.
        as_of: Ask of a store the versions that held at this date (`as_of.first_day`), None for all.
        seconds: The query is ended after this time, above 0.
        rows: At most so many rows are returned, at least 1.
        pool: Warm processes that answer, of a store; None for a process of its own.
        stopped: With a pool, is set when nobody waits for the answer any more; None for never.

    Returns:
        The result; `is_truncated` where there were more rows.

    Raises:
        QueryError: The query is broken (with line and column), refused, or did not end in time; or a parameter
            is unknown or missing.
        StoreError: The store cannot be opened.
        VocabularyError: A parameter's prefix is unknown.

    >>> from policyglot.store.graph import dataset
    >>> ask("ASK { pd:EmailAddress a ?class }", data=dataset([])).truth in {True, False}
    True
    """
    if (data is None) == (store is None):
        raise ValueError("give either data or store")
    request = _request(query, parameters, store=store, tables=tables, rows=rows)
    if as_of is not None:
        request |= _version(as_of, store, has_sql="sql" in request)
    if data is None:
        return _result(_told(request, seconds=seconds, pool=pool, stopped=stopped))
    return _result(_run(json.dumps(request).encode() + b"\n" + data, seconds=seconds))


def _request(
    query: str | NamedQuery,
    parameters: Mapping[str, str],
    *,
    store: str | os.PathLike[str] | None,
    tables: str | os.PathLike[str] | None,
    rows: int,
) -> dict[str, object]:
    if isinstance(query, str) and parameters:
        raise QueryError("only named queries have parameters", source="query")
    request: dict[str, object] = {
        "query": query if isinstance(query, str) else query.bound(parameters),
        "store": os.fspath(store) if store is not None else None,
        "rows": rows,
        "is_trusted": not isinstance(query, str),
    }
    if tables is not None and not isinstance(query, str) and query.sql and _has_tables(tables):
        request |= {"sql": query.bound_sql(parameters), "tables": os.fspath(tables)}
    return request


def _version(as_of: str, store: str | os.PathLike[str] | None, *, has_sql: bool) -> dict[str, object]:
    """Return what a request says of the versions that it asks."""
    from policyglot.store.as_of import first_day, held  # noqa: PLC0415 - other questions need no ledger

    day = first_day(as_of)
    if store is None:
        raise QueryError("only a store knows versions", source="query", advice="ask a store as of a date")
    return {"as_of": day} if has_sql else {"as_of": day, "held": held(os.fspath(store), day)}


def ask_tables(
    sql: str,
    *,
    tables: str | os.PathLike[str],
    values: Mapping[str, object] = MappingProxyType({}),
    seconds: float = SECONDS,
    rows: int = ROWS,
    pool: Pool | None = None,
    stopped: threading.Event | None = None,
) -> tuple[tuple[Any, ...], ...]:
    """Ask a question of the project's own of the tables of a store.

    Args:
        sql: A SELECT of DuckDB over the tables by name. It is not checked: never one that somebody sent.
        tables: Their folder.
        values: Of its parameters, `$name`; texts, numbers, truths, lists of them and None.
        seconds: The query is ended after this time, above 0.
        rows: At most so many rows are returned, at least 1.
        pool: Warm processes that answer; None for a process of its own.
        stopped: With a pool, is set when nobody waits for the answer any more; None for never.

    Returns:
        The rows; a list of SQL is a list.

    Raises:
        QueryError: The query is broken or did not end in time.
        StoreError: There are no tables, or what reads them (extra `corpus`) is not installed.
    """
    if find_spec("duckdb") is None:
        raise StoreError("the tables cannot be read", source=os.fspath(tables), advice="pip install 'policyglot[web]'")
    if not _has_tables(tables):
        advice = "install policyglot[web] and ingest into a new folder"
        raise StoreError("this store has no tables", source=os.fspath(tables), advice=advice)
    request = {"sql": sql, "tables": os.fspath(tables), "values": dict(values), "rows": rows, "is_plain": True}
    reply = _checked(_told(request, seconds=seconds, pool=pool, stopped=stopped))
    return tuple(tuple(row) for row in reply["rows"])


def policies_in(
    graphs: Sequence[str],
    *,
    store: str | os.PathLike[str],
    seconds: float = SECONDS,
    pool: Pool | None = None,
    stopped: threading.Event | None = None,
) -> tuple[Policy, ...]:
    """Read policies back from the graph of a store.

    Args:
        graphs: IRIs of policies.
        store: Folder of an Oxigraph store.
        seconds: It is ended after this time, above 0.
        pool: Warm processes that answer; None for a process of its own.
        stopped: With a pool, is set when nobody waits for the answer any more; None for never.

    Returns:
        Those that the store has, in the order asked for.

    Raises:
        QueryError: It did not end in time, or an IRI is none.
        StoreError: The store cannot be opened.
    """
    from policyglot.formats.rdf import read_nquads  # noqa: PLC0415 - other questions need no formats

    request = {"graphs": list(graphs), "store": os.fspath(store)}
    contents = _checked(_told(request, seconds=seconds, pool=pool, stopped=stopped))["graphs"]
    return tuple(read_nquads(content.encode(), "store") for content in contents if content)


def ask_policies(
    query: str | NamedQuery,
    policies: Iterable[Policy],
    *,
    parameters: Mapping[str, str] = MappingProxyType({}),
    seconds: float = SECONDS,
    rows: int = ROWS,
) -> Result:
    """Ask a question of some policies; see `ask`.

    >>> ask_policies("SELECT ?p { ?p a pg:Policy }", [Policy(source="a", sha256="0" * 64)]).rows[0][0].value[:15]
    'urn:policyglot:'
    """
    from policyglot.store.graph import dataset  # noqa: PLC0415 - a store needs neither vocabulary nor formats

    return ask(query, data=dataset(policies), parameters=parameters, seconds=seconds, rows=rows)


def _has_tables(folder: str | os.PathLike[str]) -> bool:
    return find_spec("duckdb") is not None and any(Path(folder).glob("practices-*.parquet"))


def _run(request: bytes, *, seconds: float) -> dict[str, Any]:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "policyglot.store.child"],
            input=request,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise QueryTimeoutError(
            f"the query did not end within {seconds:g} seconds and was stopped", source="query", advice="ask for less"
        ) from error
    if done.returncode != 0:
        last = (done.stderr.decode(errors="replace").strip().splitlines() or ["no message"])[-1]
        raise QueryError(f"the query's process ended with {done.returncode}: {last}", source="query")
    reply: dict[str, Any] = json.loads(done.stdout)
    return reply


def _told(
    request: Mapping[str, object], *, seconds: float, pool: Pool | None, stopped: threading.Event | None = None
) -> dict[str, Any]:
    if pool is not None:
        return pool.run(request, seconds=seconds, stopped=stopped)
    return _run(json.dumps(request).encode() + b"\n", seconds=seconds)


def _checked(reply: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a reply that is an answer; raise what another says."""
    if "error" in reply:
        kind = StoreError if reply["error"] == "StoreError" else QueryError
        fields = dict(reply["fields"])
        raise kind(fields.pop("message"), **fields)
    return reply


def _result(reply: Mapping[str, Any]) -> Result:
    _checked(reply)
    if "truth" in reply:
        return Result(truth=reply["truth"])
    return Result(
        variables=tuple(reply["variables"]),
        rows=tuple(tuple(_cell(c) for c in row) for row in reply["rows"]),
        is_graph=reply.get("is_graph", False),
        is_truncated=reply["cut"],
    )


def _cell(said: list[str] | None) -> Cell | None:
    if said is None:
        return None
    kind, value, datatype, language = said
    return Cell(kind=Kind(kind), value=value, datatype=datatype, language=language)
