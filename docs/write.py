"""Writes the pages that are made from the program itself: the commands and the rules.

Run `python docs/write.py` after a change of either; a test fails until it was run.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from policyglot.cli import COMMANDS, overview
from policyglot.cli.dispatch import policyglot
from policyglot.validate.catalogue import FAMILIES, catalogue


def pages() -> Mapping[str, str]:
    """Return the generated pages: file name below `docs/` to Markdown."""
    return {"cli.md": _cli(), "rules.md": _rules()}


def _cli() -> str:
    parts = [
        "# Command line\n\nWritten by `docs/write.py` from the commands themselves.\n",
        f"```text\n{overview()}```\n",
    ]
    size = {"terminal_width": 100, "max_content_width": 100}
    parent = policyglot.make_context("policyglot", list(COMMANDS), resilient_parsing=True, **size)
    for name in COMMANDS:
        command = policyglot.get_command(parent, name)
        if command is None:
            continue
        with command.make_context(name, [], parent=parent, resilient_parsing=True, **size) as context:
            parts.append(f"## policyglot {name}\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def _rules() -> str:
    parts = [
        "# Rules\n\nWritten by `docs/write.py` from the rules themselves. Besides these, findings come from the "
        "XML schema (`xsd/…`), the JSON schema (`json-schema/…`), the shapes (`shacl/…`) and from reading "
        "(`syntax/…`); `validate/more-findings` says that only the first are shown, `generate/not-written` why a "
        "file is missing and `answers/unknown-key` that an answer has no question.\n"
    ]
    family = ""
    for entry in catalogue().values():
        if entry.family != family:
            family = entry.family
            title, about = FAMILIES[family]
            parts.append(f"## {title}\n\n{about}\n")
        rule = entry.rule
        tolerant = f", {rule.tolerant.value} in the tolerant profile" if rule.tolerant else ""
        parts.append(f"### {rule.id} {rule.name}\n\n*{rule.severity.value}{tolerant}.* {entry.summary}\n")
        parts.append("".join(f"- **{word}** {words}\n" for word, words in entry.parts))
    return "\n".join(parts)


def main() -> int:
    """Write the pages beside this script."""
    for name, text in pages().items():
        (Path(__file__).parent / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
