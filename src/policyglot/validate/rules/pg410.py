"""Denials are not lost.

What: P3P says what the policy denies.
Why: P3P says only what is done. A denial can be seen from what is not in the file, but it is not
    promised there.
Fix: Nothing: the JSON-LD and Turtle files say it.
Source: P3P 1.0, section 3.3.
"""

from __future__ import annotations

from policyglot.findings import Severity
from policyglot.validate.p3p_losses import problems_of
from policyglot.validate.rule import Rule, Subject

RULE: Rule[Subject] = Rule(id="PG410", name="denial-is-lost", severity=Severity.NOTE, check=problems_of("PG410"))
