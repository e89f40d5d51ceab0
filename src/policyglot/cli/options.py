"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

from policyglot.findings import Finding, Severity, worst

FailOn = Literal["error", "warning", "note", "never"]
_Command = TypeVar("_Command", bound=Callable[..., Any])
FAIL_ON = click.Choice(["error", "warning", "note", "never"])


def exit_code(findings: Sequence[Finding], fail_on: FailOn) -> int:
    """Return 1 where a finding is at or above `fail_on`, else 0."""
    found = worst(tuple(findings))
    if fail_on == "never" or found is None:
        return 0
    return 1 if found.rank >= Severity(fail_on).rank else 0


class _Site(click.ParamType[str]):
    """Base URL of a site."""

    name = "url"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the URL, or fail where it is none."""
        from policyglot.addresses import is_site

        if not is_site(value):
            self.fail(f"{value!r} is not the base URL of a site, such as https://www.example.com/", param, ctx)
        return value


SITE = _Site()

ALLOW_PRIVATE = click.option(
    "--allow-private", is_flag=True, help="Fetch from hosts that are not on the public internet too: your own."
)

ENGINE = click.option(
    "--engine",
    type=click.Choice(["classifier", "rules"]),
    default="classifier",
    show_default=True,
    help="Decide with trained weights, or by rules alone.",
)
MODEL = click.option(
    "--model",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Weights that `policyglot train` wrote, instead of those that ship.",
)


def workers_option(description: str) -> Callable[[_Command], _Command]:
    """Return the option `--workers`, with what the processes do."""
    return click.option(
        "--workers",
        type=click.IntRange(min=1),
        default=lambda: os.cpu_count() or 1,
        show_default="one a processor",
        metavar="N",
        help=description,
    )


def max_bytes_option(description: str, *, most: int = 5_000_000) -> Callable[[_Command], _Command]:
    """Return the option `--max-bytes`, with what is refused beyond how many bytes."""
    return click.option(
        "--max-bytes",
        type=click.IntRange(min=1),
        default=most,
        show_default=True,
        metavar="N",
        help=description,
    )
