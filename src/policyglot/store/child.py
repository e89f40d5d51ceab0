"""The process that runs one query: `python -m policyglot.store.child`.

A running query can be stopped in one way only, by ending its process; so each has its own. Standard
input is one line of JSON, the request, and then the data as N-Quads where no store is named. Standard
output is one JSON document: the result, or what is wrong. See `query.py` for the other end.

With the argument `serve` it answers a line for a line, one request after the other; see `pool.py`.
"""

from __future__ import annotations

import gc
import json
import math
import resource
import signal
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph

from policyglot.errors import QueryError, StoreError
from policyglot.vocabulary import PREFIXES

SEPARATOR = " | "
"""Between the parts of a cell, in the named queries."""

_PLAIN = PREFIXES["xsd"] + "string"


def _cell(term: object) -> list[str | None] | None:
    """Return a term as [kind, value, datatype, language], None where unbound."""
    if isinstance(term, pyoxigraph.NamedNode):
        return ["uri", term.value, None, None]
    if isinstance(term, pyoxigraph.Literal):
        datatype = None if term.language or term.datatype.value == _PLAIN else term.datatype.value
        return ["literal", term.value, datatype, term.language]
    return ["bnode", term.value, None, None] if isinstance(term, pyoxigraph.BlankNode) else None


def _sorted_parts(cell: list[str | None] | None) -> list[str | None] | None:
    """Put the parts of a GROUP_CONCAT in order, which SPARQL leaves to chance."""
    if cell is not None and cell[0] == "literal" and cell[1] is not None and SEPARATOR in cell[1]:
        return [cell[0], SEPARATOR.join(sorted(cell[1].split(SEPARATOR))), *cell[2:]]
    return cell


def _open(path: str | None, data: bytes) -> pyoxigraph.Store:
    if path is None:
        store = pyoxigraph.Store()
        store.bulk_load(data, format=pyoxigraph.RdfFormat.N_QUADS)
        return store
    try:
        return pyoxigraph.Store.read_only(path)
    except OSError as error:
        raise StoreError(f"the store cannot be opened: {error}", source=path) from error


def _copied(store: pyoxigraph.Store, policies: list[str]) -> pyoxigraph.Store:
    """Return a store in memory with these policies, what is said of them alone, and the vocabulary.

    Oxigraph takes a list of graphs as the default graph as well, but each look-up then goes through all of them.
    """
    copy = pyoxigraph.Store()
    for iri in (PREFIXES["pg"] + "vocabulary", *policies):
        graph = pyoxigraph.NamedNode(iri)
        said = store.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=graph) or b""
        copy.bulk_load(said, format=pyoxigraph.RdfFormat.N_TRIPLES, to_graph=graph)
    held = {pyoxigraph.NamedNode(iri) for iri in policies}
    versions = pyoxigraph.NamedNode(PREFIXES["pg"] + "versions")
    for policy in held:
        for quad in store.quads_for_pattern(policy, None, None, versions):
            if isinstance(quad.object, pyoxigraph.Literal) or quad.object in held:
                copy.add(quad)
    return copy


def _limited(rows: Iterator[Any], limit: int) -> tuple[list[Any], bool]:
    taken = list(islice(rows, limit + 1))
    return taken[:limit], len(taken) > limit


def _from_tables(sql: str, folder: str, *, rows: int, values: Mapping[str, Any], as_of: str | None) -> dict[str, Any]:
    """Answer from the tables. The SQL is ours, and the folder goes in as a literal."""
    variables, taken, cut = _fetched(sql, folder, rows=rows, values=values, as_of=as_of)
    iris = {variables.index(name) for name in sql.splitlines()[0].partition(":")[2].split()}
    answers = [[_value(value, is_iri=place in iris) for place, value in enumerate(row)] for row in taken]
    return {"variables": variables, "rows": answers, "cut": cut}


def _fetched(
    sql: str, folder: str, *, rows: int, values: Mapping[str, Any], as_of: str | None = None
) -> tuple[list[str], list[tuple[Any, ...]], bool]:
    """Return the columns and the rows of an answer, and whether there are more."""
    import duckdb  # noqa: PLC0415 - an extra

    try:
        connection = _connected(folder, _stamp(folder), as_of)
        # The bound goes into the SQL, so that the best rows are picked rather than all sorted.
        found = connection.execute(f"{sql}\nLIMIT {rows + 1}", values or None)
        variables = [column[0] for column in found.description or ()]
        taken = found.fetchall()
    except duckdb.Error as error:
        raise QueryError(f"the query failed: {error}", source="query") from error
    return variables, taken[:rows], len(taken) > rows


