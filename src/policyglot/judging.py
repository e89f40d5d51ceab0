"""What user agents and rule sets would have decided about a published file or header."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policyglot.errors import InputError
from policyglot.formats import sniff
from policyglot.formats.p3p import read_policies, write_compact
from policyglot.load import load_policy
from policyglot.model import Policy
from policyglot.validate.agents import judge
from policyglot.validate.agents.appel import Decision, evaluate
from policyglot.validate.agents.verdict import Verdict


def policies_in(content: bytes, source: str) -> tuple[Policy, ...]:
    """Return the policies of a published file or of prose; every format but P3P holds one.

    Args:
        content: The file's bytes.
        source: Its path, URL or name.

    Raises:
        InputError: It cannot be read, or holds none.
    """
    found = sniff(content, source)
    if found is None or not found.name.startswith("p3p"):
        return (load_policy(content, source),)
    policies = read_policies(content, source)
    if not policies:
        raise InputError("holds no POLICY", source=source, advice="give the policy file that about= names")
    return policies


def verdicts(agent: str, content: bytes, source: str) -> tuple[Verdict, ...]:
    """Return what a user agent would have done; one that reads headers gets the compact policy of a full one.

    Args:
        agent: One of `policyglot.validate.agents.AGENTS`.
        content: A P3P header, or a file that holds policies.
        source: Its path, URL or name.

    Raises:
        InputError: It cannot be read, or holds no policy.
        FormatError: There is no such agent, or it needs a full policy.
    """
    found = sniff(content, source)
    if found is not None and found.name == "compact":
        return judge(agent, header=content.decode("latin-1").rstrip("\r\n"))
    policies = policies_in(content, source)
    return tuple(v for policy in policies for v in judge(agent, header=write_compact(policy), policy=policy))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What an APPEL rule set decides about one policy of a file: its title, or None, and the decision."""

    policy: str | None
    decision: Decision


def rulings(ruleset: bytes, name: str, *, content: bytes, source: str) -> Iterator[Ruling]:
    """Yield what a rule set decides about each policy of a file.

    Args:
        ruleset: The APPEL file's bytes.
        name: Its path, URL or name.
        content: A file that holds policies.
        source: Its path, URL or name.

    Raises:
        InputError: One of them cannot be read, or they are too large to be matched.
    """
    for policy in policies_in(content, source):
        yield Ruling(policy=policy.title, decision=evaluate(ruleset, name, policy))
