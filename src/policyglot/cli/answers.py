"""`policyglot answers`: the open questions of a policy as a file to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from policyglot.cli import console
from policyglot.cli.options import SITE
from policyglot.cli.sources import one_source


@click.command(
    short_help="Write the questions that a policy leaves open as a file to fill in.",
    epilog="\b\nExample:\n  policyglot answers privacy.html -o answers.toml",
)
@click.argument("file")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write here instead of to standard output."
)
@click.option("--site", type=SITE, metavar="URL", help="Base URL of the site, where it is known already.")
@click.option("--force", is_flag=True, help="Replace an output file that is there: it may hold answers.")
def command(*, file: str, output: Path | None, site: str | None, force: bool) -> int:
    """Write the questions that a policy leaves open as a file to fill in.

    FILE is prose or a published policy. The answers file is TOML with a comment at every
    question; give it to `policyglot generate --answers`.
    """
    from policyglot.answers import questions, write_questions
    from policyglot.errors import OutputError
    from policyglot.formats.p3p import assess
    from policyglot.load import load_policy
    from policyglot.output import write_file

    if output is not None and output.exists() and not force:
        raise OutputError("there is such a file already", source=str(output), advice="--force replaces it")
    source = one_source(file)
    policy = load_policy(source.read(max_bytes=5_000_000), source.name, site=site)
    asked = questions(policy, findings=assess(policy))
    text = write_questions(policy, asked)
    if output is None:
        console.write(text)
    else:
        write_file(output, text.encode())
        console.say(f"{len(asked)} open questions, {sum(q.is_required for q in asked)} of them needed: {output}")
    return 0
