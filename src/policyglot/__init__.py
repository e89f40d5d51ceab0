"""policyglot: a compiler for privacy policies."""
