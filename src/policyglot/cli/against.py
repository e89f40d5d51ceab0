"""`policyglot validate --against PROSE`: published files beside the prose about the same practices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policyglot.cli.sources import one_source
from policyglot.findings import Finding

if TYPE_CHECKING:
    from policyglot.model import Document, Policy
    from policyglot.validate import Profile


def read_prose(argument: str, *, max_bytes: int, allow_private: bool) -> tuple[Document, Policy]:
    """Return the prose that an argument names, and what it states.

    Raises:
        InputError: It cannot be used, or is no prose.
    """
    source = one_source(argument, allow_private=allow_private)
    document = source.document(max_bytes=max_bytes)
    from policyglot.extract import extract

    return document, extract(document)


def compare_with_prose(content: bytes, name: str, stated: Policy, *, profile: Profile) -> tuple[Finding, ...]:
    """Return how every policy of a published file differs from the prose.

    Raises:
        InputError: The file holds no policy.
    """
    from policyglot.errors import InputError
    from policyglot.formats import sniff
    from policyglot.formats.p3p import read_compact, read_policies
    from policyglot.load import load_policy
    from policyglot.validate.against import check_against

    found = sniff(content, name)
    if found is None:
        raise InputError("this is no published policy", source=name, advice="--against takes the prose, PATH the files")
    if found.name == "compact":
        policies: tuple[Policy, ...] = (read_compact(content.decode("latin-1").rstrip("\r\n"), source=name),)
    elif found.name.startswith("p3p"):
        policies = read_policies(content, name)
        if not policies:
            raise InputError("holds no POLICY", source=name, advice="give the policy file that about= names")
    else:
        policies = (load_policy(content, name),)
    return tuple(f for policy in policies for f in check_against(policy, stated, profile=profile))
