"""What user agents would have done: Internet Explorer, Mozilla, Privacy Bird, and APPEL rule sets.

`judge(name, …)` finds the agent by the name that the command line takes ("ie6-medium").
"""

from __future__ import annotations

from policyglot.errors import FormatError
from policyglot.model import Policy
from policyglot.validate.agents import internet_explorer, mozilla, privacy_bird
from policyglot.validate.agents.verdict import Verdict

AGENTS = (
    *(f"ie6-{setting}" for setting in internet_explorer.SETTINGS),
    "mozilla",
    *(f"privacy-bird-{level}" for level in privacy_bird.LEVELS),
)
"""Names of the agents."""


def judge(name: str, *, header: str | None = None, policy: Policy | None = None) -> tuple[Verdict, ...]:
    """Say what an agent would have done.

    Args:
        name: One of `AGENTS`.
        header: The `P3P:` header, for agents that look at compact policies (None: none was sent).
        policy: The full policy, for agents that look at it.

    Returns:
        One verdict for each situation that the agent tells apart.

    Raises:
        FormatError: There is no such agent, or it needs a full policy and none is given.
    """
    if name.startswith("ie6-") and name in AGENTS:
        return internet_explorer.judge(header, setting=name.removeprefix("ie6-"))
    if name == "mozilla":
        return mozilla.judge(header)
    if name in AGENTS:
        if policy is None:
            raise FormatError(f"{name} looks at full policies only", advice="give a policy file")
        return privacy_bird.judge(policy, level=name.removeprefix("privacy-bird-"))
    raise FormatError(f"no user agent named {name!r}", advice=f"agents are {', '.join(AGENTS)}")
