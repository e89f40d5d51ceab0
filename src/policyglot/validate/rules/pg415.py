"""Sources of data are not lost.

What: P3P says where data come from.
Why: P3P speaks of data that are collected on the site.
Fix: Nothing.
Source: P3P 1.0, section 1.
"""

from __future__ import annotations

from policyglot.findings import Severity
from policyglot.validate.p3p_losses import problems_of
from policyglot.validate.rule import Rule, Subject

RULE: Rule[Subject] = Rule(id="PG415", name="data-source-is-lost", severity=Severity.NOTE, check=problems_of("PG415"))