def _stamp(folder: str) -> int:
    """Return what changes when the tables do: files are only ever moved into their folder."""
    return Path(folder).stat().st_mtime_ns


@lru_cache(maxsize=1)
def _connected(folder: str, _: object, as_of: str | None) -> Any:
    """Return a connection that knows the tables by name; one that is asked again has their outlines in memory."""
    import duckdb  # noqa: PLC0415 - an extra

    connection = duckdb.connect()
    connection.execute("SET default_null_order = 'nulls_first'")  # as SPARQL has it
    connection.execute("SET parquet_metadata_cache = true")
    _make_views(connection, folder, as_of)
    return connection


# Table to the column that tells its rows apart; "" where all of them do.
_TABLES = {"policies": "", "practices": "practice", "provisions": "provision", "choices": "", "evidence": ""}


# The last version of each series from no later than a date, as `as_of.held`.
_HELD = """
CREATE TABLE held AS SELECT DISTINCT policy FROM (
  SELECT last(policy ORDER BY date, policy) AS policy
  FROM (SELECT series, policy, left(date, 10) AS date FROM read_parquet($policies)) WHERE date <= $day GROUP BY series
)"""


def _make_views(connection: Any, folder: str, as_of: str | None) -> None:
    """Give the tables their names. What was read from two sources is in the tables twice, and counts once."""
    if as_of is not None:
        connection.execute(_HELD, {"policies": f"{folder}/policies-*.parquet", "day": as_of})
    restricted = "" if as_of is None else " WHERE policy IN (FROM held)"
    (is_twice,) = connection.execute(
        "SELECT count(*) > count(DISTINCT policy) FROM read_parquet(?)", [f"{folder}/policies-*.parquet"]
    ).fetchone()
    for table, key in _TABLES.items():
        place = f"{folder}/{table}-*.parquet".replace("'", "''")
        once = (f"DISTINCT ON ({key}) " if key else "DISTINCT ") if is_twice else ""
        rows = f"SELECT {once}* FROM read_parquet('{place}'){restricted}"  # noqa: S608 - quoted
        connection.execute(f"CREATE VIEW {table} AS {rows}")
    connection.execute(_CURRENT)
    for macro in _MACROS:
        connection.execute(f"CREATE MACRO {macro}")


# The policies that no later version of their series has taken the place of, as `pg:asOf` and `prov:wasRevisionOf`.
_CURRENT = """
CREATE VIEW "current" AS SELECT DISTINCT policy FROM policies WHERE policy NOT IN (
  SELECT policy FROM (
    SELECT policy, lead(policy) OVER (PARTITION BY series ORDER BY date, policy) AS newer
    FROM (SELECT series, policy, min(date) AS date FROM policies WHERE date IS NOT NULL GROUP BY series, policy)
  )
  WHERE newer IS NOT NULL
)"""
# What the SQL of the named queries says more than once.
_MACROS = (
    # A list, or null as its only part: what OPTIONAL is in SPARQL.
    "one_or_null(parts) AS CASE WHEN len(parts) = 0 THEN [NULL]::VARCHAR[] ELSE parts END",
    f"joined(parts) AS nullif(array_to_string(list_sort(list_distinct(parts)), '{SEPARATOR}'), '')",
    # The names of concepts, without what stands before the last #, / or colon.
    "names(parts) AS joined(list_transform(parts, lambda part: regexp_replace(part, '^.*[#/:]', '')))",
)


def _value(value: object, *, is_iri: bool) -> list[str | None] | None:
    """Return a value of SQL as [kind, value, datatype, language], None for null."""
    if value is None:
        return None
    if isinstance(value, bool):
        return ["literal", str(value).lower(), PREFIXES["xsd"] + "boolean", None]
    if not is_iri:
        return ["literal", str(value), PREFIXES["xsd"] + "integer" if isinstance(value, int) else None, None]
    prefix, _, name = str(value).partition(":")
    return ["uri", PREFIXES[prefix] + name if prefix in PREFIXES else str(value), None, None]


