"""Audiences are not lost.

What: P3P says to whom a practice is limited.
Why: P3P has no element for it. The JSON-LD and Turtle files say it, and the P3P file is no less
    true without it.
Fix: Publish a policy of its own for the part of the site that they use.
Source: P3P 1.0, section 2.3.2.
"""

from __future__ import annotations

from policyglot.findings import Severity
from policyglot.validate.p3p_losses import problems_of
from policyglot.validate.rule import Rule, Subject

RULE: Rule[Subject] = Rule(id="PG414", name="audience-is-lost", severity=Severity.NOTE, check=problems_of("PG414"))
