"""“May” is not lost.

What: P3P says whether something is done or only may be done.
Why: In P3P whatever may be done counts as done.
Fix: Nothing.
Source: P3P 1.0, section 3.3.
"""

from __future__ import annotations

from policyglot.findings import Severity
from policyglot.validate.p3p_losses import problems_of
from policyglot.validate.rule import Rule, Subject

RULE: Rule[Subject] = Rule(id="PG413", name="possibility-is-lost", severity=Severity.NOTE, check=problems_of("PG413"))
