"""`policyglot generate`: prose in, published files out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policyglot.cli import console
from policyglot.cli.options import ALLOW_PRIVATE, ENGINE, FAIL_ON, MODEL, SITE, FailOn, exit_code, max_bytes_option
from policyglot.cli.review import corrections_at
from policyglot.cli.sources import PROSE, Source, sources
from policyglot.errors import PolicyglotError
from policyglot.findings import Finding

if TYPE_CHECKING:
    from policyglot.answers import Answers
    from policyglot.corrections import Corrections
    from policyglot.generation import Generated, P3PProfile


@click.command(
    short_help="Compile prose policies into JSON-LD, Turtle and P3P.",
    epilog="\b\nExample:\n  policyglot generate privacy.html --site https://www.example.com/ -o output",
)
@click.argument("source", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    metavar="DIR",
    help="Folder that gets one folder a policy.",
)
@click.option("--site", type=SITE, metavar="URL", help="Base URL of the site that the policy holds for.")
@click.option(
    "--answers", type=click.Path(path_type=Path), metavar="FILE", help="Filled answers file (see `policyglot answers`)."
)
@click.option(
    "--corrections",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Reviewed corrections file (see `policyglot review`).",
)
@click.option(
    "--p3p-profile",
    type=click.Choice(["1.0", "1.1"]),
    default="1.0",
    show_default=True,
    help="Version of P3P to write.",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    metavar="X",
    help="Leave out practices that are less certain, 0 to 1.",
)
@ENGINE
@MODEL
@max_bytes_option("Refuse larger inputs.")
@ALLOW_PRIVATE
@click.option(
    "--fail-on", type=FAIL_ON, default="error", show_default=True, help="Exit with 1 where a finding is at least this."
)
def command(
    *,
    source: Sequence[str],
    output: Path,
    site: str | None,
    answers: Path | None,
    corrections: Path | None,
    p3p_profile: P3PProfile,
    min_confidence: float,
    engine: str,
    model: Path | None,
    max_bytes: int,
    allow_private: bool,
    fail_on: FailOn,
) -> int:
    """Compile prose policies into JSON-LD, Turtle and P3P.

    SOURCE is a file (.html, .txt, .md), a folder of such files, a URL, or - for standard input.
    For each one DIR/NAME/ gets policy.jsonld, policy.ttl, w3c/policy.xml, w3c/p3p.xml,
    headers.txt, findings.json and report.html, which shows all of it. What was found, and
    what stays open, is printed.
    """
    from policyglot.output import unique_slugs

    inputs = list(sources(source, suffixes=PROSE, allow_private=allow_private, skips_generated=True))
    if answers is not None and len(inputs) > 1:
        raise click.UsageError("--answers answers the questions of one policy, and several are given.")
    if corrections is not None and len(inputs) > 1:
        raise click.UsageError("--corrections is about one policy, and several are given.")
    make = partial(
        _generate,
        max_bytes=max_bytes,
        site=site,
        answers=_answers(answers),
        corrections=_corrections(corrections),
        p3p_profile=p3p_profile,
        min_confidence=min_confidence,
        engine=engine,
        model=model,
    )
    folders = [output / name for name in unique_slugs(each.label for each in inputs)]
    return _generate_all(list(zip(inputs, folders, strict=True)), make=make, fail_on=fail_on)


def _generate_all(work: Sequence[tuple[Source, Path]], *, make: Callable[[Source], Generated], fail_on: FailOn) -> int:
    """Generate from every source into its folder; one bad source among many does not lose the others."""
    findings: list[Finding] = []
    refused = 0
    for number, (source, folder) in enumerate(work, 1):
        if len(work) > 1 and console.is_terminal(sys.stderr):
            console.say(f"[{number}/{len(work)}] {source.name}")
        try:
            made = make(source)
            _write(made, folder)
        except PolicyglotError as error:
            console.say(f"policyglot: {error}")
            refused += 1
            continue
        _show(made, folder, source=source.name)
        findings += made.findings
    return 2 if refused else exit_code(findings, fail_on)


def _answers(path: Path | None) -> Answers | None:
    if path is None:
        return None
    from policyglot.answers import read_answers

    content = Source(name=str(path), path=path, label=path.stem).read(max_bytes=1_000_000)
    return read_answers(content, str(path))


def _corrections(path: Path | None) -> Corrections | None:
    return None if path is None else corrections_at(path)


def _generate(
    source: Source,
    *,
    max_bytes: int,
    site: str | None,
    answers: Answers | None,
    corrections: Corrections | None,
    p3p_profile: P3PProfile,
    min_confidence: float,
    engine: str,
    model: Path | None,
) -> Generated:
    # Read before the rest is imported: a missing file is said at once.
    document = source.document(max_bytes=max_bytes)
    from policyglot.generation import generate

    return generate(
        document,
        site=site,
        answers=answers,
        corrections=corrections,
        p3p_profile=p3p_profile,
        min_confidence=min_confidence,
        engine=engine,
        model=model,
    )


def _write(made: Generated, folder: Path) -> None:
    from policyglot.generation import FILES
    from policyglot.output import write_folder

    write_folder(folder, made.files, known=FILES)


def _show(made: Generated, folder: Path, *, source: str) -> None:
    from policyglot.cli.summary import summary_of

    console.write(f"{source} -> {folder}\n")
    console.write_pairs(summary_of(made, source=source))
    console.write("\n")
