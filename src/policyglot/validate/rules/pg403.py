"""Access is stated.

What: The policy says which data people can see.
Why: ACCESS is mandatory: it is none where the policy is silent.
Fix: Say it in the policy, or answer access.
Source: P3P 1.0, section 3.2.5.
"""

from __future__ import annotations

from policyglot.findings import Severity
from policyglot.validate.p3p_losses import problems_of
from policyglot.validate.rule import Rule, Subject

RULE: Rule[Subject] = Rule(id="PG403", name="access-is-stated", severity=Severity.WARNING, check=problems_of("PG403"))
