"""Periods are not lost.

What: P3P says for how long data are kept.
Why: P3P has five values for retention, and no number.
Fix: Nothing: discuri has to give the timetable.
Source: P3P 1.0, section 3.3.6.
"""

from __future__ import annotations

from policyglot.findings import Severity
from policyglot.validate.p3p_losses import problems_of
from policyglot.validate.rule import Rule, Subject

RULE: Rule[Subject] = Rule(id="PG416", name="period-is-lost", severity=Severity.NOTE, check=problems_of("PG416"))
