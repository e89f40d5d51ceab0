"""P3P 1.0 and 1.1: policy files, reference files, data schemas and compact policies."""

from policyglot.formats.p3p.compact import compact_tokens, compare_compact, read_compact, write_compact
from policyglot.formats.p3p.losses import assess
from policyglot.formats.p3p.policy_reader import read_policies, read_policy
from policyglot.formats.p3p.policy_writer import write_policy
from policyglot.formats.p3p.reference_writer import write_reference

__all__ = [
    "assess",
    "compact_tokens",
    "compare_compact",
    "read_compact",
    "read_policies",
    "read_policy",
    "write_compact",
    "write_policy",
    "write_reference",
]
