"""`policyglot endpoint`: a store as a SPARQL endpoint."""

from __future__ import annotations

from pathlib import Path

import click

from policyglot.cli import console


@click.command(
    short_help="Answer SPARQL over HTTP from a store, read-only.",
    epilog="\b\nExample:\n  policyglot endpoint --store policies --port 7878",
)
@click.option("--store", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder of the store.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=7878, show_default=True, help="Port; 0 for any that is free."
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="Stop each query after this time.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=100_000,
    show_default=True,
    metavar="N",
    help="Return at most so many rows.",
)
def command(*, store: Path, host: str, port: int, timeout: float, limit: int) -> int:
    """Answer SPARQL over HTTP from a store, read-only.

    SPARQL 1.1 Protocol, until interrupted. Nothing can be changed through it: updates, SERVICE and LOAD are refused.
    """
    from policyglot.store.endpoint import endpoint

    with endpoint(store, host=host, port=port, seconds=timeout, rows=limit) as server:
        console.say(f"{server.url} answers from {store}; Ctrl-C ends it")
        server.serve_forever()
    return 0
