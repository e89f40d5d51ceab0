"""`policyglot convert`: one format into another."""

from __future__ import annotations

from pathlib import Path

import click

from policyglot.cli import console
from policyglot.cli.options import SITE
from policyglot.cli.sources import one_source


class _FormatName(click.ParamType[str]):
    """Name of a format that can be written; the formats are imported when a name has come."""

    name = "format"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or fail with the names that there are."""
        from policyglot.formats import FORMATS

        known = [name for name, one in FORMATS.items() if one.write is not None]
        if value not in known:
            self.fail(f"{value!r} is none of {', '.join(known)}", param, ctx)
        return value


@click.command(
    short_help="Turn a policy from one format into another.",
    epilog="\b\nExample:\n  policyglot convert policy.jsonld --to p3p -o w3c/policy.xml",
)
@click.argument("file")
@click.option(
    "--to",
    "target",
    type=_FormatName(),
    required=True,
    metavar="FORMAT",
    help="jsonld, turtle, nquads, p3p, p3p11, p3p-reference or compact.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write here instead of to standard output."
)
@click.option("--site", type=SITE, metavar="URL", help="Base URL of the site, where FILE is prose.")
@click.option(
    "--max-bytes",
    type=click.IntRange(min=1),
    default=5_000_000,
    show_default=True,
    metavar="N",
    help="Refuse larger inputs.",
)
def command(*, file: str, target: str, output: Path | None, site: str | None, max_bytes: int) -> int:
    """Turn a policy from one format into another.

    FILE is JSON-LD, Turtle, N-Quads, P3P, a compact policy or prose; - is standard input.
    What P3P cannot say, or has to assume, is listed on standard error.
    """
    source = one_source(file)
    content = source.read(max_bytes=max_bytes)
    from policyglot.formats import format_named
    from policyglot.load import load_policy
    from policyglot.output import write_file

    policy = load_policy(content, source.name, site=site)
    write = format_named(target).write
    written = write(policy) if write is not None else b""
    if target.startswith(("p3p", "compact")):
        from policyglot.formats.p3p import assess

        for finding in assess(policy):
            console.say(f"{finding.severity.value} {finding.rule}: {finding.message}")
    if output is None:
        console.write_bytes(written if written.endswith(b"\n") else written + b"\n")
    else:
        write_file(output, written)
        console.say(f"{source.name} -> {output}")
    return 0
