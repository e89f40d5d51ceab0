"""The command line: parse, call the API, render.

This module answers `policyglot --help` on its own and imports nothing for it: click alone
would triple the start of Python. A command's module is imported when the command runs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

COMMANDS: Mapping[str, str] = {
    "generate": "Compile prose policies into JSON-LD, Turtle and P3P.",
    "answers": "Write the questions that a policy leaves open as a file to fill in.",
    "review": "Write what is read from a policy as a file to accept, correct or reject it in.",
    "validate": "Check published files: JSON-LD, Turtle, N-Quads, P3P, compact policies.",
    "convert": "Turn a policy from one format into another.",
    "query": "Ask policies with a named or your own SPARQL query.",
    "compare": "Put policies side by side: stated, denied, silent.",
    "diff": "Say what changed in practice between two versions.",
    "ingest": "Read many policies into a store.",
    "export": "Write a store as sorted N-Quads and Parquet.",
    "endpoint": "Answer SPARQL over HTTP from a store, read-only.",
    "serve": "Serve the workbench: pages to generate, check, explore and ask.",
    "train": "Train the clause classifier on annotated policies of your own.",
    "vocab": "Show the vocabulary: schemes, concepts, DPV and P3P matches.",
}
"""Every command, its module being `policyglot.cli.<name>`, with the first line of its help."""

USAGE, INTERRUPTED, BROKEN_PIPE = 2, 130, 141


def overview() -> str:
    """Return the help of `policyglot` itself."""
    width = max(map(len, COMMANDS))
    commands = "\n".join(f"  {name:{width}}  {what}" for name, what in COMMANDS.items())
    return f"""\
Usage: policyglot [OPTIONS] COMMAND [ARGS]...

  A compiler for privacy policies: prose in; JSON-LD on W3C's Data Privacy
  Vocabulary, P3P and SPARQL out.

Options:
  --version  Show the version and exit.
  --help     Show this message and exit.

Commands:
{commands}

Exit codes: 0 nothing found at or above --fail-on, 1 something found,
2 unusable input or usage.

Example:
  policyglot generate privacy.html --site https://www.example.com/
"""


def _drop_output() -> None:
    """Python flushes once more at exit; where nothing can be written that would be a traceback."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: The arguments without the program's name, or None for those of this process.

    Returns:
        The exit code: 0, 1 or 2; 130 after Ctrl-C, 141 where the reader of our output is gone.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        if arguments in (["--help"], ["-h"], ["help"]):
            sys.stdout.write(overview())
            code = 0
        elif not arguments:
            sys.stderr.write(overview())
            code = USAGE
        else:
            from policyglot.cli.dispatch import run

            code = run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return BROKEN_PIPE
    except OSError as error:
        _drop_output()
        sys.stderr.write(f"policyglot: standard output: {error.strerror or error}\n")
        return USAGE
    return code
