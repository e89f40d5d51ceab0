"""`policyglot compare`: policies side by side."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import click

from policyglot.cli import console
from policyglot.cli.sources import one_source
from policyglot.model import Clause, Policy


def read_version(argument: str) -> tuple[Policy, tuple[Clause, ...]]:
    """Read the policy that an argument names, of prose with its clauses."""
    from policyglot.extract import extract
    from policyglot.formats import sniff
    from policyglot.load import load_policy
    from policyglot.read import read_document, segment

    source = one_source(argument)
    content = source.read(max_bytes=50_000_000)
    if sniff(content, source.name) is not None:
        return load_policy(content, source.name), ()
    document = read_document(content=content, name=source.name)
    return extract(document), segment(document)


def read_policy(argument: str) -> Policy:
    """Read the policy, prose or published, that an argument names."""
    from policyglot.load import load_policy

    source = one_source(argument)
    return load_policy(source.read(max_bytes=50_000_000), source.name)


@click.command(
    short_help="Put policies side by side: stated, denied, silent.",
    epilog="\b\nExample:\n  policyglot compare shop.html rival.html --format markdown",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE FILE...")
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "csv", "markdown"]),
    default="table",
    show_default=True,
    help="How the matrix is written.",
)
@click.option("--differences", is_flag=True, help="Leave out what all policies say alike.")
def command(*, files: Sequence[str], style: str, differences: bool) -> int:
    """Put policies side by side: stated, denied, silent.

    FILE is prose, JSON-LD, Turtle, N-Quads or P3P.
    """
    if len(files) < 2:
        raise click.UsageError("compare needs at least two files.")
    from policyglot.compare import compare

    policies = [read_policy(file) for file in files]
    matrix = compare(policies, names=_names(policies, files))
    from policyglot.vocabulary import curie

    header = ("about", "processing", "concept", *matrix.names)
    rows = [
        (row.fact.aspect.value, curie(row.fact.processing), curie(row.fact.concept), *(s.value for s in row.stances))
        for row in matrix.rows
        if not differences or len(set(row.stances)) > 1
    ]
    _write(header, rows, style)
    return 0


def _names(policies: Sequence[Policy], files: Sequence[str]) -> list[str]:
    """The controllers' names where each policy has its own, else the files."""
    names = [p.controller.name if p.controller and p.controller.name else "" for p in policies]
    return names if all(names) and len(set(names)) == len(names) else list(files)


def _write(header: Sequence[str], rows: Iterable[Sequence[str]], style: str) -> None:
    if style == "table":
        console.write_table(header, rows)
    elif style == "csv":
        written = io.StringIO()
        csv.writer(written, lineterminator="\r\n").writerows([header, *rows])
        console.write_csv(written.getvalue())
    else:
        for row in (header, ["---"] * len(header), *rows):
            console.write("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n")
