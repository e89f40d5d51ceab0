"""How `policyglot validate` shows the check of a whole site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from policyglot.cli import console
from policyglot.findings import Severity

if TYPE_CHECKING:
    from policyglot.validate.site import Step


def show_steps(url: str, steps: Sequence[Step]) -> None:
    """Write the steps of the check of a site to standard output, each with what it came to."""
    if not steps:
        return
    console.write(f"{url}\n")
    for number, step in enumerate(steps, 1):
        if not step.done and not step.findings:
            continue
        counts = [(s, sum(f.severity is s for f in step.findings)) for s in Severity]
        said = ", ".join(f"{n} {s.value}{'s' if n > 1 else ''}" for s, n in counts if n)
        console.write(f"  {number}. {step.name}" + (f": {said}\n" if said else "\n"))
        for line in step.done:
            console.write(f"     {_printable(line)}\n")
    console.write("\n")


def _printable(text: str) -> str:
    """Text of a server without what would move the cursor."""
    return "".join(c if c.isprintable() else " " for c in text)
