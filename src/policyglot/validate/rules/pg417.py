"""Names of recipients are not lost.

What: P3P says which company gets data.
Why: The value says what kind of recipient it is.
Fix: Nothing.
Source: P3P 1.0, section 3.3.5.
"""

from __future__ import annotations

from policyglot.findings import Severity
from policyglot.validate.p3p_losses import problems_of
from policyglot.validate.rule import Rule, Subject

RULE: Rule[Subject] = Rule(
    id="PG417", name="recipient-name-is-lost", severity=Severity.NOTE, check=problems_of("PG417")
)
