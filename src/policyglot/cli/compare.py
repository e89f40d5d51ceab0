"""`policyglot compare`: policies side by side."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from policyglot.cli import console
from policyglot.cli.sources import one_source
from policyglot.model import Clause, Policy

if TYPE_CHECKING:
    from policyglot.compare import Row


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
    epilog="\b\nExample:\n  policyglot compare shop.html rival.html --about recipient --differences",
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
@click.option("--about", multiple=True, metavar="ASPECT", help="Only what is about this: data, purpose, right…")
@click.option("--differences", is_flag=True, help="Leave out what all policies say alike.")
def command(*, files: Sequence[str], style: str, about: Sequence[str], differences: bool) -> int:
    """Put policies side by side: stated, denied, silent.

    FILE is prose, JSON-LD, Turtle, N-Quads or P3P. The table has a narrow column for each policy, and as many of them
    beside one another as the terminal has room for. A file that is unusable is said and left out; the exit code is
    then 2.
    """
    if len(files) < 2:
        raise click.UsageError("compare needs at least two files.")
    from policyglot.compare import Aspect, compare

    aspects = {aspect.value for aspect in Aspect}
    for wanted in about:
        if wanted not in aspects:
            raise click.UsageError(f"nothing is about {wanted!r}: there are {', '.join(sorted(aspects))}.")
    read = {file: policy for file in dict.fromkeys(files) if (policy := _read_or_say(file)) is not None}
    if len(read) < 2:
        raise click.UsageError("compare needs at least two different policies.")
    policies = list(read.values())
    matrix = compare(policies, names=_names(policies, list(read)))
    rows = tuple(
        row
        for row in matrix.rows
        if (not differences or len(set(row.stances)) > 1) and (not about or row.fact.aspect.value in about)
    )
    if style == "table":
        from policyglot.cli.matrix import write_matrix

        write_matrix(matrix.names, rows)
    else:
        _write_cells(matrix.names, rows, style)
    unread = len(dict.fromkeys(files)) - len(read)
    console.say(
        f"{len(policies)} policies, {len(rows)} row{'' if len(rows) == 1 else 's'}"
        + (f", {unread} file{'' if unread == 1 else 's'} unusable" if unread else "")
    )
    return 2 if unread else 0


def _read_or_say(file: str) -> Policy | None:
    """Read a policy; of one that is unusable say why: the others can be compared without it."""
    from policyglot.errors import PolicyglotError

    try:
        return read_policy(file)
    except PolicyglotError as error:
        console.say(f"policyglot: {error}")
        return None


def _names(policies: Sequence[Policy], files: Sequence[str]) -> list[str]:
    """The controllers' names; the file where a policy names none, or the same as another."""
    names = [p.controller.name if p.controller and p.controller.name else "" for p in policies]
    return [
        " ".join(name.split()) if name and names.count(name) == 1 else file
        for name, file in zip(names, files, strict=True)
    ]


def _write_cells(names: Sequence[str], rows: Iterable[Row], style: str) -> None:
    """Write a row of cells for each fact, in whole words, for other programs and pages."""
    from policyglot.vocabulary import curie

    header = ("about", "processing", "concept", *names)
    cells = [
        (row.fact.aspect.value, curie(row.fact.processing), curie(row.fact.concept), *(s.value for s in row.stances))
        for row in rows
    ]
    if style == "csv":
        written = io.StringIO()
        csv.writer(written, lineterminator="\r\n").writerows([header, *cells])
        console.write_csv(written.getvalue())
        return
    for line in (header, ["---"] * len(header), *cells):
        console.write("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n")
