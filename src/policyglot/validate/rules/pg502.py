"""The root is POLICIES.

What: A policy file has the root POLICIES, even for one policy; no other element of P3P but META
    and DATASCHEMA can be a root.
Why: Only the drafts let a POLICY stand alone. An agent of the Recommendation looks for the policy
    by its name inside POLICIES.
Fix: Put <POLICIES xmlns=…> around the POLICY.
Source: P3P 1.0, section 3.2.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.formats.p3p.namespaces import CANDIDATE
from policyglot.formats.p3p.published import PublishedFile
from policyglot.validate.located import at
from policyglot.validate.rule import Problem, Rule


def _check(file: PublishedFile) -> Iterator[Problem]:
    if file.kind == "POLICY":
        tolerant = Severity.WARNING if file.namespace in CANDIDATE else None
        yield at(file, file.root, "the root is POLICY", hint="put <POLICIES> around it", tolerant=tolerant)
    elif file.kind not in ("POLICIES", "META", "DATASCHEMA"):
        hint = "a policy file has the root POLICIES, a reference file META, a data schema DATASCHEMA"
        yield at(file, file.root, f"<{file.kind}> is no root of P3P", hint=hint)


RULE: Rule[PublishedFile] = Rule(id="PG502", name="root-is-policies", severity=Severity.ERROR, check=_check)
