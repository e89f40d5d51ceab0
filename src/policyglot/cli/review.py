"""`policyglot review`: all that is read from a policy as a corrections file to decide in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from policyglot.cli import console
from policyglot.cli.options import ALLOW_PRIVATE, ENGINE, MODEL, SITE, max_bytes_option
from policyglot.cli.sources import Source, one_source

if TYPE_CHECKING:
    from policyglot.corrections import Corrections

# A table for each of 700 practices, the most that is known of one policy, takes a tenth of this.
_MAX_BYTES = 10_000_000


@click.command(
    short_help="Write what is read from a policy as a file to accept, correct or reject it in.",
    epilog="\b\nExample:\n  policyglot review privacy.html -o corrections.toml",
)
@click.argument("source")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write here instead of to standard output."
)
@click.option(
    "--corrections",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Keep the decisions of this file, and add what is new. Without -o the result goes to standard output.",
)
@click.option("--site", type=SITE, metavar="URL", help="Base URL of the site, as for `generate`.")
@ENGINE
@MODEL
@max_bytes_option("Refuse larger inputs.")
@ALLOW_PRIVATE
@click.option("--force", is_flag=True, help="Replace an output file that is there: it may hold decisions.")
def command(
    *,
    source: str,
    output: Path | None,
    corrections: Path | None,
    site: str | None,
    engine: str,
    model: Path | None,
    max_bytes: int,
    allow_private: bool,
    force: bool,
) -> int:
    """Write what is read from a policy as a file to accept, correct or reject it in.

    SOURCE is a file (.html, .txt, .md), a URL, or - for standard input. The corrections file is
    TOML, one table for each practice with the words that state it; decide in it, and give it to
    `policyglot generate --corrections`. Use the same --engine and --model there.
    """
    from policyglot.errors import OutputError

    # The file whose decisions are kept may be replaced by the one that keeps them.
    if output is not None and output.exists() and output != corrections and not force:
        raise OutputError("there is such a file already", source=str(output), advice="--force replaces it")
    known = corrections_at(corrections) if corrections else None
    document = one_source(source, allow_private=allow_private).document(max_bytes=max_bytes)
    from policyglot.corrections import Verdict, carried, undecided, write_corrections
    from policyglot.extract import extract
    from policyglot.output import write_file

    policy = extract(document, site=site, engine=engine, model=model)
    listed = carried(known, policy, document=document) if known else undecided(policy, document)
    text = write_corrections(listed)
    if output is None:
        console.write(text)
        return 0
    write_file(output, text.encode())
    still_open = sum(decision.verdict is Verdict.UNDECIDED for decision in listed.decisions)
    console.say(
        f"{len(listed.practices)} practices and {len(listed.provisions)} provisions, {still_open} undecided: {output}"
    )
    return 0


def corrections_at(path: Path) -> Corrections:
    """Return the corrections file at a path.

    Raises:
        InputError: It cannot be read, or is none.
    """
    # Read before the reader is imported: a missing file is said at once.
    content = Source(name=str(path), path=path, label=path.stem).read(max_bytes=_MAX_BYTES)
    from policyglot.corrections import read_corrections

    return read_corrections(content, str(path))
