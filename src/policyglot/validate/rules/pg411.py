"""Legal bases are not lost.

What: P3P says on which legal basis something is done.
Why: P3P has no element for it. The JSON-LD and Turtle files say it, and the P3P file is no less
    true without it.
Fix: Nothing.
Source: P3P 1.0, section 3.3.
"""

from __future__ import annotations

from policyglot.findings import Severity
from policyglot.validate.p3p_losses import problems_of
from policyglot.validate.rule import Rule, Subject

RULE: Rule[Subject] = Rule(id="PG411", name="legal-basis-is-lost", severity=Severity.NOTE, check=problems_of("PG411"))