def answer(request: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    """Run the query of a request.

    Args:
        request: `query` (text), `store` (path or None), `rows` (limit), `is_trusted` (one of ours: not checked); or
            `sql`, `tables` (folder), `values` (of its parameters), `rows`, `is_plain` (values of JSON, no terms); or
            `graphs` (IRIs) and `store`, for all that is in them. With `sql`, `as_of` is the date of the versions
            that are asked; with `query`, `held` are their IRIs.
        data: N-Quads, where there is no store.

    Raises:
        QueryError: The query is refused or broken.
        StoreError: The store cannot be opened.
    """
    if "sql" in request:
        said = {"rows": request["rows"], "values": request.get("values", {})}
        if request.get("is_plain"):
            variables, taken, cut = _fetched(request["sql"], request["tables"], **said)
            return {"variables": variables, "rows": taken, "cut": cut}
        return _from_tables(request["sql"], request["tables"], **said, as_of=request.get("as_of"))
    if "graphs" in request:
        return {"graphs": _dumped(request["store"], request["graphs"])}
    text = request["query"]
    if not request["is_trusted"]:
        from policyglot.store.guard import check_query  # noqa: PLC0415 - our own queries need not load rdflib

        check_query(text)
    store = _open(request["store"], data)
    try:
        if "held" in request:
            store = _copied(store, request["held"])
        found = store.query(text, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
        if isinstance(found, pyoxigraph.QueryBoolean):
            return {"truth": bool(found)}
        if isinstance(found, pyoxigraph.QueryTriples):
            triples, cut = _limited(iter(found), request["rows"])
            rows = [[_cell(t.subject), _cell(t.predicate), _cell(t.object)] for t in triples]
            return {"variables": ["subject", "predicate", "object"], "rows": rows, "cut": cut, "is_graph": True}
        variables = [variable.value for variable in found.variables]
        solutions, cut = _limited(iter(found), request["rows"])
        answers = [[_cell(term) for term in solution] for solution in solutions]
        if request["is_trusted"]:
            answers = [[_sorted_parts(cell) for cell in row] for row in answers]
        return {"variables": variables, "rows": answers, "cut": cut}
    except SyntaxError as error:
        from policyglot.store.guard import syntax_fault  # noqa: PLC0415 - only where something is wrong

        raise syntax_fault(error, text) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query failed: {error}", source="query") from error


def _dumped(store: str, graphs: list[str]) -> list[str]:
    """Return the statements of named graphs as N-Triples, "" for one that is not there."""
    opened = _open(store, b"")
    try:
        return [
            (opened.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=_named(g)) or b"").decode() for g in graphs
        ]
    except OSError as error:
        raise QueryError(f"the query failed: {error}", source="query") from error


def _named(iri: str) -> pyoxigraph.NamedNode:
    try:
        return pyoxigraph.NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"{iri!r} is no IRI", source="query") from error


def _reply(request: Mapping[str, Any], data: bytes) -> str:
    """Return the answer to a request, or what is wrong with it, as JSON on one line."""
    try:
        reply = answer(request, data)
    except (QueryError, StoreError) as error:
        fields = {name: getattr(error, name) for name in ("message", "source", "line", "column", "advice")}
        reply = {"error": type(error).__name__, "fields": fields}
    return json.dumps(reply)


def serve(most_megabytes: int) -> None:
    """Answer requests, a line for a line, until there are none or this process has grown too large."""
    for line in sys.stdin.buffer:
        request = json.loads(line)
        # Whoever asked ends a question that takes too long; where they died, the alarm does.
        signal.alarm(math.ceil(request["seconds"]) + 1)
        sys.stdout.write(_reply(request, b"") + "\n")
        sys.stdout.flush()
        signal.alarm(0)
        # Now that the answer is out: what parsing leaves in cycles would hold megabytes for many questions more.
        gc.collect()
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > most_megabytes * 1024:  # in kB
            return


def main() -> None:
    """Answer the request on standard input, or, told to serve, one after the other."""
    if sys.argv[1:2] == ["serve"]:
        serve(int(sys.argv[2]))
        return
    sys.stdout.write(_reply(json.loads(sys.stdin.buffer.readline()), sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
