"""An address that P3P demands is known.

What: P3P's discuri, the organisation's name and one of its contacts are stated, given as an
    option or answered.
Why: A P3P policy without them is invalid; a placeholder stands in the file, which is a draft
    until the question is answered.
Fix: Give --site, or fill in the answers file: policy_url, controller.name, controller.email.
Source: P3P 1.0, sections 3.2.2 and 3.2.4.
"""

from __future__ import annotations

from policyglot.findings import Severity
from policyglot.validate.p3p_losses import problems_of
from policyglot.validate.rule import Rule, Subject

RULE: Rule[Subject] = Rule(id="PG401", name="address-is-known", severity=Severity.ERROR, check=problems_of("PG401"))
