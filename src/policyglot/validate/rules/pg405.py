"""The purpose of all data is stated.

What: The policy says what each kind of data is used for.
Why: PURPOSE is mandatory: it is current where the policy is silent.
Fix: Say in the policy what each kind of data is for.
Source: P3P 1.0, section 3.3.4.
"""

from __future__ import annotations

from policyglot.findings import Severity
from policyglot.validate.p3p_losses import problems_of
from policyglot.validate.rule import Rule, Subject

RULE: Rule[Subject] = Rule(id="PG405", name="purpose-is-stated", severity=Severity.WARNING, check=problems_of("PG405"))
