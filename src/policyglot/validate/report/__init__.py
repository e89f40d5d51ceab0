"""Findings as text for people, as JSON, and as SARIF 2.1.0.

Renderers know findings and the texts that they are in, nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from policyglot.findings import Finding
from policyglot.validate.report.as_json import render_json
from policyglot.validate.report.as_text import render_text, summary
from policyglot.validate.report.sarif import render_sarif

__all__ = ["ReportFormat", "render", "render_json", "render_sarif", "render_text", "summary"]

ReportFormat = Literal["text", "json", "sarif"]


def render(
    findings: Sequence[Finding],
    *,
    style: ReportFormat = "text",
    texts: Mapping[str, str] = MappingProxyType({}),
    colour: bool = False,
    width: int | None = None,
) -> str:
    """Return findings as one text that ends in a line feed.

    Args:
        findings: In any order; text and SARIF keep it within a file.
        style: "text", "json" or "sarif".
        texts: Source to its text, for the lines that the text style shows; a source that
            is not in it is reported without its line.
        colour: Whether the text style may use ANSI colours.
        width: Columns that the text style wraps at, or None for no wrapping.

    >>> print(render((), style="text"), end="")
    no findings
    """
    if style == "json":
        return render_json(findings)
    if style == "sarif":
        return render_sarif(findings)
    return render_text(findings, texts=texts, colour=colour, width=width)
