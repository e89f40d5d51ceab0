"""Which data are collected is stated.

What: The policy names at least one kind of data.
Why: A statement needs DATA: miscellaneous data of no stated kind stand there.
Fix: Say in the policy which data are collected.
Source: P3P 1.0, section 3.3.7.
"""

from __future__ import annotations

from policyglot.findings import Severity
from policyglot.validate.p3p_losses import problems_of
from policyglot.validate.rule import Rule, Subject

RULE: Rule[Subject] = Rule(id="PG407", name="data-are-stated", severity=Severity.WARNING, check=problems_of("PG407"))
