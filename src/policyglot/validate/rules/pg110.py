"""A transfer names its safeguard.

What: Where the policy says that data go to another country, it names what protects them there.
Why: Where the GDPR holds, a transfer needs a safeguard (adequacy, standard clauses, binding rules)
    and people must be told which.
Fix: Name the safeguard, and say where a copy of it can be had.
Source: GDPR, Articles 13(1)(f), 45 and 46.
"""

from __future__ import annotations

from collections.abc import Iterator

from policyglot.findings import Severity
from policyglot.model import Assertion
from policyglot.validate.evidence import first_span, quoted
from policyglot.validate.rule import Problem, Rule, Subject
from policyglot.vocabulary import PREFIXES, iri

_PLACES = PREFIXES["loc"]


def _check(subject: Subject) -> Iterator[Problem]:
    plain = iri("dpv:CrossBorderTransfer")
    transfers = [transfer for transfer in subject.policy.transfers if transfer.assertion is Assertion.STATED]
    named = (concept for t in transfers for concept in (t.concept, *(means.concept for means in t.means)))
    # What is neither the plain transfer nor a place is what protects it.
    if not transfers or any(concept != plain and not concept.startswith(_PLACES) for concept in named):
        return
    yield Problem(
        message=f"data go to another country and no safeguard is named: {quoted(transfers[0].evidence)}",
        hint="name the adequacy decision, the standard clauses or the binding rules",
        span=first_span(transfers[0].evidence),
        pointer="transfers/0",
    )


RULE: Rule[Subject] = Rule(id="PG110", name="transfer-names-its-safeguard", severity=Severity.NOTE, check=_check)
