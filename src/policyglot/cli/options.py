"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import click

from policyglot.findings import Finding, Severity, worst

FailOn = Literal["error", "warning", "note", "never"]
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
