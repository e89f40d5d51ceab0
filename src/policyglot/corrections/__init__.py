"""The corrections file: what people who reviewed a policy decide about what was read from it.

`undecided` lists what there is to review, `write_corrections` makes a TOML file of it,
`read_corrections` reads it, and `apply_corrections` puts the decisions into the policy. A decision
is bound to the words that were reviewed, not to where they stand: it follows them when they move, and
where they are gone it is not applied and said to be so. No decision makes a claim without words.
"""

from policyglot.corrections.application import Corrected, apply_corrections
from policyglot.corrections.decision import (
    Claim,
    ClaimedRetention,
    Corrections,
    Named,
    PracticeDecision,
    ProvisionDecision,
    Reason,
    Unapplied,
    Verdict,
    Words,
    claim_of,
)
from policyglot.corrections.reader import read_corrections
from policyglot.corrections.review import carried, undecided
from policyglot.corrections.writer import write_corrections

__all__ = [
    "Claim",
    "ClaimedRetention",
    "Corrected",
    "Corrections",
    "Named",
    "PracticeDecision",
    "ProvisionDecision",
    "Reason",
    "Unapplied",
    "Verdict",
    "Words",
    "apply_corrections",
    "carried",
    "claim_of",
    "read_corrections",
    "undecided",
    "write_corrections",
]
