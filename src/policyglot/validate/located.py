"""Problems of P3P files, with the place of the element they are about."""

from __future__ import annotations

from lxml import etree

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.rule import Problem


def at(
    file: PublishedFile,
    element: etree._Element,
    message: str,
    *,
    hint: str | None = None,
    severity: Severity | None = None,
    tolerant: Severity | None = None,
) -> Problem:
    """Return a problem at an element of a file.

    Args:
        file: The file.
        element: The element at fault.
        message: One sentence, without a full stop.
        hint: What to write instead.
        severity: Where it is not the rule's, in the strict profile.
        tolerant: The same in the tolerant profile.
    """
    place = file.place(element)
    return Problem(
        message=message,
        hint=hint,
        line=place.line,
        column=place.column,
        pointer=place.pointer,
        severity=severity,
        tolerant=tolerant,
    )
