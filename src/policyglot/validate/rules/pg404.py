"""Retention is stated.

What: The policy says how long each kind of data is kept.
Why: RETENTION is mandatory: it is indefinitely where the policy is silent, which promises
    nothing.
Fix: Say it in the policy, or answer retention.
Source: P3P 1.0, section 3.3.6.
"""

from __future__ import annotations

from policyglot.findings import Severity
from policyglot.validate.p3p_losses import problems_of
from policyglot.validate.rule import Rule, Subject

RULE: Rule[Subject] = Rule(
    id="PG404", name="retention-is-stated", severity=Severity.WARNING, check=problems_of("PG404")
)
