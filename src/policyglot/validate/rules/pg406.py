"""Who gets data is stated.

What: Where the policy says that data are shared, it says with whom.
Why: RECIPIENT is unrelated where the policy is silent: that is the value that promises nothing.
Fix: Say in the policy who gets the data.
Source: P3P 1.0, section 3.3.5.
"""

from __future__ import annotations

from policyglot.findings import Severity
from policyglot.validate.p3p_losses import problems_of
from policyglot.validate.rule import Rule, Subject

RULE: Rule[Subject] = Rule(
    id="PG406", name="recipient-is-stated", severity=Severity.WARNING, check=problems_of("PG406")
)
