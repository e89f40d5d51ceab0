"""The address of the policy is known.

What: It is known where people read the policy.
Why: discuri is the site's address for want of a better one: people land on the home page.
Fix: Answer policy_url.
Source: P3P 1.0, section 3.2.2 (discuri).
"""

from __future__ import annotations

from policyglot.findings import Severity
from policyglot.validate.p3p_losses import problems_of
from policyglot.validate.rule import Rule, Subject

RULE: Rule[Subject] = Rule(
    id="PG402", name="policy-address-is-known", severity=Severity.WARNING, check=problems_of("PG402")
)
