"""Kinds of data are not lost.

What: P3P has a category for every kind of data that the policy names.
Why: What P3P can only call other is left out where other data are stated.
Fix: Nothing.
Source: P3P 1.0, section 3.4.
"""

from __future__ import annotations

from policyglot.findings import Severity
from policyglot.validate.p3p_losses import problems_of
from policyglot.validate.rule import Rule, Subject

RULE: Rule[Subject] = Rule(id="PG419", name="data-category-is-lost", severity=Severity.NOTE, check=problems_of("PG419"))
