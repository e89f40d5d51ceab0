"""At the well-known place is a reference file.

What: A file that is published as p3p.xml has the root META.
Why: /w3c/p3p.xml is where agents look for the reference file; a policy there is not found by
    anybody.
Fix: Publish the policy under another name, and at /w3c/p3p.xml a META whose POLICY-REF names it.
Source: P3P 1.0, section 2.2.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule

# p3p.xml as the whole name of a file: in a path, a URL, or a path flattened with double underscores.
WELL_KNOWN = re.compile(r"(?:^|[/\\]|__)p3p\.xml(?:[?#]|$)", re.IGNORECASE)


def _check(file: PublishedFile) -> Iterator[Problem]:
    if WELL_KNOWN.search(file.source) and file.kind in ("POLICIES", "POLICY", "DATASCHEMA"):
        message = f"published as the reference file, but the root is {file.kind}"
        hint = "publish it under another name, and a META that refers to it here"
        yield at(file, file.root, message, hint=hint)


RULE: Rule[PublishedFile] = Rule(
    id="PG701", name="well-known-file-is-a-reference-file", severity=Severity.ERROR, check=_check
)
