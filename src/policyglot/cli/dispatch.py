"""Runs one command: imports its module, turns every known failure into one message."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from policyglot.cli import COMMANDS, INTERRUPTED, USAGE, overview
from policyglot.errors import PolicyglotError

# What Python tells programmers about an integer of more than 4,300 digits; people with a file cannot do that.
PYTHON_ADVICE = "; use sys.set_int_max_str_digits() to increase the limit"


class LazyGroup(click.Group):
    """A group whose commands are imported when they run: `policyglot.cli.<name>.command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order of the overview."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command, or return None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"policyglot.cli.{cmd_name}").command
        return found

    def get_help(self, ctx: click.Context) -> str:
        """Return the same text as `policyglot --help` without click."""
        return overview().rstrip("\n")


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version

        click.echo(f"policyglot {version('policyglot')}")
        ctx.exit()


policyglot = LazyGroup(
    name="policyglot",
    params=[
        click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version),
    ],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def run(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name.

    Returns:
        The command's exit code, or 2 with one message on standard error where it cannot run.

    Raises:
        KeyboardInterrupt: Ctrl-C.
        BrokenPipeError: Whoever read our output is gone.
    """
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character gets its code instead of a failure.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        # Not Group.main: it ends the process with 1 where the reader of our output is gone.
        with policyglot.make_context("policyglot", list(arguments)) as context:
            code = policyglot.invoke(context)
    except click.exceptions.Exit as wanted:
        return wanted.exit_code
    except click.ClickException as error:
        error.show()
        return USAGE
    except click.Abort:
        return INTERRUPTED
    except (PolicyglotError, OSError, RecursionError, MemoryError) as error:
        if isinstance(error, OSError) and error.errno == errno.EPIPE:
            raise BrokenPipeError from error
        click.echo(f"policyglot: {_message(error)}", err=True)
        return USAGE
    return code if isinstance(code, int) else 0


def _message(error: PolicyglotError | OSError | RecursionError | MemoryError) -> str:
    """One line for people; what is no PolicyglotError is the machine's trouble (disk full, no memory)."""
    if isinstance(error, RecursionError):
        return "the input is nested too deeply"
    if isinstance(error, MemoryError):
        return "not enough memory for this input"
    if isinstance(error, OSError):
        reason = error.strerror or str(error)
        return f"{error.filename}: {reason}" if error.filename else reason
    return " ".join(str(error).replace(PYTHON_ADVICE, "").split())
