"""`policyglot convert`: one format into another."""

from __future__ import annotations

from pathlib import Path

import click

from policyglot.cli import console
from policyglot.cli.options import SITE, max_bytes_option
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
    epilog="\b\nExamples:\n  policyglot convert policy.jsonld --to p3p -o w3c/policy.xml"
    "\n  policyglot convert --repair old/policy.xml -o w3c/policy.xml"
    "\n  policyglot convert --repair old/p3p.xml --policy-file w3c/policy.xml",
)
@click.argument("file")
@click.option(
    "--to",
    "target",
    type=_FormatName(),
    metavar="FORMAT",
    help="jsonld, turtle, nquads, p3p, p3p11, p3p-reference or compact.",
)
@click.option(
    "--repair",
    is_flag=True,
    help="Put right what is wrong with a P3P file or header and needs no knowledge of the site: "
    "namespace, order, root, suffixes, commas. Nothing is converted.",
)
@click.option(
    "--policy-file",
    metavar="FILE",
    help="For --repair of a reference file: the policy file whose only policy its about= mean.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write here instead of to standard output."
)
@click.option("--site", type=SITE, metavar="URL", help="Base URL of the site, where FILE is prose.")
@max_bytes_option("Refuse larger inputs.")
def command(
    *,
    file: str,
    target: str | None,
    repair: bool,
    policy_file: str | None,
    output: Path | None,
    site: str | None,
    max_bytes: int,
) -> int:
    """Turn a policy from one format into another.

    FILE is JSON-LD, Turtle, N-Quads, P3P, a compact policy or prose; - is standard input.
    What P3P cannot say, or has to assume, is listed on standard error, and so are elements of
    a published P3P file that no other format has (PG420), and what --repair changed.
    """
    if repair is (target is not None):
        raise click.UsageError("Missing option '--to' or '--repair'; only one of them can be given.")
    source = one_source(file)
    content = source.read(max_bytes=max_bytes)
    if target is not None:
        written = _converted(content, source.name, target=target, site=site)
    else:
        held = one_source(policy_file).read(max_bytes=max_bytes) if policy_file else None
        written = _repaired(content, source.name, policy_file=held)
    if output is None:
        console.write_bytes(written if written.endswith(b"\n") else written + b"\n")
        return 0
    from policyglot.output import write_file

    write_file(output, written)
    console.say(f"{source.name} -> {output}")
    return 0


def _converted(content: bytes, name: str, *, target: str, site: str | None) -> bytes:
    from policyglot.formats import format_named
    from policyglot.load import load_policy

    policy = load_policy(content, name, site=site)
    _say_losses(content, name)
    write = format_named(target).write
    written = write(policy) if write is not None else b""
    if target.startswith(("p3p", "compact")):
        from policyglot.formats.p3p import assess

        for finding in assess(policy):
            console.say(f"{finding.severity.value} {finding.rule}: {finding.message}")
    return written


def _say_losses(content: bytes, name: str) -> None:
    """Say on standard error what of a published P3P file is not converted."""
    from policyglot.formats import sniff

    found = sniff(content, name)
    if found is None or not found.name.startswith("p3p"):
        return
    from policyglot.formats.p3p import read_policies
    from policyglot.validate.p3p import check_conversion

    for policy in read_policies(content, name)[1:]:
        console.say(f"note: {name}: the policy {policy.title} is not converted: one policy is, the first")
    for finding in check_conversion(content, name):
        console.say(f"{finding.severity.value} {finding.rule}: line {finding.location.line}: {finding.message}")


def _repaired(content: bytes, name: str, *, policy_file: bytes | None) -> bytes:
    """What to publish instead of a P3P file or header; what was changed goes to standard error."""
    from policyglot.formats.p3p.repair import repair

    repaired = repair(content, name, policy_file=policy_file)
    for change in repaired.changes or ("nothing to repair",):
        console.say(f"{name}: {change}")
    return repaired.content
