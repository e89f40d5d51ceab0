"""`policyglot train`: weights from annotated policies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from policyglot.cli import console


@click.command(
    short_help="Train the clause classifier on annotated policies of your own.",
    epilog="\b\nExample:\n  policyglot train --gold clauses.jsonl --out model.json.gz",
)
@click.option(
    "--gold",
    type=click.Path(path_type=Path),
    multiple=True,
    required=True,
    metavar="FILE",
    help="Annotated clauses or policies, JSON Lines; may be given several times.",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="MODEL", help="File to write.")
@click.option("--attribution", default="", metavar="TEXT", help="Credit for the texts, kept in the model's card.")
def command(*, gold: Sequence[Path], out: Path, attribution: str) -> int:
    """Train the clause classifier on annotated policies of your own.

    Needs the extra `train` (scikit-learn). The files are JSON Lines in one of three formats:
    clauses with `labels`, OPP-115 policies with `segments`, GDPR-T200 policies with `passages`.
    What is printed is cross-validated: no policy is judged by weights that saw it. The same
    files give the same bytes.
    """
    from policyglot.output import write_file
    from policyglot.train import train

    console.say(f"learning from {', '.join(map(str, gold))}")
    trained = train(list(gold), attribution=attribution)
    write_file(out, trained.model)
    console.write("label\tprecision\trecall\tF1\texamples\n")
    for label, score in trained.scores.items():
        console.write(f"{label}\t{score.precision:.2f}\t{score.recall:.2f}\t{score.f1:.2f}\t{score.count}\n")
    console.say(
        f"{out}: {trained.clauses:,} clauses of {trained.policies:,} policies, micro F1 {trained.micro_f1:.3f} "
        "on policies left out"
    )
    return 0
