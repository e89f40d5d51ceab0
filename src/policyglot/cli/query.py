"""`policyglot query`: SPARQL over files, a store or an endpoint."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from policyglot.cli import console
from policyglot.cli.sources import PUBLISHED, Source, sources
from policyglot.errors import InputError, QueryError

if TYPE_CHECKING:
    from policyglot.model import Policy
    from policyglot.store.catalogue import NamedQuery
    from policyglot.store.results import Result


@click.command(
    short_help="Ask policies with a named or your own SPARQL query.",
    epilog="\b\nExample:\n  policyglot query output/shop/policy.jsonld evidence --param concept=pd:EmailAddress",
)
@click.argument("arguments", nargs=-1, metavar="[FILE...] [NAME]")
@click.option("--list", "wants_list", is_flag=True, help="List the named queries with what they can be given.")
@click.option(
    "--file",
    "query_file",
    type=click.Path(path_type=Path),
    metavar="QUERY.rq",
    help="Ask the SPARQL in this file; - is standard input.",
)
@click.option("--sparql", metavar="TEXT", help="Ask this SPARQL; our prefixes need not be declared.")
@click.option("--store", type=click.Path(path_type=Path), metavar="DIR", help="Ask a store instead of files.")
@click.option("--endpoint", metavar="URL", help="Ask a SPARQL 1.1 endpoint instead of files.")
@click.option("--param", "given", multiple=True, metavar="NAME=VALUE", help="Narrow a named query. May be repeated.")
@click.option("--as-of", metavar="DATE", help="Ask the versions that held at this date; policies of a store have them.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "csv", "tsv", "json", "xml", "parquet", "turtle", "ntriples"]),
    default="table",
    show_default=True,
    help="How the answer is written; turtle and ntriples for CONSTRUCT and DESCRIBE, parquet with the extra corpus.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="Stop the query after this time.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=10_000,
    show_default=True,
    metavar="N",
    help="Return at most so many rows.",
)
def command(
    *,
    arguments: Sequence[str],
    wants_list: bool,
    query_file: Path | None,
    sparql: str | None,
    store: Path | None,
    endpoint: str | None,
    given: Sequence[str],
    as_of: str | None,
    style: str,
    timeout: float,
    limit: int,
) -> int:
    """Ask policies with a named or your own SPARQL query.

    FILE is JSON-LD, Turtle, N-Quads, P3P, prose, or a folder of published files. NAME is a
    named query (see --list) where neither --file nor --sparql is given.
    """
    if wants_list:
        _show_catalogue()
        return 0
    if query_file is not None and sparql is not None:
        raise click.UsageError("--file and --sparql cannot be given together.")
    query: str | NamedQuery
    if query_file is not None or sparql is not None:
        query, files = sparql if sparql is not None else _read_query(query_file or Path("-")), arguments
        if given:
            raise click.UsageError("--param narrows a named query, and none is asked.")
    else:
        query, files = _named(arguments)
    if sum((bool(files), store is not None, endpoint is not None)) != 1:
        raise click.UsageError("Give either FILE..., --store or --endpoint: there must be one thing to ask.")
    parameters = _parameters(given)
    ask = _asker(files, store=store, endpoint=endpoint, as_of=as_of)
    result = ask(query, parameters=parameters, seconds=timeout, rows=limit)
    _write(result, style)
    if result.is_truncated:
        console.say(f"policyglot: there are more than {limit:,} rows; --limit raises the bound")
    return 0


class _Ask(Protocol):
    """Asks one thing a query, for so many seconds and rows at most."""

    def __call__(
        self, query: str | NamedQuery, *, parameters: Mapping[str, str], seconds: float, rows: int
    ) -> Result: ...


def _asker(files: Sequence[str], *, store: Path | None, endpoint: str | None, as_of: str | None) -> _Ask:
    """What asks the endpoint, the store, or else the files."""
    if as_of is not None and store is None:
        raise click.UsageError("--as-of needs --store: only a store knows the versions of a policy.")
    if endpoint is not None:
        from policyglot.store.remote import ask_endpoint

        return partial(ask_endpoint, url=endpoint)
    if store is not None:
        from policyglot.store.folder import graph_folder
        from policyglot.store.query import ask

        graph = graph_folder(store)
        if as_of is not None:
            _say_undated(graph)
        return partial(ask, store=graph, tables=store / "tables", as_of=as_of)
    from policyglot.store.query import ask_policies

    return partial(ask_policies, policies=_policies(files))


def _say_undated(graph: Path) -> None:
    from policyglot.store.as_of import undated

    if count := undated(str(graph)):
        console.say(f"policyglot: {count:,} polic{'y' if count == 1 else 'ies'} without a date left out")


def _named(arguments: Sequence[str]) -> tuple[NamedQuery, Sequence[str]]:
    """The query that the last argument names, and the files before it."""
    from policyglot.store.catalogue import query_named

    if not arguments:
        raise click.UsageError("Missing argument 'FILE...' and a query.")
    *files, name = arguments
    if Path(name).exists():
        raise QueryError("a query is missing after the files", advice="`policyglot query --list` shows the named ones")
    return query_named(name), files


def _read_query(path: Path) -> str:
    name = "standard input" if str(path) == "-" else str(path)
    source = Source(name=name, path=None if name == "standard input" else path, label="query")
    try:
        return source.read(max_bytes=1_000_000).decode()
    except UnicodeDecodeError as error:
        raise InputError("the query is not UTF-8", source=name) from error


def _parameters(given: Sequence[str]) -> Mapping[str, str]:
    values: dict[str, str] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals:
            raise click.UsageError(f"--param needs NAME=VALUE, not {one!r}.")
        values[name] = value
    return values


def _policies(files: Sequence[str]) -> list[Policy]:
    """The policies of the files, each once: its JSON-LD and its Turtle are one graph."""
    from policyglot.load import load_policy

    found: dict[str, Policy] = {}
    for source in _sources(files):
        policy = load_policy(source.read(max_bytes=50_000_000), source.name)
        found.setdefault(policy.iri, policy)
    return list(found.values())


def _sources(files: Sequence[str]) -> list[Source]:
    """The files to read: of a folder its JSON-LD where it has any, since the rest says the same."""
    found: list[Source] = []
    for argument in files:
        folder = Path(argument)
        has_jsonld = argument != "-" and folder.is_dir() and any(folder.rglob("*.jsonld"))
        suffixes = (".jsonld",) if has_jsonld else tuple(s for s in PUBLISHED if s != ".json")
        found += sources([argument], suffixes=suffixes)
    return found


def _show_catalogue() -> None:
    from policyglot.store.catalogue import named_queries

    console.write_table(
        ("query", "answers", "parameters"),
        (
            (name, query.title, " ".join(f"{p.name}{'' if p.is_required else '?'}" for p in query.parameters))
            for name, query in named_queries().items()
        ),
    )


def _write_filled(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table for people, without the columns that are empty in every row."""
    filled = [n for n in range(len(columns)) if not rows or any(row[n] for row in rows)]
    console.write_table([columns[n] for n in filled], [[row[n] for n in filled] for row in rows])


def _write(result: Result, style: str) -> None:
    if style == "table" and result.truth is not None:
        console.write("yes\n" if result.truth else "no\n")
    elif style == "table":
        rows = [[cell.shown if cell is not None else "" for cell in row] for row in result.rows]
        if console.is_terminal(sys.stdout):
            _write_filled(result.variables, rows)
        else:
            console.write_table(result.variables, rows)
        if console.is_terminal(sys.stdout):
            console.say(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")
    elif style == "parquet":
        if console.is_terminal(sys.stdout):
            raise click.UsageError("Parquet is binary: send it to a file, as in `> answer.parquet`.")
        from policyglot.store.tables import to_parquet

        console.write_bytes(to_parquet(result))
    else:
        from policyglot.store.results import serialise

        console.write_bytes(serialise(result, style))
