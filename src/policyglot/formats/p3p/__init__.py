"""P3P 1.0 and 1.1: policy files, reference files, data schemas and compact policies."""

from policyglot.formats.p3p.policy_reader import read_policies, read_policy

__all__ = ["read_policies", "read_policy"]
